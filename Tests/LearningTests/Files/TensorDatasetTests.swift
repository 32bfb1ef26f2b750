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
}
