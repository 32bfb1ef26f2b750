import COpenBLAS

/// All eigenvalues, and if wanted the eigenvectors, of a symmetric matrix: A = U diag(λ) Uᵀ.
///
/// Cost: about 4/3 n³ operations for the values alone, 9 n³ with vectors (LAPACK's divide and conquer, `dsyevd`).
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first.
  public let values: [Double]
  /// The eigenvectors as rows, in the order of ``values``; nil when they were not asked for.
  public let vectorsAsRows: Matrix?

  /// Whether the eigenvectors are wanted.
  public enum Vectors: Sendable {
    /// All of them, about seven times the work of the values alone.
    case computed
    /// None.
    case omitted
  }

  /// - Throws: ``SpectralError/notFinite`` when an entry is NaN or infinite, ``SpectralError/noConvergence`` when
  ///   LAPACK gives up.
  public init(of matrix: Matrix, vectors: Vectors = .computed) throws(SpectralError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has eigenvalues")
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let size = matrix.rows
    guard size > 0 else {
      values = []
      vectorsAsRows = vectors == .computed ? matrix : nil
      return
    }
    BLAS.prepare()
    var a = matrix.elements
    var ascending = [Double](repeating: 0, count: size)
    var n = Int32(size)
    var info: Int32 = 0
    // Row-major and column-major are the same for a symmetric matrix; LAPACK leaves eigenvector j in column j, which is
    // row j of the row-major view.
    let job: StaticString = vectors == .computed ? "V" : "N"
    func call(
      _ work: UnsafeMutablePointer<Double>, _ lwork: Int32, _ iwork: UnsafeMutablePointer<Int32>, _ liwork: Int32
    ) {
      var lwork = lwork
      var liwork = liwork
      var jobCharacter = CChar(job.utf8Start.pointee)
      var upper = CChar(UInt8(ascii: "L"))
      dsyevd_(&jobCharacter, &upper, &n, &a, &n, &ascending, work, &lwork, iwork, &liwork, &info)
    }
    var bestWork = 0.0
    var bestInteger: Int32 = 0
    call(&bestWork, -1, &bestInteger, -1)
    var work = [Double](repeating: 0, count: max(1, Int(bestWork)))
    var integers = [Int32](repeating: 0, count: max(1, Int(bestInteger)))
    call(&work, Int32(work.count), &integers, Int32(integers.count))
    guard info == 0 else { throw .noConvergence(iterations: Int(info)) }
    values = ascending.reversed()
    vectorsAsRows =
      vectors == .computed
      ? Matrix(rows: size, columns: size, elements: a).rows(at: (0..<size).reversed()) : nil
  }
}

/// Why a spectrum could not be computed.
public enum SpectralError: Error, Equatable, CustomStringConvertible {
  /// The matrix or the operator gave NaN or infinity.
  case notFinite
  /// The iteration did not reach its tolerance.
  case noConvergence(iterations: Int)

  /// The error in words.
  public var description: String {
    switch self {
    case .notFinite: "the spectrum of a matrix with NaN or infinite entries is not defined"
    case .noConvergence(let iterations): "the eigenvalue iteration did not converge in \(iterations) iterations"
    }
  }
}
