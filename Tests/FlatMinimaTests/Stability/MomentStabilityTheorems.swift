import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private func kronecker(_ a: Matrix, _ b: Matrix) -> Matrix {
  var result = Matrix(rows: a.rows * b.rows, columns: a.columns * b.columns)
  for i in 0..<result.rows {
    for j in 0..<result.columns { result[i, j] = a[i / b.rows, j / b.columns] * b[i % b.rows, j % b.columns] }
  }
  return result
}

/// The orthogonal projection on symmetric tensors of order k over R^p, as a matrix: the mean over all permutations.
private func symmetrizer(_ dimension: Int, order: Int) -> Matrix {
  let size = (0..<order).reduce(1) { product, _ in product * dimension }
  func digits(_ entry: Int) -> [Int] {
    var rest = entry
    return (0..<order).map { _ in
      defer { rest /= dimension }
      return rest % dimension
    }.sorted()
  }
  let keys = (0..<size).map(digits)
  var result = Matrix(rows: size, columns: size)
  for i in 0..<size {
    let equal = (0..<size).filter { keys[$0] == keys[i] }
    for j in equal { result[i, j] = 1 / Double(equal.count) }
  }
  return result
}

/// The eigenvalues of E[(I − ηH_b)^{⊗k}] on symmetric tensors by listing every batch; zeros for the other tensors.
private func enumeratedSpectrum(
  _ gradients: Matrix, outputs: Int, order: Int, eta: Double, size: Int, sampling: BatchSampling
) throws -> [Double] {
  let all = batches(sampling, samples: gradients.rows / outputs, size: size)
  let projection = symmetrizer(gradients.columns, order: order)
  var total = Matrix(rows: projection.rows, columns: projection.rows)
  for batch in all {
    let rows = gradients.rows(at: batch.flatMap { i in (0..<outputs).map { i * outputs + $0 } })
    let step = Matrix.identity(gradients.columns) - (eta / Double(size)) * rows.gramOfColumns
    var power = step
    for _ in 1..<order { power = kronecker(power, step) }
    total = total + (1 / Double(all.count)) * power
  }
  let symmetric = projection.times(total).times(projection)
  return try SymmetricEigen(of: 0.5 * (symmetric + symmetric.transposed), vectors: .omitted).values
}

private let schemes: [(BatchSampling, Int)] = [
  (.withReplacement, 1), (.withReplacement, 3), (.withoutReplacement, 2), (.withoutReplacement, 4),
]

@Suite("Stability of every order") struct MomentStabilityTheorems {
  @Test("the growth factor is the spectral radius of the enumerated moment", arguments: schemes, [2, 3, 4])
  func enumeration(scheme: (BatchSampling, Int), order: Int) throws {
    for outputs in [1, 2] {
      let (gradients, span) = try randomSpan(samples: 4, dimension: 3, outputs: outputs, seed: UInt64(200 + order))
      let stability = try MomentStability(span: span, order: order, batchSize: scheme.1, sampling: scheme.0)
      for eta in [0.05, 0.4, 1.1] {
        let spectrum = try enumeratedSpectrum(
          gradients, outputs: outputs, order: order, eta: eta, size: scheme.1, sampling: scheme.0)
        let radius = try #require(spectrum.map(abs).max())
        let growth = try stability.growthFactor(learningRate: eta)
        #expect(abs(growth - radius) < 1e-9 * radius, "order \(order), η = \(eta): \(growth) against \(radius)")
        let ends = try stability.extremeEigenvalues(learningRate: eta)
        #expect(abs(ends.upperBound - (spectrum.first ?? 0)) < 1e-9 * radius || ends.upperBound < 0)
        #expect(abs(ends.lowerBound - (spectrum.last ?? 0)) < 1e-9 * radius || ends.lowerBound > 0)
      }
    }
  }

