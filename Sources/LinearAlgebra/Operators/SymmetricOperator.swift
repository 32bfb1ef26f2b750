/// A symmetric linear map known by its action alone.
public protocol SymmetricOperator {
  /// The dimension of the space it acts on.
  var dimension: Int { get }
  /// Writes A x to `result`; both hold `dimension` numbers and do not overlap.
  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>)
}

extension SymmetricOperator {
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
