import LinearAlgebra

/// Numbers in a grid of any number of dimensions, as a file of NumPy or PyTorch holds them.
///
/// The values stand in row-major order: the last index runs fastest.
public struct Tensor: Equatable, Sendable {
  /// The size of each dimension, slowest first; none for a single number.
  public let sizes: [Int]
  /// The values in row-major order; as many as the sizes multiply to. NaN and infinity are possible.
  public let values: [Double]

  /// - Throws: `DataError.invalidArgument` unless the sizes multiply to the number of values.
  public init(sizes: [Int], values: [Double]) throws(DataError) {
    guard sizes.allSatisfy({ $0 >= 0 }), elementCount(sizes) == values.count else {
      throw .invalidArgument(name: "sizes", value: "\(sizes)", allowed: "sizes that multiply to \(values.count)")
    }
    self.sizes = sizes
    self.values = values
  }

  /// A tensor whose sizes have been checked before.
  init(checkedSizes sizes: [Int], values: [Double]) {
    self.sizes = sizes
    self.values = values
  }

  /// One row per index of the first dimension, with everything else in a line: a vector of n becomes n × 1, n images of
  /// 28 × 28 become n × 784, a single number 1 × 1.
  public var rows: Matrix {
    let count = sizes.first ?? 1
    guard !values.isEmpty else { return Matrix(rows: count, columns: 0) }
    return Matrix(rows: count, columns: values.count / count, elements: values)
  }
}

extension Tensor {
  /// The entries of a matrix, with its two sizes.
  public init(_ matrix: Matrix) { self.init(checkedSizes: [matrix.rows, matrix.columns], values: matrix.elements) }

  /// The entries of a vector, with its one size.
  public init(_ vector: [Double]) { self.init(checkedSizes: [vector.count], values: vector) }
}

/// The product of non-negative sizes, or nil if it does not fit into a machine integer. Zero if any of them is.
func elementCount(_ sizes: [Int]) -> Int? {
  if sizes.contains(0) { return 0 }
  var product = 1
  for size in sizes {
    let (next, overflow) = product.multipliedReportingOverflow(by: size)
    guard !overflow else { return nil }
    product = next
  }
  return product
}
