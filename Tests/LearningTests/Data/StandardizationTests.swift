import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("Standardisation") struct StandardizationTests {
  @Test("a recorded standardisation gives mean 0 and deviation 1, applies to other data and can be undone")
  func standardization() throws {
    var generator = SplitMix64(seed: 12)
    var table = Matrix(rows: 40, columns: 3, elements: generator.normals(120))
    for row in 0..<40 {
      table[row, 0] = 1e6 + 1e-3 * table[row, 0]
      table[row, 2] = 0.1
    }
    let recorded = try Standardization(of: table)
    #expect(recorded.constantColumns == [2])
    let result = try recorded.applied(to: table)
    for column in 0..<2 {
      let values = result.column(column)
      #expect(abs(values.reduce(0, +) / 40) < 1e-6)
      #expect(abs(dot(values, values) / 40 - 1) < 1e-6)
    }
    #expect(result.column(2).allSatisfy { $0 == 0 })
    let back = try recorded.undone(in: result)
    for (a, b) in zip(back.elements, table.elements) { #expect(abs(a - b) <= 1e-9) }
    let data = try Dataset(inputs: Matrix([[1e6, 0, 0.2]]), targets: [1])
    let moved = try data.standardizingInputs(by: recorded)
    #expect(moved.inputs[0, 1] == (0 - recorded.means[1]) / recorded.scales[1])
    #expect(moved.inputs[0, 2] == 0.2 - 0.1)
    let coded = try JSONDecoder().decode(Standardization.self, from: JSONEncoder().encode(recorded))
    #expect(coded == recorded)
    #expect(throws: DataError.self) { try recorded.applied(to: Matrix([[1, 2]])) }
    #expect(throws: DataError.empty("samples")) { try Standardization(of: Matrix(rows: 0, columns: 2)) }
    #expect(throws: DataError.self) { try Standardization(of: Matrix([[1], [.nan]])) }
    #expect(throws: DataError.self) { try Standardization(of: Matrix([[-1.5e308], [1.5e308], [1e308]])) }
  }
}
