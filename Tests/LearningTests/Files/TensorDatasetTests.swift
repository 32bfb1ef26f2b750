import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("Data sets from tensors") struct TensorDatasetTests {
  @Test("two NumPy files make a data set; images become rows")
  func npy() throws {
    try IDXBytes.withTemporaryDirectory { folder in
      func path(_ name: String, _ tensor: Tensor) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(tensor.npyBytes).write(to: url)
        return url.path
      }
      let images = try path("x.npy", Tensor(sizes: [2, 2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8]))
      let values = try path("y.npy", Tensor([0.5, -0.5]))
      let data = try Dataset(npy: images, targets: values)
      #expect(data.inputs == Matrix([[1, 2, 3, 4], [5, 6, 7, 8]]))
      #expect(data.targets == Matrix([[0.5], [-0.5]]))
      let labels = try path("labels.npy", Tensor([7, 3]))
      let classes = try Dataset(npy: images, targets: labels, meaning: .labels(classes: [3, 7]))
      #expect(classes.targets == Matrix([[0, 1], [1, 0]]))
    }
  }

  @Test("labels that are no class, unequal counts, single numbers and NaN are refused")
  func refusals() throws {
    let inputs = Tensor(Matrix([[1, 2], [3, 4]]))
    #expect(throws: DataError.invalidArgument(name: "label of sample 1", value: "2.5", allowed: "[0, 2]")) {
      try Dataset(inputs: inputs, targets: Tensor([0, 2.5]), meaning: .labels(classes: [0, 2]))
    }
    #expect(throws: DataError.countMismatch(inputs: 2, targets: 3)) {
      try Dataset(inputs: inputs, targets: Tensor([0, 1, 2]))
    }
    #expect(throws: DataError.self) { try Dataset(inputs: inputs, targets: Tensor(sizes: [], values: [1])) }
    #expect(throws: DataError.self) { try Dataset(inputs: inputs, targets: inputs, meaning: .labels(classes: [1])) }
    #expect(throws: DataError.self) { try Dataset(inputs: inputs, targets: Tensor([0, .nan])) }
    #expect(throws: DataError.self) { try Dataset(inputs: Tensor([]), targets: Tensor([])) }
  }

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
