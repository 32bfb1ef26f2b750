import LinearAlgebra
import Testing

@testable import Learning

@Suite("Bounds on the residual part of samples' Hessians") struct ResidualPartBoundTests {
  @Test(
    "no sample's residual part has a larger norm, and the bound is proportional to the residual",
    arguments: [[3, 5, 1], [4, 5, 3], [3, 4, 4, 2]], [Activation.tanh, .relu])
  func boundsEverySample(widths: [Int], activation: Activation) throws {
    for (seed, biases) in [(1, .everyLayer), (2, .everyLayer), (3, .none)] as [(Int, DenseNetwork.Biases)] {
      var generator = SplitMix64(seed: UInt64(seed))
      let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
      let parameters = network.initialParameters(using: &generator).map { 1.5 * $0 }
      let inputs = Matrix(rows: 5, columns: widths[0], elements: generator.normals(5 * widths[0]))
      let outputs = try network.outputs(on: inputs, at: parameters)
      let noise = Matrix(rows: 5, columns: outputs.columns, elements: generator.normals(5 * outputs.columns))
      func bounds(_ misfit: Double) throws -> (Dataset, [Double]) {
        let data = try Dataset(inputs: inputs, targets: outputs + misfit * noise)
        return (data, try network.lossHessian(.full, on: data, at: parameters).passes.residualPartBounds)
      }
      let (data, found) = try bounds(1)
      for i in 0..<data.count {
        let part = try network.lossHessian(.residual, on: data.subset(at: [i]), at: parameters).dense
        let spectrum = try SymmetricEigen(of: part, vectors: .omitted).values
        let size = max(abs(spectrum[0]), abs(spectrum[spectrum.count - 1]))
        #expect(size <= found[i] * (1 + 1e-12))
        // It is a bound of some use, not just any number.
        #expect(found[i] <= 1000 * size || size < 1e-3)
      }
      let (_, smaller) = try bounds(1e-6)
      for (small, large) in zip(smaller, found) { #expect(abs(small - 1e-6 * large) <= 1e-8 * large * 1e-6 + 1e-15) }
      #expect(try bounds(0).1.allSatisfy { $0 <= 1e-13 })
    }
  }
}
