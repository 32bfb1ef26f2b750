extension Matrix {
  /// The product A B. Cost: 2 · rows · columns · `other.columns` operations.
  public func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "cannot multiply \(rows) × \(columns) by \(other.rows) × \(other.columns)")
    return product(rows, other.columns, columns, .plain, other, .plain)
  }

  /// The product Aᵀ B.
  public func transposedTimes(_ other: Matrix) -> Matrix {
    precondition(
      rows == other.rows, "cannot multiply the transpose of \(rows) × \(columns) by \(other.rows) × \(other.columns)")
    return product(columns, other.columns, rows, .transposed, other, .plain)
  }

  /// The product A Bᵀ.
  public func timesTransposed(_ other: Matrix) -> Matrix {
    precondition(
      columns == other.columns,
      "cannot multiply \(rows) × \(columns) by the transpose of \(other.rows) × \(other.columns)")
    return product(rows, other.rows, columns, .plain, other, .transposed)
  }

  /// The product A x.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(columns == vector.count, "cannot multiply \(rows) × \(columns) by a vector of \(vector.count)")
    var result = [Double](repeating: 0, count: rows)
    BLAS.multiply(rows, columns, elements, vector: vector, into: &result)
    return result
  }

  /// The product Aᵀ x.
  public func transposedTimes(_ vector: [Double]) -> [Double] {
    precondition(rows == vector.count, "cannot multiply the transpose of \(rows) × \(columns) by \(vector.count)")
    var result = [Double](repeating: 0, count: columns)
    BLAS.multiply(rows, columns, elements, .transposed, vector: vector, into: &result)
    return result
  }

  /// The symmetric product A Aᵀ, of the rows with each other. Cost: rows² · columns operations.
  public var gramOfRows: Matrix {
    guard columns > 0 else { return Matrix(rows: rows, columns: rows) }
    return Matrix(rows: rows, columns: rows) {
      BLAS.gram(rows, columns, elements, .plain, intoUpperTriangleOf: $0)
      mirrorUpperTriangle($0, rows)
    }
  }

  /// The symmetric product Aᵀ A, of the columns with each other. Cost: rows · columns² operations.
  public var gramOfColumns: Matrix {
    guard rows > 0 else { return Matrix(rows: columns, columns: columns) }
    return Matrix(rows: columns, columns: columns) {
      BLAS.gram(columns, rows, elements, .transposed, intoUpperTriangleOf: $0)
      mirrorUpperTriangle($0, columns)
    }
  }

  /// Makes a square matrix symmetric from its upper triangle.
  public mutating func copyUpperTriangleToLower() {
    precondition(rows == columns, "only a square matrix can be symmetric")
    elements.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { mirrorUpperTriangle(base, rows) } }
  }

  private func product(_ m: Int, _ n: Int, _ k: Int, _ form: BLAS.Form, _ other: Matrix, _ otherForm: BLAS.Form)
    -> Matrix
  {
    guard k > 0 else { return Matrix(rows: m, columns: n) }
    return Matrix(rows: m, columns: n) { BLAS.multiply(m, n, k, elements, form, other.elements, otherForm, into: $0) }
  }
}

/// Copies the upper triangle of a `size` × `size` matrix below the diagonal, in blocks that stay in the cache.
private func mirrorUpperTriangle(_ e: UnsafeMutablePointer<Double>, _ size: Int) {
  let block = 16
  for top in stride(from: 0, to: size, by: block) {
    for left in stride(from: 0, through: top, by: block) {
      for i in top..<min(top + block, size) {
        for j in left..<min(left + block, i) { e[i * size + j] = e[j * size + i] }
      }
    }
  }
}
