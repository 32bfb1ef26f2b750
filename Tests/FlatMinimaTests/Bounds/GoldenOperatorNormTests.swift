import LinearAlgebra
import Testing

@Suite("Golden case G07")
struct GoldenOperatorNormTests {
  @Test("operator norms, both theorems of Riesz and Thorin and Schur's test have the golden values")
  func operatorNorms() throws {
    let golden = try GoldenFile.load("G07")
    let matrix = try golden.inputs["A"].matrix
    let row = try golden.inputs["row"].matrix
    for exponent in [2, 4, 6] {
      let expected = try golden.expected[exponent]
      let norm = try OperatorNorm(of: matrix, exponent: Double(exponent))
      try golden.check(norm.lower, expected["value"])
      try golden.check(norm.certificates.rieszThorinTwo, expected["riesz_thorin_2_inf"])
      try golden.check(norm.certificates.rieszThorinOneInfinity, expected["riesz_thorin_1_inf"])
      try golden.check(norm.certificates.schur, expected["abs_matrix_norm"])
      let dual = try OperatorNorm(of: row, exponent: Double(exponent))
      #expect(dual.isExact)
      try golden.check(dual.lower, golden.expected["row_vector_dual"][exponent])
    }
  }
}
