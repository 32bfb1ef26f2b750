import COpenBLAS

/// A = L Lᵀ of a positive definite matrix in single precision: for corrections whose accuracy does not matter.
public struct SingleCholesky: Sendable {
  private let factor: [Float]
  private let size: Int

  /// - Parameter elements: the matrix row by row; one triangle is read. Cost: n³/3 operations.
  /// - Returns: nil when the matrix is not positive definite.
  public init?(size: Int, elements: consuming [Float]) {
    precondition(elements.count == size * size, "\(size * size) entries are needed, got \(elements.count)")
    BLAS.prepare()
    var n = Int32(size)
    var info: Int32 = 0
    var lower = CChar(UInt8(ascii: "L"))
    if size > 0 { spotrf_(&lower, &n, &elements, &n, &info) }
    guard info == 0 else { return nil }
    factor = elements
    self.size = size
  }

  /// A⁻¹ x for `count` right sides, one after the other.
  public func solve(_ rightSides: consuming [Float], count: Int = 1) -> [Float] {
    precondition(rightSides.count == count * size, "\(count * size) numbers are needed, got \(rightSides.count)")
    var n = Int32(size)
    var sides = Int32(count)
    var info: Int32 = 0
    var lower = CChar(UInt8(ascii: "L"))
    if size > 0, count > 0 { spotrs_(&lower, &n, &sides, factor, &n, &rightSides, &n, &info) }
    return rightSides
  }
}

extension BLAS {
  /// C ← A Bᵀ in single precision, where A is m × k and B is n × k, all contiguous and row-major.
  public static func multiplyTransposed(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>
  ) {
    guard m > 0, n > 0 else { return }
    prepare()
    cblas_sgemm(
      101, 111, 112, Int32(m), Int32(n), Int32(k), 1, a, Int32(max(1, k)), b, Int32(max(1, k)), 0, c, Int32(n))
  }

  /// ⟨x, y⟩ of `count` numbers in single precision.
  public static func innerProduct(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>) -> Float {
    prepare()
    return cblas_sdot(Int32(count), x, 1, y, 1)
  }
}
