import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let schemes: [(BatchSampling, Int)] = [
  (.withReplacement, 1), (.withReplacement, 3), (.withoutReplacement, 2), (.withoutReplacement, 5),
  (.withoutReplacement, 12),
]

@Suite("Threshold without matrices") struct ThresholdBracketTheorems {
  @Test("the exact threshold lies in the bracket", arguments: schemes, [[3, 8, 1], [2, 4, 4, 2], [3, 2]])
  func enclosure(scheme: (BatchSampling, Int), widths: [Int]) throws {
    for seed in 0..<4 {
      let point = try randomPoint(widths: widths, samples: 12, seed: UInt64(60 + seed))
      let span = try point.curvature().span
      let exact = try MeanSquareStability(span: span, batchSize: scheme.1, sampling: scheme.0).threshold()
      var generator = SplitMix64(seed: UInt64(seed))
      for dimension in [1, 3, 40] {
        let bracket = try point.thresholdBracket(
          batchSize: scheme.1, sampling: scheme.0, dimension: dimension, using: &generator)
        #expect(bracket.lower <= exact * (1 + 1e-9) && exact <= bracket.upper * (1 + 1e-9))
        // On the whole span nothing is left out.
        if dimension == 40 { #expect(abs(bracket.upper - exact) < 1e-6 * exact) }
      }
    }
  }

  @Test("the upper end falls as the directions grow, and never exceeds the bound from the trace")
  func nested() throws {
    for seed in 0..<5 {
      let point = try randomPoint(widths: [4, 12, 1], samples: 30, seed: UInt64(70 + seed))
      let stability = try MeanSquareStability(span: point.curvature().span, batchSize: 4)
      var last = stability.gradientDescentThreshold * (1 + 1e-9)
      for dimension in [1, 2, 4, 8, 16, 30] {
        var generator = SplitMix64(seed: 1)
        let upper = try point.thresholdBracket(batchSize: 4, dimension: dimension, using: &generator).upper
        #expect(upper <= last * (1 + 1e-7), "dimension \(dimension)")
        last = upper
      }
    }
  }

  @Test("the lower end is the one-step condition where the gradients are independent")
  func lowerEnd() throws {
    for seed in 0..<5 {
      let point = try randomPoint(widths: [4, 12, 1], samples: 14, seed: UInt64(80 + seed))
      let span = try point.curvature().span
      #expect(span.rank == 14)
      for batchSize in [1, 4] {
        var generator = SplitMix64(seed: 2)
        let bracket = try point.thresholdBracket(batchSize: batchSize, using: &generator)
        let oneStep = try MeanSquareStability(span: span, batchSize: batchSize).oneStepThreshold()
        #expect(abs(bracket.lower - oneStep) < 1e-6 * oneStep)
      }
    }
  }

  @Test("𝒟 ≤ ((1 − π)λ_max + π max ‖J_i‖²) 𝒞 on every symmetric matrix, not only on positive ones")
  func domination() throws {
    var generator = SplitMix64(seed: 90)
    for outputs in [1, 2] {
      let (gradients, span) = try randomSpan(samples: 5, dimension: 4, outputs: outputs, seed: 91)
      let h = (1.0 / 5) * gradients.gramOfColumns
      let samples = (0..<5).map { gradients.rows(at: $0 * outputs..<($0 + 1) * outputs).gramOfColumns }
      let largest = try #require(samples.map { try SymmetricEigen(of: $0).values[0] }.max())
      for _ in 0..<200 {
        let a = randomSymmetricMatrix(4, &generator)
        let mixing = generator.uniform()
        let ac = a.times(h).times(a).trace
        var ad = (1 - mixing) * a.times(h).times(a).times(h).trace
        for sample in samples { ad += mixing / 5 * a.times(sample).times(a).times(sample).trace }
        #expect(ad <= ((1 - mixing) * span.eigenvalues[0] + mixing * largest) * ac * (1 + 1e-12))
      }
    }
  }

  @Test("equal samples are gradient descent, and a full batch is: both ends meet at 2/λ_max")
  func equality() throws {
    let point = try randomPoint(widths: [3, 6, 1], samples: 10, seed: 92)
    let exact = try 2 / point.curvature().sharpness
    var generator = SplitMix64(seed: 3)
    let full = try point.thresholdBracket(batchSize: 10, using: &generator)
    #expect(abs(full.lower - exact) < 1e-9 * exact && abs(full.upper - exact) < 1e-9 * exact)
    let repeated = try ParameterPoint(
      network: point.network, parameters: point.parameters,
      data: Dataset(
        inputs: point.data.inputs.rows(at: [0, 0, 0, 0]), targets: point.data.targets.rows(at: [0, 0, 0, 0])))
    let bracket = try repeated.thresholdBracket(batchSize: 1, sampling: .withReplacement, using: &generator)
    let threshold = 2 / repeated.trace
    #expect(abs(bracket.lower - threshold) < 1e-8 * threshold && abs(bracket.upper - threshold) < 1e-8 * threshold)
  }

  @Test("no gradients give infinite ends, and batches that cannot be drawn are refused")
  func edges() throws {
    let network = try DenseNetwork(widths: [2, 2, 1], activation: .relu, biases: .none)
    let data = try Dataset(inputs: Matrix([[0, 0], [0, 0]]), targets: [0, 0])
    let point = try ParameterPoint(network: network, parameters: [1, 1, 1, 1, 1, 1], data: data)
    var generator = SplitMix64(seed: 4)
    let bracket = try point.thresholdBracket(batchSize: 1, using: &generator)
    #expect(bracket.lower == .infinity && bracket.upper == .infinity && bracket.relativeWidth == 0)
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 3, sampleCount: 2)) {
      try point.thresholdBracket(batchSize: 3, using: &generator)
    }
    #expect(throws: StabilityError.reshuffling) {
      try point.thresholdBracket(batchSize: 1, sampling: .reshuffling, using: &generator)
    }
    let other = try randomPoint(widths: [2, 3, 1], seed: 5)
    var first = SplitMix64(seed: 6)
    var second = SplitMix64(seed: 6)
    #expect(
      try other.thresholdBracket(batchSize: 2, using: &first) == other.thresholdBracket(batchSize: 2, using: &second))
  }

  @Test("walkers in parameter space grow as the exact growth factor says, on both sides of the threshold")
  func simulation() throws {
    let point = try randomPoint(widths: [1, 3, 1], samples: 4, seed: 93)
    let stability = try MeanSquareStability(span: point.curvature().span, batchSize: 1)
    let threshold = try stability.threshold()
    var generator = SplitMix64(seed: 7)
    for ratio in [1.15, 1.4] {
      let exact = try stability.growthFactor(learningRate: ratio * threshold)
      let found = try point.simulatedGrowth(
        learningRate: ratio * threshold, batchSize: 1, walkers: 300, steps: 120, using: &generator)
      #expect(found.growthFactor > 1)
      #expect(abs(log(found.growthFactor / exact)) < 4 * found.standardError + 0.02)
    }
    let below = try point.simulatedGrowth(
      learningRate: 0.8 * threshold, batchSize: 1, walkers: 100, steps: 80, using: &generator)
    #expect(below.growthFactor < 1 + 4 * below.standardError)
  }
}

private func randomSymmetricMatrix(_ size: Int, _ generator: inout SplitMix64) -> Matrix {
  let a = Matrix(rows: size, columns: size, elements: generator.normals(size * size))
  return 0.5 * (a + a.transposed)
}
