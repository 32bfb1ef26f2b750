extension Matrix {
  /// The sum of two matrices of one shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b) { $0 + $1 } }
  /// The difference of two matrices of one shape.
  public static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b) { $0 - $1 } }
  /// The matrix with every entry multiplied by a number.
  public static func * (scalar: Double, a: Matrix) -> Matrix { a.mapped { scalar * $0 } }

  /// A matrix of the same shape with a function applied to every entry.
  @inlinable public func mapped(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(transform))
  }

  /// A matrix of the same shape whose entries come from two matrices, entry by entry.
  @inlinable public func combined(with other: Matrix, _ transform: (Double, Double) -> Double) -> Matrix {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(rows) × \(columns) and \(other.rows) × \(other.columns) do not match")
    var result = self
    for i in result.elements.indices { result.elements[i] = transform(elements[i], other.elements[i]) }
    return result
  }

  /// The sum of the diagonal entries.
  public var trace: Double {
    precondition(rows == columns, "only a square matrix has a trace")
    return (0..<rows).reduce(0) { $0 + self[$1, $1] }
  }

  /// The square root of the sum of squared entries.
  public var frobeniusNorm: Double { norm(elements) }
}

/// The inner product of two vectors of equal length.
public func dot(_ x: [Double], _ y: [Double]) -> Double {
  let count = x.count
  precondition(count == y.count, "an inner product needs equal lengths, got \(x.count) and \(y.count)")
  return x.withUnsafeBufferPointer { x in
    y.withUnsafeBufferPointer { y in
      guard let x = x.baseAddress, let y = y.baseAddress else { return 0 }
      return BLAS.innerProduct(count, x, y)
    }
  }
}

/// The Euclidean norm of a vector.
public func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }
