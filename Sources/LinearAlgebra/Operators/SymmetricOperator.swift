/// A symmetric linear map known by its action alone.
public protocol SymmetricOperator {
  /// The dimension of the space it acts on.
  var dimension: Int { get }
  /// Writes A x to `result`; both hold `dimension` numbers and do not overlap.
  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>)
  /// A x for several vectors x, given and returned as rows.
  ///
  /// One after the other by default; an operator that is faster on blocks brings its own.
  func images(ofRows vectors: Matrix) -> Matrix
}

extension SymmetricOperator {
  /// A x for several vectors x, one after the other.
  public func images(ofRows vectors: Matrix) -> Matrix {
    precondition(
      vectors.columns == dimension, "an operator on \(dimension) dimensions cannot act on \(vectors.columns)")
    var result = Matrix(rows: vectors.rows, columns: dimension)
    vectors.elements.withUnsafeBufferPointer { x in
      result.elements.withUnsafeMutableBufferPointer { y in
        for row in 0..<vectors.rows {
          let range = row * dimension..<(row + 1) * dimension
          apply(to: UnsafeBufferPointer(rebasing: x[range]), into: UnsafeMutableBufferPointer(rebasing: y[range]))
        }
      }
    }
    return result
  }

  /// A x as a new vector.
  public func callAsFunction(_ x: [Double]) -> [Double] {
    precondition(x.count == dimension, "an operator on \(dimension) dimensions cannot act on \(x.count)")
    return [Double](unsafeUninitializedCapacity: dimension) { result, count in
      result.initialize(repeating: 0)
      x.withUnsafeBufferPointer { apply(to: $0, into: result) }
      count = dimension
    }
  }

  /// The matrix of the operator, column by column. Cost: `dimension` applications.
  public var dense: Matrix {
    var result = Matrix(rows: dimension, columns: dimension)
    var unit = [Double](repeating: 0, count: dimension)
    for j in 0..<dimension {
      unit[j] = 1
      let column = self(unit)
      for i in 0..<dimension { result[i, j] = column[i] }
      unit[j] = 0
    }
    return result
  }
}

/// A symmetric operator given by a closure that maps a vector to its image.
public struct ActionOperator: SymmetricOperator {
  /// The dimension of the space it acts on.
  public let dimension: Int
  private let action: ([Double]) -> [Double]

  /// An operator from its action, which the caller knows to be linear and symmetric.
  public init(dimension: Int, action: @escaping ([Double]) -> [Double]) {
    self.dimension = dimension
    self.action = action
  }

  /// Writes the closure's image of x; copies x once. The image must have as many numbers as x.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let image = action(Array(x))
    precondition(image.count == dimension, "the action returned \(image.count) numbers instead of \(dimension)")
    for i in 0..<dimension { result[i] = image[i] }
  }
}

/// A symmetric matrix as an operator; several vectors are one matrix product.
public struct MatrixOperator: SymmetricOperator, Sendable {
  /// The matrix, symmetric by the caller's word.
  public let matrix: Matrix
  /// The size of the matrix.
  public var dimension: Int { matrix.rows }

  /// The operator of a symmetric matrix.
  public init(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "only a square matrix is an operator on one space")
    self.matrix = matrix
  }

  /// Writes A x to `result`.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    BLAS.multiply(dimension, dimension, matrix.elements, vector: source, into: target)
  }

  /// All products at once.
  public func images(ofRows vectors: Matrix) -> Matrix { vectors.times(matrix) }
}
