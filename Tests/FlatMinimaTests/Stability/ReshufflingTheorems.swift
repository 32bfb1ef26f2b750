import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// All orders of 0 ..< count.
private func orders(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return orders(count - 1).flatMap { rest in
    (0...rest.count).map { Array(rest[..<$0]) + [count - 1] + Array(rest[$0...]) }
  }
}

/// E[M ⊗ M] over every order of the samples, as a P² × P² matrix.
private func enumeratedEpoch(_ gradients: Matrix, outputs: Int, eta: Double, size: Int) -> Matrix {
  let p = gradients.columns
  let all = orders(gradients.rows / outputs)
  var total = Matrix(rows: p * p, columns: p * p)
  for order in all {
    var map = Matrix.identity(p)
    for start in stride(from: 0, to: order.count, by: size) {
      let batch = order[start..<min(start + size, order.count)]
      let rows = gradients.rows(at: batch.flatMap { i in (0..<outputs).map { i * outputs + $0 } })
      map = (Matrix.identity(p) - (eta / Double(batch.count)) * rows.gramOfColumns).times(map)
    }
    for i in 0..<p {
      for j in 0..<p {
        for k in 0..<p {
          for l in 0..<p { total[i * p + j, k * p + l] += map[i, k] * map[j, l] / Double(all.count) }
        }
      }
    }
  }
  return total
}

/// ρ by many applications to the identity, whose image stays positive semidefinite.
private func powerRadius(_ matrix: Matrix, dimension: Int) -> Double {
  var vector = Matrix.identity(dimension).elements
  var growth = 0.0
  for _ in 0..<4000 {
    vector = matrix.times(vector)
    growth = norm(vector)
    vector = vector.map { $0 / growth }
  }
  return growth
}

@Suite("Stability under reshuffling") struct ReshufflingTheorems {
  @Test("the growth per epoch is that of all orders listed", arguments: [1, 2, 3, 4, 5], [1, 2])
  func enumeration(batchSize: Int, outputs: Int) throws {
    let (gradients, span) = try randomSpan(
      samples: 5, dimension: 3, outputs: outputs, seed: UInt64(800 + batchSize))
    let stability = try ReshufflingStability(span: span, batchSize: batchSize)
    #expect(stability.stepsPerEpoch == [5, 3, 2, 2, 1][batchSize - 1])
    for eta in [0.1, 0.5, 1.1] {
      let dense = enumeratedEpoch(gradients, outputs: outputs, eta: eta, size: batchSize)
      let expected = powerRadius(dense, dimension: 3)
      let found = try stability.epochGrowthFactor(learningRate: eta)
      #expect(abs(found - expected) < 1e-8 * expected, "η = \(eta)")
      let step = try stability.growthFactor(learningRate: eta)
      #expect(abs(pow(step, Double(stability.stepsPerEpoch)) - found) < 1e-12 * found)
    }
  }

  @Test("the first threshold of the worked example is 1.65842, above the 1.50912 of independent batches (G09)")
  func golden() throws {
    let golden = try GoldenFile.example("G09")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    let stability = try ReshufflingStability(span: span, batchSize: 1)
    let threshold = try stability.threshold()
    #expect(abs(threshold - 1.65842) < 5e-6)
    #expect(try abs(stability.epochGrowthFactor(learningRate: threshold) - 1) < 1e-10)
    #expect(try stability.epochGrowthFactor(learningRate: 0.99 * threshold) < 1)
    #expect(try stability.epochGrowthFactor(learningRate: 1.01 * threshold) > 1)
    #expect(try MeanSquareStability(span: span, batchSize: 1).threshold() < threshold)
  }

