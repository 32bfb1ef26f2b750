import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A random network with random data, so that it fits nothing.
func randomPoint(
  widths: [Int], activation: Activation = .tanh, samples: Int, seed: UInt64
) throws -> ParameterPoint<DenseNetwork> {
  var generator = SplitMix64(seed: seed)
  let network = try DenseNetwork(widths: widths, activation: activation)
  let data = try Dataset(
    inputs: Matrix(rows: samples, columns: widths[0], elements: generator.normals(samples * widths[0])),
    targets: Matrix(
      rows: samples, columns: network.outputDimension, elements: generator.normals(samples * network.outputDimension)))
  let parameters = generator.normals(network.parameterCount).map { 0.8 * $0 }
  return try ParameterPoint(network: network, parameters: parameters, data: data)
}

@Suite("Edge of stability") struct EdgeOfStabilityTheorems {
  /// ∇L_bᵀ H_b ∇L_b and ‖∇L_b‖² of one batch.
  private func forms(
    _ point: ParameterPoint<DenseNetwork>, _ batch: [Int], _ part: HessianPart
  ) throws -> (curvature: Double, square: Double) {
    let samples = try point.data.subset(at: batch)
    let gradient = try point.network.lossGradient(on: samples, at: point.parameters)
    let image = try point.network.lossHessian(part, on: samples, at: point.parameters)(gradient)
    return (dot(gradient, image), dot(gradient, gradient))
  }

