import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random gradients of `samples` × `outputs` rows in `dimension` parameters.
func randomSpan(
  samples: Int, dimension: Int, outputs: Int = 1, seed: UInt64
) throws -> (gradients: Matrix, span: GradientSpan) {
  var generator = SplitMix64(seed: seed)
  let rows = samples * outputs
  let gradients = Matrix(
    rows: rows, columns: dimension, elements: (0..<rows * dimension).map { _ in generator.normal() })
  return (gradients, try GradientSpan(gradients: gradients, outputDimension: outputs))
}

/// All batches of the scheme with equal probability, as lists of sample indices.
func batches(_ sampling: BatchSampling, samples: Int, size: Int) -> [[Int]] {
  guard size > 0 else { return [[]] }
  return batches(sampling, samples: samples, size: size - 1).flatMap { rest in
    (0..<samples).filter { sampling == .withReplacement || !rest.contains($0) }.map { rest + [$0] }
  }
}

/// E[(I − ηH_b) ⊗ (I − ηH_b)] by listing every batch, as a P² × P² matrix.
private func enumeratedSecondMoment(
  _ gradients: Matrix, outputs: Int, eta: Double, size: Int, sampling: BatchSampling
) -> Matrix {
  let dimension = gradients.columns
  let all = batches(sampling, samples: gradients.rows / outputs, size: size)
  var total = Matrix(rows: dimension * dimension, columns: dimension * dimension)
  for batch in all {
    let rows = gradients.rows(at: batch.flatMap { i in (0..<outputs).map { i * outputs + $0 } })
    let step = Matrix.identity(dimension) - (eta / Double(size)) * rows.gramOfColumns
    for i in 0..<dimension {
      for j in 0..<dimension {
        for k in 0..<dimension {
          for l in 0..<dimension {
            total[i * dimension + j, k * dimension + l] += step[i, k] * step[j, l] / Double(all.count)
          }
        }
      }
    }
  }
  return total
}

private let schemes: [(BatchSampling, Int)] = [
  (.withReplacement, 1), (.withReplacement, 2), (.withReplacement, 4), (.withoutReplacement, 2),
  (.withoutReplacement, 3), (.withoutReplacement, 4),
]

@Suite("Mean-square stability") struct MeanSquareTheorems {
  @Test("the growth factor is the spectral radius of the enumerated second moment", arguments: schemes, [1, 2])
  func enumeration(scheme: (BatchSampling, Int), outputs: Int) throws {
    for seed in 0..<3 {
      let (gradients, span) = try randomSpan(samples: 4, dimension: 3, outputs: outputs, seed: UInt64(seed))
      let stability = try MeanSquareStability(span: span, batchSize: scheme.1, sampling: scheme.0)
      for eta in [0.05, 0.3, 0.8] {
        let dense = enumeratedSecondMoment(
          gradients, outputs: outputs, eta: eta, size: scheme.1, sampling: scheme.0)
        let radius = try #require(SymmetricEigen(of: dense, vectors: .omitted).values.map(abs).max())
        let growth = try stability.growthFactor(learningRate: eta)
        #expect(abs(growth - radius) < 1e-9 * radius, "η = \(eta)")
      }
    }
  }

  @Test("the growth factor is exactly 1 at the threshold, below before and above after", arguments: schemes)
  func threshold(scheme: (BatchSampling, Int)) throws {
    for seed in 10..<18 {
      let (_, span) = try randomSpan(samples: 4 + seed % 5, dimension: 6, seed: UInt64(seed))
      let stability = try MeanSquareStability(span: span, batchSize: scheme.1, sampling: scheme.0)
      let threshold = try stability.threshold()
      #expect(try abs(stability.growthFactor(learningRate: threshold) - 1) < 1e-9)
      #expect(try stability.growthFactor(learningRate: 0.98 * threshold) < 1)
      #expect(try stability.growthFactor(learningRate: 1.02 * threshold) > 1)
    }
  }

  @Test("the growth factor tells both sides of the threshold when the spectrum is wide", arguments: [1, 2, 5, 11, 12])
  func wideSpectrum(batchSize: Int) throws {
    // Eigenvalues over six orders of magnitude: the flat directions crowd the spectrum of the map just below 1, where
    // an iteration may settle while a sharp direction already grows.
    for seed in 80..<86 {
      var (gradients, _) = try randomSpan(samples: 12, dimension: 12, seed: UInt64(seed))
      for i in 0..<12 {
        for j in 0..<12 { gradients[i, j] *= exp(-0.6 * Double(i)) * (1 + 0.1 * Double(j)) }
      }
      let span = try GradientSpan(gradients: gradients)
      let stability = try MeanSquareStability(span: span, batchSize: batchSize)
      let threshold = try stability.threshold()
      for factor in [1.001, 1.01, 1.05, 1.3, 3] {
        #expect(try stability.growthFactor(learningRate: factor * threshold) > 1, "\(seed), \(factor)")
        #expect(try stability.growthFactor(learningRate: threshold / factor) < 1, "\(seed), 1/\(factor)")
      }
    }
  }

  @Test("thresholds grow with the batch, and distinct samples never hurt")
  func monotone() throws {
    for seed in 20..<30 {
      let (_, span) = try randomSpan(samples: 7, dimension: 5, outputs: 1 + seed % 2, seed: UInt64(seed))
      var previous = (with: 0.0, without: 0.0)
      for batchSize in 1...7 {
        let with = try MeanSquareStability(span: span, batchSize: batchSize, sampling: .withReplacement).threshold()
        let without = try MeanSquareStability(span: span, batchSize: batchSize).threshold()
        #expect(with >= previous.with * (1 - 1e-10) && without >= previous.without * (1 - 1e-10))
        #expect(without >= with * (1 - 1e-10))
        previous = (with, without)
      }
      let descent = try MeanSquareStability(span: span, batchSize: 7).gradientDescentThreshold
      #expect(abs(previous.without - descent) < 1e-10 * descent)
    }
  }