  @Test("one batch per epoch is gradient descent", arguments: 810..<814)
  func fullBatch(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 4, outputs: 1 + seed % 2, seed: UInt64(seed))
    let stability = try ReshufflingStability(span: span, batchSize: 5)
    let descent = try MeanSquareStability(span: span, batchSize: 5)
    let threshold = descent.gradientDescentThreshold
    #expect(try abs(stability.threshold() - threshold) < 1e-10 * threshold)
    for factor in [0.5, 1.2] {
      let expected = try descent.growthFactor(learningRate: factor * threshold)
      #expect(try abs(stability.epochGrowthFactor(learningRate: factor * threshold) - expected) < 1e-10 * expected)
    }
  }

  @Test("small learning rates grow per step as with independent batches: 1 − 2η l_min to first order")
  func smallRates() throws {
    let (_, span) = try randomSpan(samples: 6, dimension: 3, seed: 815)
    let flattest = try #require(span.eigenvalues.last)
    for batchSize in [1, 2, 3, 4] {
      let stability = try ReshufflingStability(span: span, batchSize: batchSize)
      // A short last batch counts as much as a full one, so the weights of the samples are equal only on average; the
      // mean step is the same.
      let growth = try stability.growthFactor(learningRate: 1e-5)
      #expect(abs((1 - growth) / 1e-5 - 2 * flattest) < 1e-2 * flattest, "B = \(batchSize)")
    }
  }

  @Test(
    "in one direction with single samples it is the product of (1 − ηa)², and stable wherever independent batches are")
  func oneDirection() throws {
    let roots = [0.4, 1.1, 0.9, 1.6, 0]
    let span = try GradientSpan(gradients: Matrix(rows: 5, columns: 1, elements: roots))
    let stability = try ReshufflingStability(span: span, batchSize: 1)
    let independent = try MeanSquareStability(span: span, batchSize: 1)
    for eta in [0.1, 0.4, 0.8, 1.5] {
      let expected = roots.reduce(1.0) { $0 * (1 - eta * $1 * $1) * (1 - eta * $1 * $1) }
      #expect(try abs(stability.epochGrowthFactor(learningRate: eta) - expected) < 1e-12)
      // The inequality of the arithmetic and the geometric mean.
      #expect(
        try stability.growthFactor(learningRate: eta) <= independent.growthFactor(learningRate: eta) * (1 + 1e-9))
    }
    #expect(try stability.threshold() >= independent.threshold())
  }

  @Test("the stable rates need not form an interval, and may reach beyond gradient descent's")
  func window() throws {
    // (1 − η)(1 − 10η) is below −1 between the roots of 10η² − 11η + 2, and above 1 from 1.1 on.
    let span = try GradientSpan(gradients: Matrix([[1], [Double(10).squareRoot()]]))
    let stability = try ReshufflingStability(span: span, batchSize: 1)
    let root = (11 - Double(41).squareRoot()) / 20
    let again = (11 + Double(41).squareRoot()) / 20
    #expect(try abs(stability.threshold() - root) < 1e-10)
    #expect(try stability.epochGrowthFactor(learningRate: (root + again) / 2) > 1)
    #expect(try stability.epochGrowthFactor(learningRate: again + 0.01) < 1)
    #expect(try stability.epochGrowthFactor(learningRate: 1.11) > 1)
    let close = try GradientSpan(gradients: Matrix([[1], [Double(3).squareRoot()]]))
    let beyond = try ReshufflingStability(span: close, batchSize: 1).threshold()
    #expect(abs(beyond - 4.0 / 3) < 1e-10)
    #expect(try MeanSquareStability(span: close, batchSize: 2).gradientDescentThreshold < beyond)
  }

  @Test("up to where no batch expands every epoch is stable", arguments: 820..<828)
  func start(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, outputs: 1 + seed % 2, seed: UInt64(seed))
    let batchSize = 1 + seed % 4
    let stability = try ReshufflingStability(span: span, batchSize: batchSize)
    let threshold = try stability.threshold()
    #expect(try abs(stability.epochGrowthFactor(learningRate: threshold) - 1) < 1e-9)
    for factor in [0.3, 0.8, 0.98] {
      #expect(try stability.epochGrowthFactor(learningRate: factor * threshold) < 1)
    }
    #expect(try stability.epochGrowthFactor(learningRate: 1.02 * threshold) > 1)
    let single = try span.thresholdBracket(order: 2, batchSize: 1).lowerBound
    #expect(single <= threshold * (1 + 1e-10))
  }

  @Test("simulated epochs grow as predicted, short last batch included", arguments: [1, 2])
  func simulation(batchSize: Int) throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 3, seed: 830)
    let stability = try ReshufflingStability(span: span, batchSize: batchSize)
    let threshold = try stability.threshold()
    for factor in [0.85, 1.15] {
      var generator = SplitMix64(seed: 3)
      let simulated = try span.simulatedGrowth(
        learningRate: factor * threshold, batchSize: batchSize, sampling: .reshuffling, walkers: 1000, steps: 120,
        using: &generator)
      let exact = try log(stability.growthFactor(learningRate: factor * threshold))
      #expect(abs(log(simulated.growthFactor) - exact) < 4 * simulated.standardError + 2e-3, "\(factor)")
      #expect((simulated.growthFactor > 1) == (factor > 1))
    }
  }

  @Test("what is too large is refused with its cost, and what cannot be drawn too")
  func refusals() throws {
    let (_, span) = try randomSpan(samples: 24, dimension: 20, seed: 831)
    let cost = ReshufflingStabilityCost(span: span, batchSize: 1)
    #expect(cost.sets == 16_777_216 && cost.transitions == 24 * 8_388_608)
    #expect(throws: StabilityError.reshufflingTooLarge(cost, operationLimit: 1e10)) {
      try ReshufflingStability(span: span, batchSize: 1)
    }
    #expect(StabilityError.reshufflingTooLarge(cost, operationLimit: 1e10).description.contains("simulatedGrowth"))
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 25, sampleCount: 24)) {
      try ReshufflingStability(span: span, batchSize: 25)
    }
    #expect(throws: StabilityError.badBatchSize(0)) { try ReshufflingStability(span: span, batchSize: 0) }
    let nothing = try ReshufflingStability(span: GradientSpan(gradients: Matrix(rows: 3, columns: 2)), batchSize: 2)
    #expect(try nothing.threshold() == .infinity && nothing.epochGrowthFactor(learningRate: 1) == 1)
  }
}