  @Test(
    "batch sharpness is the quotient of the means over all batches", arguments: [1, 2, 3, 4],
    [HessianPart.gaussNewton, .full])
  func enumeration(batchSize: Int, part: HessianPart) throws {
    for outputs in [1, 2] {
      let point = try randomPoint(widths: [2, 3, outputs], samples: 4, seed: UInt64(900 + outputs))
      for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
        let all = try batches(sampling, samples: 4, size: batchSize).map { try forms(point, $0, part) }
        let curvature = all.reduce(0) { $0 + $1.curvature } / Double(all.count)
        let square = all.reduce(0) { $0 + $1.square } / Double(all.count)
        let found = try #require(
          try point.batchSharpness(batchSize: batchSize, sampling: sampling, part: part))
        #expect(abs(found.curvature - curvature) < 1e-11 * (abs(curvature) + square))
        #expect(abs(found.squaredGradient - square) < 1e-12 * square)
        #expect(abs(found.value - curvature / square) < 1e-11 * (1 + abs(curvature / square)))
      }
    }
  }

  @Test("the full batch gives the curvature along the gradient, and no scheme with one sample differs")
  func ends() throws {
    let point = try randomPoint(widths: [3, 4, 1], samples: 6, seed: 903)
    let all = try forms(point, Array(0..<6), .full)
    let full = try #require(try point.batchSharpness(batchSize: 6, part: .full))
    #expect(abs(full.value - all.curvature / all.square) < 1e-10 * abs(full.value))
    let with = try #require(try point.batchSharpness(batchSize: 1, sampling: .withReplacement))
    let without = try #require(try point.batchSharpness(batchSize: 1))
    #expect(abs(with.value - without.value) < 1e-12 * with.value)
    let shuffled = try #require(try point.batchSharpness(batchSize: 2, sampling: .reshuffling))
    #expect(try shuffled == point.batchSharpness(batchSize: 2))
    // λ_max of the sharpest batch is above it.
    let sharpest = try point.curvature().span
    let bound = try 2 / sharpest.thresholdBracket(order: 2, batchSize: 1).lowerBound
    #expect(with.value <= bound * (1 + 1e-12))
  }

  @Test("the mean of ratios from drawn batches is within four standard errors of that over all", arguments: [1, 2])
  func sampled(batchSize: Int) throws {
    let point = try randomPoint(widths: [2, 3, 1], samples: 5, seed: 904)
    for (sampling, part) in [(BatchSampling.withReplacement, HessianPart.full), (.withoutReplacement, .gaussNewton)] {
      let ratios = try batches(sampling, samples: 5, size: batchSize).map {
        let form = try forms(point, $0, part)
        return form.curvature / form.square
      }
      var generator = SplitMix64(seed: 5)
      let found = try #require(
        try point.sampledBatchSharpness(
          batchSize: batchSize, sampling: sampling, part: part, draws: 600, using: &generator))
      #expect(found.batches == 600 && found.standardError > 0)
      #expect(abs(found.meanRatio - ratios.reduce(0, +) / Double(ratios.count)) < 4 * found.standardError)
    }
  }

  @Test("without a gradient there is no batch sharpness, and impossible batches are refused")
  func noGradient() throws {
    let point = try randomPoint(widths: [2, 3, 2], samples: 4, seed: 905)
    let fitted = try ParameterPoint(
      network: point.network, parameters: point.parameters,
      data: Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs))
    var generator = SplitMix64(seed: 0)
    #expect(try fitted.batchSharpness(batchSize: 2) == nil)
    #expect(try fitted.batchSharpness(batchSize: 2, part: .full) == nil)
    #expect(try fitted.sampledBatchSharpness(batchSize: 2, using: &generator) == nil)
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 5, sampleCount: 4)) {
      try point.batchSharpness(batchSize: 5)
    }
    #expect(throws: StabilityError.tooFewDraws(1)) {
      var generator = SplitMix64(seed: 0)
      return try point.sampledBatchSharpness(batchSize: 2, draws: 1, using: &generator)
    }
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 2)
    let row = try EdgeOfStability(of: method, network: fitted.network, data: fitted.data)
      .record(step: 7, parameters: fitted.parameters)
    #expect(row.batchSharpness == nil && row.gradientNoise == 0 && row.gradientNorm == 0 && row.loss == 0)
    #expect(row.step == 7 && row.sharpnessLimit == 20)
    #expect(abs(row.sharpness - row.gaussNewtonSharpness) < 1e-6 * row.sharpness)
  }

  @Test("gradient descent on a quadratic: the rows follow the closed form")
  func quadratic() throws {
    // f = w₁x₁ + w₂x₂ without bias, inputs (2, 0) and (0, 1): H = diag(2, ½), minimum at 0.
    let network = try DenseNetwork(widths: [2, 1], activation: .tanh, biases: .none)
    let data = try Dataset(inputs: Matrix([[2, 0], [0, 1]]), targets: [0, 0])
    let method = try StochasticGradientDescent(learningRate: 0.3, batchSize: 2)
    let rows = try EdgeOfStability(of: method, network: network, data: data, batchHessian: .full)
      .records(from: [1, 1], every: 2, count: 5, using: SplitMix64(seed: 0))
    #expect(rows.map(\.step) == [0, 2, 4, 6, 8])
    for row in rows {
      let w = (pow(1 - 0.3 * 2, Double(row.step)), pow(1 - 0.3 * 0.5, Double(row.step)))
      let g = (2 * w.0, 0.5 * w.1)
      let square = g.0 * g.0 + g.1 * g.1
      #expect(abs(row.loss - (w.0 * w.0 + w.1 * w.1 / 4)) < 1e-12)
      #expect(abs(row.sharpness - 2) < 1e-10 && abs(row.gaussNewtonSharpness - 2) < 1e-12)
      #expect(abs(row.trace - 2.5) < 1e-12 && abs(row.gradientNorm - square.squareRoot()) < 1e-12)
      let value = try #require(row.batchSharpness)
      #expect(abs(value - (2 * g.0 * g.0 + 0.5 * g.1 * g.1) / square) < 1e-10)
      #expect(row.gradientNoise < 1e-12 && abs(row.stabilityThreshold - 1) < 1e-12)
      #expect(abs(row.meanSquareSharpness - 2) < 1e-12 && abs(row.sharpnessLimit - 2 / 0.3) < 1e-12)
    }
  }

  @Test("on a quadratic a step overshoots its own batch on average exactly where batch sharpness is above 2/η")
  func overshoot() throws {
    let point = try randomPoint(widths: [3, 1], samples: 5, seed: 906)
    let sharpness = try #require(try point.batchSharpness(batchSize: 2))
    for eta in [0.5, 1, 2].map({ $0 * 2 / sharpness.value }) {
      var change = 0.0
      let all = batches(.withoutReplacement, samples: 5, size: 2)
      for batch in all {
        let samples = try point.data.subset(at: batch)
        let gradient = try point.network.lossGradient(on: samples, at: point.parameters)
        let moved = zip(point.parameters, gradient).map { $0 - eta * $1 }
        let before = try ParameterPoint(network: point.network, parameters: point.parameters, data: samples).loss
        change += try ParameterPoint(network: point.network, parameters: moved, data: samples).loss - before
      }
      let predicted = -eta * (1 - eta / 2 * sharpness.value) * sharpness.squaredGradient
      #expect(abs(change / Double(all.count) - predicted) < 1e-10 * eta * sharpness.squaredGradient)
    }
  }

  @Test("rows agree with the point's own measures, while training and in a run of their own")
  func rows() throws {
    let start = try randomPoint(widths: [1, 6, 1], samples: 6, seed: 907)
    let method = try StochasticGradientDescent(learningRate: 0.05, batchSize: 2, sampling: .withReplacement)
    let edge = try EdgeOfStability(of: method, network: start.network, data: start.data)
    let rows = try edge.records(from: start.parameters, every: 20, count: 4, using: SplitMix64(seed: 2))
    var observed: [TrainingCurvature] = []
    let end = try method.train(
      start.network, on: start.data, from: start.parameters, maximumSteps: 60, checkEvery: 20,
      using: SplitMix64(seed: 2)
    ) { observed.append(try edge.record($0)) }
    #expect(rows == observed && rows.last?.step == 60)
    let point = try ParameterPoint(network: start.network, parameters: end.parameters, data: start.data)
    let last = try #require(rows.last)
    let dense = try point.hessian(.full).dense
    let top = try #require(SymmetricEigen(of: 0.5 * (dense + dense.transposed), vectors: .omitted).values.first)
    #expect(abs(last.sharpness - top) < 1e-8 * top)
    #expect(try abs(last.gaussNewtonSharpness - point.sharpness()) < 1e-8 * top)
    #expect(abs(last.trace - point.trace) < 1e-9 * point.trace && abs(last.loss - end.loss) < 1e-14)
    // The variance of a batch's gradient, over all batches.
    let mean = try point.network.lossGradient(on: point.data, at: point.parameters)
    let all = batches(.withReplacement, samples: 6, size: 2)
    var variance = 0.0
    for batch in all {
      let gradient = try point.network.lossGradient(on: point.data.subset(at: batch), at: point.parameters)
      variance += zip(gradient, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(all.count)
    }
    #expect(abs(last.gradientNoise - variance) < 1e-10 * variance)
    #expect(last.meanSquareSharpness >= last.gaussNewtonSharpness * (1 - 1e-10))
  }

  @Test("a run that diverges ends its rows")
  func divergence() throws {
    let network = try DenseNetwork(widths: [1, 1], activation: .tanh, biases: .none)
    let data = try Dataset(inputs: Matrix([[1]]), targets: [0])
    let method = try StochasticGradientDescent(learningRate: 1e3, batchSize: 1)
    let rows = try EdgeOfStability(of: method, network: network, data: data)
      .records(from: [1], every: 20, count: 50, using: SplitMix64(seed: 0))
    #expect(rows.count > 1 && rows.count < 50)
  }
}