  @Test("the upper bound in closed form and the one-step lower bound enclose the threshold")
  func enclosure() throws {
    for seed in 30..<60 {
      let (_, span) = try randomSpan(samples: 3 + seed % 6, dimension: 4, seed: UInt64(seed))
      let stability = try MeanSquareStability(
        span: span, batchSize: 1 + seed % 3, sampling: seed % 2 == 0 ? .withReplacement : .withoutReplacement)
      let threshold = try stability.threshold()
      #expect(threshold <= stability.traceThreshold * (1 + 1e-10))
      #expect(threshold <= stability.gradientDescentThreshold * (1 + 1e-10))
      #expect(try stability.oneStepThreshold() <= threshold * (1 + 1e-10))
    }
  }

  @Test("a threshold has the closed form (5 − √17)/2, beyond where the non-uniformity condition of 2018 allows")
  func closedForm() throws {
    let span = try GradientSpan(gradients: Matrix([[2, -1], [2, 1], [0, -1], [0, 1]]))
    let stability = try MeanSquareStability(span: span, batchSize: 1)
    let threshold = try stability.threshold()
    #expect(abs(threshold - (5 - 17.0.squareRoot()) / 2) < 1e-12)
    let nonuniformity = try Curvature(span: span).nonuniformity()
    #expect(abs(nonuniformity - 6.0.squareRoot()) < 1e-12)
    #expect(nonuniformity * threshold > 1)
    #expect(try abs(stability.oneStepThreshold() - 0.4) < 1e-12)
  }

  @Test("with one sample the threshold is 2/‖g‖², whatever the scheme")
  func oneSample() throws {
    let span = try GradientSpan(gradients: Matrix([[3, 4]]))
    for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
      #expect(try abs(MeanSquareStability(span: span, batchSize: 1, sampling: sampling).threshold() - 2.0 / 25) < 1e-15)
    }
  }

  @Test("duplicating every sample changes nothing when drawing with replacement")
  func duplicates() throws {
    let (gradients, span) = try randomSpan(samples: 5, dimension: 4, seed: 70)
    let doubled = try GradientSpan(gradients: gradients.rows(at: (0..<10).map { $0 % 5 }))
    for batchSize in [1, 3] {
      let once = try MeanSquareStability(span: span, batchSize: batchSize, sampling: .withReplacement).threshold()
      let twice = try MeanSquareStability(span: doubled, batchSize: batchSize, sampling: .withReplacement).threshold()
      #expect(abs(once - twice) < 1e-9 * once)
    }
    #expect(doubled.rank == span.rank)
  }

  @Test("scaling all gradients by c scales the threshold by 1/c²")
  func scaling() throws {
    let (gradients, span) = try randomSpan(samples: 6, dimension: 4, seed: 71)
    let scaled = try GradientSpan(gradients: 1e-4 * gradients)
    let threshold = try MeanSquareStability(span: span, batchSize: 2).threshold()
    let other = try MeanSquareStability(span: scaled, batchSize: 2).threshold()
    #expect(abs(other * 1e-8 / threshold - 1) < 1e-9)
  }

  @Test("with all gradients zero every learning rate is stable")
  func zeroGradients() throws {
    let span = try GradientSpan(gradients: Matrix(rows: 4, columns: 3))
    let stability = try MeanSquareStability(span: span, batchSize: 2)
    #expect(span.rank == 0)
    #expect(try stability.threshold() == .infinity)
    #expect(try stability.growthFactor(learningRate: 1e9) == 1)
    #expect(try Curvature(span: span).nonuniformity() == 0)
  }

  @Test("simulated SGD grows at the predicted rate on both sides of the threshold", arguments: [1, 3])
  func simulation(batchSize: Int) throws {
    let (_, span) = try randomSpan(samples: 8, dimension: 5, seed: 72)
    let stability = try MeanSquareStability(span: span, batchSize: batchSize)
    let threshold = try stability.threshold()
    for factor in [0.8, 1, 1.15] {
      var generator = SplitMix64(seed: 1)
      let simulated = try span.simulatedGrowth(
        learningRate: factor * threshold, batchSize: batchSize, walkers: 4000, steps: 200, using: &generator)
      let exact = try stability.growthFactor(learningRate: factor * threshold)
      #expect(abs(simulated.growthFactor / exact - 1) < 0.02, "\(factor): \(simulated) against \(exact)")
      if factor != 1 { #expect((simulated.growthFactor > 1) == (factor > 1)) }
    }
  }

  @Test("what cannot be judged is refused")
  func refusals() throws {
    let (_, span) = try randomSpan(samples: 3, dimension: 2, seed: 1)
    #expect(throws: StabilityError.tooSmallSimulation(walkers: 0, steps: 100)) {
      var generator = SplitMix64(seed: 0)
      return try span.simulatedGrowth(learningRate: 0.1, batchSize: 1, walkers: 0, steps: 100, using: &generator)
    }
    #expect(throws: StabilityError.reshuffling) {
      try MeanSquareStability(span: span, batchSize: 1, sampling: .reshuffling)
    }
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 4, sampleCount: 3)) {
      try MeanSquareStability(span: span, batchSize: 4)
    }
    #expect(throws: StabilityError.badBatchSize(0)) { try MeanSquareStability(span: span, batchSize: 0) }
    #expect(throws: SpectralError.notFinite) { try GradientSpan(gradients: Matrix([[.nan, 1]])) }
  }
}
