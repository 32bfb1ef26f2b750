/// An orthonormal basis, as rows, of the span of the rows of a matrix: Gram and Schmidt's process, done twice; rows that
/// add less than 10⁻¹⁰ of the longest one to the span are left out.
func orthonormalRows(of matrix: Matrix) -> Matrix {
  let size = matrix.columns
  let longest = (0..<matrix.rows).reduce(0) { max($0, norm(matrix.row($1))) }
  var basis: [Double] = []
  basis.reserveCapacity(matrix.elements.count)
  var count = 0
  var coefficients = [Double](repeating: 0, count: matrix.rows)
  for index in 0..<matrix.rows {
    var vector = matrix.row(index)
    var length = norm(vector)
    guard length > 1e-10 * longest else { continue }
    for _ in 0..<2 {
      if count > 0 {
        BLAS.multiply(count, size, basis, vector: vector, into: &coefficients)
        BLAS.multiply(count, size, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &vector)
      }
      length = norm(vector)
      if length <= 1e-10 * longest { break }
    }
    guard length > 1e-10 * longest else { continue }
    basis.append(contentsOf: vector.map { $0 / length })
    count += 1
  }
  return Matrix(rows: count, columns: size, elements: basis)
}