  @Test("order 2 is mean-square stability", arguments: 210..<222)
  func secondOrder(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 4, outputs: 1 + seed % 2, seed: UInt64(seed))
    let batchSize = 1 + seed % 4
    let sampling: BatchSampling = seed % 3 == 0 ? .withReplacement : .withoutReplacement
    let general = try MomentStability(span: span, order: 2, batchSize: batchSize, sampling: sampling)
    let special = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling)
    let threshold = try special.threshold()
    #expect(try abs(general.threshold() - threshold) < 1e-10 * threshold)
    for factor in [0.4, 1, 1.5] {
      let expected = try special.growthFactor(learningRate: factor * threshold)
      #expect(try abs(general.growthFactor(learningRate: factor * threshold) - expected) < 1e-9 * expected)
    }
  }

  @Test("order 1 is gradient descent, whatever the batch")
  func firstOrder() throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 3, seed: 223)
    let stability = try MomentStability(span: span, order: 1, batchSize: 2)
    let descent = try MeanSquareStability(span: span, batchSize: 2).gradientDescentThreshold
    #expect(try abs(stability.threshold() - descent) < 1e-11 * descent)
    let range = try stability.absoluteThreshold()
    #expect(try abs(range.lowerBound - MeanSquareStability(span: span, batchSize: 2).threshold()) < 1e-10 * descent)
    #expect(abs(range.upperBound - descent) < 1e-11 * descent)
  }

  @Test("thresholds fall with the order, rise with the batch, and stay between their ends", arguments: 224..<232)
  func monotone(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, seed: UInt64(seed))
    var before: [BatchSampling: [Double]] = [:]
    for batchSize in 1...4 {
      var found: [BatchSampling: [Double]] = [:]
      for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
        var thresholds: [Double] = []
        for order in [2, 4, 6] {
          let stability = try MomentStability(span: span, order: order, batchSize: batchSize, sampling: sampling)
          let threshold = try stability.threshold()
          #expect(threshold <= (thresholds.last ?? .infinity) * (1 + 1e-10), "order \(order)")
          #expect(try stability.everyOrderThreshold() <= threshold * (1 + 1e-10))
          let bracket = try span.thresholdBracket(order: order, batchSize: batchSize, sampling: sampling)
          #expect(bracket.lowerBound <= threshold * (1 + 1e-10) && threshold <= bracket.upperBound * (1 + 1e-10))
          thresholds.append(threshold)
        }
        for (now, earlier) in zip(thresholds, before[sampling] ?? []) { #expect(now >= earlier * (1 - 1e-10)) }
        found[sampling] = thresholds
      }
      for (without, with) in zip(found[.withoutReplacement] ?? [], found[.withReplacement] ?? []) {
        #expect(without >= with * (1 - 1e-10))
      }
      before = found
    }
  }

  @Test("for even orders the growth factor is convex in the learning rate", arguments: [2, 4, 6], 232..<236)
  func convexity(order: Int, seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, outputs: 1 + seed % 2, seed: UInt64(seed))
    let stability = try MomentStability(span: span, order: order, batchSize: 2)
    let threshold = try stability.threshold()
    let growth = try (0...10).map { try stability.growthFactor(learningRate: Double($0) * 0.15 * threshold) }
    for i in 1..<10 { #expect(growth[i] <= (growth[i - 1] + growth[i + 1]) / 2 * (1 + 1e-12)) }
    #expect(abs(growth[0] - 1) < 1e-12)
    #expect(try abs(stability.growthFactor(learningRate: threshold) - 1) < 1e-10)
    #expect(try stability.growthFactor(learningRate: 0.99 * threshold) < 1)
    #expect(try stability.growthFactor(learningRate: 1.01 * threshold) > 1)
  }

  @Test("the growth factor tells both sides of the threshold when the spectrum is wide", arguments: 256..<259)
  func wideSpectrum(seed: Int) throws {
    var (gradients, _) = try randomSpan(samples: 6, dimension: 6, seed: UInt64(seed))
    for i in 0..<6 {
      for j in 0..<6 { gradients[i, j] *= exp(-1.2 * Double(i)) }
    }
    let span = try GradientSpan(gradients: gradients)
    let stability = try MomentStability(span: span, order: 4, batchSize: 1)
    let bracket = try span.thresholdBracket(order: 4, batchSize: 1)
    let threshold = try stability.threshold()
    #expect(bracket.lowerBound <= threshold && threshold <= bracket.upperBound)
    for factor in [1.001, 1.05, 2] {
      #expect(try stability.growthFactor(learningRate: factor * threshold) > 1)
      #expect(try stability.growthFactor(learningRate: threshold / factor) < 1)
    }
  }

  @Test("beyond 200 dimensions, where an iteration takes over, order 4 keeps its laws")
  func manyDimensions() throws {
    let (_, span) = try randomSpan(samples: 7, dimension: 7, seed: 259)
    let stability = try MomentStability(span: span, order: 4, batchSize: 6)
    let threshold = try stability.threshold()
    let second = try MeanSquareStability(span: span, batchSize: 6)
    let bracket = try span.thresholdBracket(order: 4, batchSize: 6)
    #expect(bracket.lowerBound <= threshold && threshold <= bracket.upperBound)
    #expect(try threshold <= second.threshold())
    #expect(try abs(stability.growthFactor(learningRate: threshold) - 1) < 1e-9)
    // By Jensen's inequality the fourth moment grows at least as the square of the second.
    for factor in [0.7, 1.2] {
      let growth = try second.growthFactor(learningRate: factor * threshold)
      #expect(try stability.growthFactor(learningRate: factor * threshold) >= growth * growth * (1 - 1e-9))
    }
  }

  @Test("the thresholds tend to the learning rate up to which no batch expands")
  func highOrders() throws {
    let (_, span) = try randomSpan(samples: 3, dimension: 2, seed: 236)
    let limit = try MomentStability(span: span, order: 2, batchSize: 1).everyOrderThreshold()
    let high = try MomentStability(span: span, order: 14, batchSize: 1).threshold()
    let low = try MomentStability(span: span, order: 4, batchSize: 1).threshold()
    #expect(limit <= high && high - limit < (low - limit) / 2)
  }

  @Test("the moment bound R_k is attained by full batches with one non-zero sample", arguments: 1...6)
  func equality(order: Int) throws {
    var gradients = Matrix(rows: 4, columns: 2)
    gradients[1, 0] = 1.5
    let span = try GradientSpan(gradients: gradients)
    let threshold = try MomentStability(span: span, order: order, batchSize: 4).threshold()
    let bounds = try StableSolutionBounds(learningRate: threshold, batchSize: 4, sampleCount: 4)
    let supremum = try span.directionalMomentSupremum(order: order)
    let bound = bounds.directionalMoment(order: order)
    #expect(abs(supremum.value - bound) < 1e-11 * bound)
    #expect(abs(supremum.upperBound - bound) < 1e-11 * bound)
  }

  @Test("at its threshold of order k no direction exceeds R_k, for odd orders too", arguments: [2, 3, 4, 5], 240..<246)
  func momentBound(order: Int, seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 2, outputs: 1 + seed % 2, seed: UInt64(seed))
    let batchSize = 1 + seed % 3
    let threshold = try MomentStability(span: span, order: order, batchSize: batchSize).threshold()
    let bounds = try StableSolutionBounds(
      learningRate: threshold, batchSize: batchSize, sampleCount: 4, outputDimension: 1 + seed % 2)
    let supremum = try span.directionalMomentSupremum(order: order)
    #expect(supremum.value <= bounds.directionalMoment(order: order) * (1 + 1e-9))
  }

  @Test("for odd orders the tensor threshold is within the ends of the absolute one or above it", arguments: 246..<252)
  func oddOrders(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 2, seed: UInt64(seed))
    let stability = try MomentStability(span: span, order: 3, batchSize: 1 + seed % 2)
    let tensor = try stability.threshold()
    let absolute = try stability.absoluteThreshold()
    #expect(absolute.lowerBound <= tensor * (1 + 1e-10))
    for factor in [0.5, 1, 1.3] {
      let growth = try stability.absoluteGrowthFactor(learningRate: factor * tensor)
      #expect(try stability.growthFactor(learningRate: factor * tensor) <= growth.upperBound * (1 + 1e-10))
    }
    var generator = SplitMix64(seed: UInt64(seed))
    let eta = 1.1 * tensor
    let simulated = try span.simulatedGrowth(
      order: 3, learningRate: eta, batchSize: stability.batchSize, walkers: 2000, steps: 100, using: &generator)
    let range = try stability.absoluteGrowthFactor(learningRate: eta)
    #expect(simulated.growthFactor > 0.97 * range.lowerBound && simulated.growthFactor < 1.03 * range.upperBound)
  }

  @Test("an odd order may be stable as a tensor while the mean square grows")
  func oddTensor() throws {
    // One parameter, two samples, η g² = 0 and 2.25 at η = 1.
    let span = try GradientSpan(gradients: Matrix([[0], [1.5]]))
    let third = try MomentStability(span: span, order: 3, batchSize: 1)
    #expect(try third.growthFactor(learningRate: 1) < 1)
    #expect(try third.absoluteGrowthFactor(learningRate: 1).lowerBound > 1)
    #expect(try third.threshold() > 1 && third.absoluteThreshold().upperBound < 1)
    #expect(try MeanSquareStability(span: span, batchSize: 1).growthFactor(learningRate: 1) > 1)
  }

  @Test("simulation by cloning agrees in order 4 on both sides of the threshold")
  func simulation() throws {
    let span = try GradientSpan(gradients: Matrix([[1, 0.5], [-0.3, 1.2], [0.8, -0.4]]))
    let stability = try MomentStability(span: span, order: 4, batchSize: 1)
    let threshold = try stability.threshold()
    for factor in [0.9, 1, 1.1] {
      var generator = SplitMix64(seed: 4)
      let simulated = try span.simulatedGrowth(
        order: 4, learningRate: factor * threshold, batchSize: 1, walkers: 4000, steps: 200, using: &generator)
      let exact = try stability.growthFactor(learningRate: factor * threshold)
      #expect(abs(simulated.growthFactor / exact - 1) < 0.02, "\(factor)")
    }
  }

  @Test("zero gradients are stable for every learning rate, and duplicates change nothing with replacement")
  func degenerate() throws {
    let nothing = try MomentStability(
      span: GradientSpan(gradients: Matrix(rows: 3, columns: 2)), order: 4, batchSize: 2)
    #expect(try nothing.threshold() == .infinity && nothing.everyOrderThreshold() == .infinity)
    #expect(try nothing.growthFactor(learningRate: 1) == 1)
    let (gradients, span) = try randomSpan(samples: 3, dimension: 2, seed: 253)
    let doubled = try GradientSpan(gradients: gradients.rows(at: [0, 1, 2, 0, 1, 2]))
    let once = try MomentStability(span: span, order: 4, batchSize: 2, sampling: .withReplacement).threshold()
    let twice = try MomentStability(span: doubled, order: 4, batchSize: 2, sampling: .withReplacement).threshold()
    #expect(abs(once - twice) < 1e-10 * once)
  }

  @Test("many samples and large batches are listed without deep recursion, and the probabilities are right")
  func manySamples() throws {
    let (_, span) = try randomSpan(samples: 2000, dimension: 1, seed: 255)
    let squares = span.coordinates.elements.map { $0 * $0 }
    for batchSize in [1, 1999, 2000] {
      let stability = try MomentStability(span: span, order: 4, batchSize: batchSize)
      let moments = try BatchMoments(of: squares, batchSize: 1, sampling: .withoutReplacement, order: 4)
      let total = squares.reduce(0, +)
      let expected =
        switch batchSize {
        case 1: moments.contraction(learningRate: 0.5)
        case 2000: pow(1 - 0.5 * total / 2000, 4)
        default: squares.reduce(0) { $0 + pow(1 - 0.5 * (total - $1) / 1999, 4) } / 2000
        }
      #expect(try abs(stability.growthFactor(learningRate: 0.5) - expected) < 1e-10 * expected)
    }
    // Two samples, 1500 draws: the number of draws of one is binomial.
    let pair = try GradientSpan(gradients: Matrix([[1], [2]]))
    let stability = try MomentStability(span: pair, order: 2, batchSize: 1500, sampling: .withReplacement)
    let special = try MeanSquareStability(span: pair, batchSize: 1500, sampling: .withReplacement)
    let threshold = try special.threshold()
    #expect(try abs(stability.threshold() - threshold) < 1e-9 * threshold)
    #expect(try abs(stability.growthFactor(learningRate: 0) - 1) < 1e-11)
  }

  @Test("what is too large is refused with its cost before anything is allocated")
  func refusals() throws {
    let (_, span) = try randomSpan(samples: 30, dimension: 20, seed: 254)
    let cost = MomentStabilityCost(span: span, order: 4, batchSize: 15, sampling: .withoutReplacement)
    #expect(cost.batches == 155_117_520 && cost.tensorEntries == 160_000)
    #expect(cost.operations == 155_117_520 * 8 * 3_200_000)
    #expect(throws: StabilityError.tooLarge(cost, operationLimit: 1e8)) {
      try MomentStability(span: span, order: 4, batchSize: 15)
    }
    #expect(StabilityError.tooLarge(cost, operationLimit: 1e8).description.contains("thresholdBracket"))
    #expect(throws: StabilityError.badOrder(0)) { try MomentStability(span: span, order: 0, batchSize: 1) }
    #expect(throws: StabilityError.reshuffling) {
      try MomentStability(span: span, order: 2, batchSize: 1, sampling: .reshuffling)
    }
    let bracket = try span.thresholdBracket(order: 4, batchSize: 15)
    #expect(bracket.lowerBound > 0 && bracket.lowerBound < bracket.upperBound)
  }
}
