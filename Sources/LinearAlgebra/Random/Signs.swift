extension RandomNumberGenerator {
  /// A matrix of independent random signs, one draw of 64 bits for 64 of them.
  mutating func signs(rows: Int, columns: Int) -> Matrix {
    var result = Matrix(rows: rows, columns: columns, repeating: 1)
    var bits: UInt64 = 0
    for index in result.elements.indices {
      if index % 64 == 0 { bits = next() }
      if bits & 1 == 1 { result.elements[index] = -1 }
      bits >>= 1
    }
    return result
  }
}
