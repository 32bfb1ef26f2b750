import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Label noise") struct LabelNoiseTheorems {
  @Test(
    "the gradient of the trace agrees with differences",
    arguments: [([2, 3, 1], Activation.tanh), ([2, 4, 3, 2], .tanh), ([3, 5, 2], .relu)])
  func traceGradient(widths: [Int], activation: Activation) throws {
    let point = try randomPoint(widths: widths, activation: activation, samples: 4, seed: 950)
    let gradient = try point.traceGradient()
    for j in point.parameters.indices {
      func trace(_ shift: Double) throws -> Double {
        var moved = point.parameters
        moved[j] += shift
        return try ParameterPoint(network: point.network, parameters: moved, data: point.data).trace
      }
      let difference = try (trace(1e-5) - trace(-1e-5)) / 2e-5
      #expect(abs(gradient[j] - difference) < 1e-6 * (1 + norm(gradient)), "parameter \(j)")
    }
  }

  /// f = ab as a ReLU network with one unit and one sample, interpolating 0·x at b = 0 or another target.
  private func product(_ a: Double, _ b: Double) throws -> InterpolatingMinimum<DenseNetwork> {
    let network = try DenseNetwork(widths: [1, 1, 1], activation: .relu, biases: .none)
    return try InterpolatingMinimum(
      network: network, parameters: [a, b], data: Dataset(inputs: Matrix([[1]]), targets: [a * b]))
  }

  @Test("on f = ab the drift is −(η²σ²/2B)(a, b), so that a² − b² shrinks by η²σ²/B per step")
  func product() throws {
    let noise = try LabelNoise(deviation: 1.5, learningRate: 0.02, batchSize: 2)
    let minimum = try product(1.2, 0.7)
    let drift = try noise.drift(at: minimum)
    let factor = -0.02 * 0.02 * 1.5 * 1.5 / 4
    #expect(abs(drift[0] - factor * 1.2) < 1e-16 && abs(drift[1] - factor * 0.7) < 1e-16)
    let q = 1.2 * 1.2 - 0.7 * 0.7
    let change = 2 * 1.2 * drift[0] - 2 * 0.7 * drift[1]
    #expect(abs(change / q + 0.02 * 0.02 * 1.5 * 1.5 / 2) < 1e-15)
    #expect(abs(noise.regularization - 0.02 * 2.25 / 8) < 1e-16 && abs(noise.fluctuation - 0.02 * 2.25 / 4) < 1e-16)
    let effective = noise.effectiveLoss(at: minimum.point)
    #expect(abs(effective - noise.regularization * (1.44 + 0.49)) < 1e-15)
  }

  @Test("simulated label noise shrinks a² − b² and fluctuates as predicted, to leading order")
  func simulation() throws {
    let (eta, steps, runs) = (0.02, 2000, 100)
    let noise = try LabelNoise(deviation: 1, learningRate: eta, batchSize: 1)
    var generator = SplitMix64(seed: 12)
    var decays: [Double] = []
    var square = 0.0
    for _ in 0..<runs {
      var (a, b) = (1.5, 1 / 1.5)
      let start = a * a - b * b
      for step in 0..<steps {
        let residual = a * b - 1 - generator.normal()
        (a, b) = (a - eta * residual * b, b - eta * residual * a)
        // The fluctuation of f − 1 is that of the parameter along the gradient, times its length.
        if step >= 500 { square += (a * b - 1) * (a * b - 1) / (a * a + b * b) / Double(runs * (steps - 500)) }
      }
      decays.append((a * a - b * b) / start)
    }
    let mean = decays.reduce(0, +) / Double(runs)
    let error = (decays.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs * (runs - 1))).squareRoot()
    // Multiplying a² − b² by 1 − η²r² at each step; the prediction has σ² for E r².
    let predicted = -eta * eta * Double(steps)
    let found = log(mean)
    #expect(
      abs(found - predicted) < 4 * error / mean + 0.05 * abs(predicted), "\(found), \(predicted), \(error / mean)")
    #expect(abs(square / noise.fluctuation - 1) < 0.1)
  }

  @Test("noise that is none does nothing, and what is no noise is refused")
  func edges() throws {
    let quiet = try LabelNoise(deviation: 0, learningRate: 0.1, batchSize: 1)
    let minimum = try product(1, 1)
    #expect(try quiet.drift(at: minimum).allSatisfy { $0 == 0 } && quiet.effectiveLoss(at: minimum.point) == 0)
    #expect(throws: StabilityError.badDeviation(-1)) {
      try LabelNoise(deviation: -1, learningRate: 0.1, batchSize: 1)
    }
    #expect(throws: StabilityError.badBatchSize(0)) {
      try LabelNoise(deviation: 1, learningRate: 0.1, batchSize: 0)
    }
    #expect(throws: StabilityError.badLearningRate(0)) {
      try LabelNoise(deviation: 1, learningRate: 0, batchSize: 1)
    }
  }
}
