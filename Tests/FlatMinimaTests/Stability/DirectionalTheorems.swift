import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Stability along a direction") struct DirectionalTheorems {
  @Test("the threshold along a direction is where E(1 − ηh)^k reaches ±1", arguments: 1...6, 300..<304)
  func definition(order: Int, seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let values = (0..<5).map { _ in generator.uniform() * 3 }
    for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
      let moments = try BatchMoments(of: values, batchSize: 1 + seed % 3, sampling: sampling, order: order)
      let threshold = moments.stabilityThreshold
      #expect(abs(abs(moments.contraction(learningRate: threshold)) - 1) < 1e-9)
      #expect(threshold <= 2 / moments.moments[1] * (1 + 1e-12))
      for factor in [0.01, 0.3, 0.7, 0.99] {
        #expect(abs(moments.contraction(learningRate: factor * threshold)) < 1)
      }
      #expect(abs(moments.contraction(learningRate: 1.01 * threshold)) > 1)
    }
  }

  @Test("high orders tend to 2/max h without losing their digits")
  func highOrders() throws {
    let values = [0.5, 2, 0, 1.25, 3]
    for order in [20, 21, 64, 127, 128] {
      let single = try BatchMoments(of: values, batchSize: 1, sampling: .withReplacement, order: order)
      let eta = single.stabilityThreshold
      let power = values.reduce(0) { $0 + pow(1 - eta * $1, Double(order)) } / 5
      #expect(abs(abs(power) - 1) < 1e-10, "order \(order)")
      let pairs = try BatchMoments(of: values, batchSize: 2, sampling: .withoutReplacement, order: order)
      #expect(pairs.stabilityThreshold >= eta)
    }
  }

  @Test("in closed form for order 2: 2 m₁/(π m₂ + (1 − π) m₁²)")
  func closedForm() throws {
    let values = [0.5, 2, 0, 1.25, 3]
    let moments = try BatchMoments(of: values, batchSize: 2, sampling: .withoutReplacement, order: 2)
    let m1 = values.reduce(0, +) / 5
    let m2 = dot(values, values) / 5
    let weight = try #require(BatchSampling.withoutReplacement.mixingWeight(batchSize: 2, sampleCount: 5))
    let expected = 2 * m1 / (weight * m2 + (1 - weight) * m1 * m1)
    #expect(abs(moments.stabilityThreshold - expected) < 1e-12 * expected)
  }

  @Test("no direction's threshold is below the exact one", arguments: [2, 4], 304..<310)
  func necessary(order: Int, seed: Int) throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, outputs: 1 + seed % 2, seed: UInt64(seed))
    let batchSize = 1 + seed % 3
    let threshold = try MomentStability(span: span, order: order, batchSize: batchSize).threshold()
    var generator = SplitMix64(seed: UInt64(seed))
    for _ in 0..<50 {
      let direction = generator.normals(span.rank)
      #expect(
        try threshold <= span.directionalThreshold(along: direction, order: order, batchSize: batchSize) * (1 + 1e-10))
    }
  }

  @Test("the enclosure for problems of any size holds the exact threshold of order 2", arguments: [1, 7, 29, 30])
  func enclosure(batchSize: Int) throws {
    let (_, span) = try randomSpan(samples: 30, dimension: 25, outputs: 1 + batchSize % 2, seed: 320)
    for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
      let threshold = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).threshold()
      let second = try span.thresholdBracket(order: 2, batchSize: batchSize, sampling: sampling)
      #expect(second.lowerBound <= threshold * (1 + 1e-10) && threshold <= second.upperBound * (1 + 1e-10))
      #expect(batchSize > 1 || second.upperBound < 1.1 * threshold)
      let fourth = try span.thresholdBracket(order: 4, batchSize: batchSize, sampling: sampling)
      #expect(fourth.lowerBound <= threshold * (1 + 1e-10) && fourth.upperBound <= second.upperBound * (1 + 1e-10))
    }
  }

  @Test("the supremum is between its ends and above every random direction", arguments: [1, 2, 3, 4], 310..<318)
  func supremum(order: Int, seed: Int) throws {
    let (gradients, span) = try randomSpan(samples: 6, dimension: 4, outputs: 1 + seed % 2, seed: UInt64(seed))
    let found = try span.directionalMomentSupremum(order: order)
    #expect(abs(norm(found.direction) - 1) < 1e-12)
    #expect(try abs(span.directionalMoment(order: order, along: found.direction) - found.value) < 1e-10 * found.value)
    #expect(found.value <= found.upperBound)
    let sharpness = Curvature(span: span).sharpness
    #expect(found.value >= pow(sharpness, Double(order)) * (1 - 1e-12))
    var generator = SplitMix64(seed: UInt64(seed))
    for _ in 0..<200 {
      let direction = generator.normals(span.rank)
      #expect(try span.directionalMoment(order: order, along: direction) <= found.value * (1 + 1e-12))
    }
    for row in 0..<gradients.rows {
      #expect(
        try span.directionalMoment(order: order, along: span.coordinates.row(row)) <= found.value * (1 + 1e-12))
    }
    // The combination of gradients is the same direction in parameter space.
    let outputs = span.outputDimension
    let direction = gradients.transposedTimes(found.combination)
    let responses = gradients.times(direction)
    let moment =
      (0..<span.sampleCount).reduce(0.0) { sum, i in
        let square = (0..<outputs).reduce(0.0) { $0 + responses[i * outputs + $1] * responses[i * outputs + $1] }
        return sum + pow(square, Double(order))
      } / Double(span.sampleCount)
    #expect(abs(norm(direction) - 1) < 1e-10 && abs(moment - found.value) < 1e-9 * found.value)
  }

  @Test("orthogonal gradients attain the upper bound: the longest one is the worst direction", arguments: [2, 3, 5])
  func orthogonal(order: Int) throws {
    let span = try GradientSpan(gradients: Matrix.diagonal([1, 2, 0.5]))
    let found = try span.directionalMomentSupremum(order: order)
    let expected = pow(4, Double(order)) / 3
    #expect(abs(found.value - expected) < 1e-12 * expected && abs(found.upperBound - expected) < 1e-12 * expected)
  }

  @Test("directions of the wrong shape and zero gradients are handled")
  func degenerate() throws {
    let (_, span) = try randomSpan(samples: 3, dimension: 2, seed: 1)
    #expect(throws: StabilityError.badDirection(count: 3, expected: 2)) {
      try span.directionalThreshold(along: [1, 0, 0], order: 2, batchSize: 1)
    }
    #expect(throws: StabilityError.badDirection(count: 2, expected: 2)) { try span.squaredResponses(along: [0, 0]) }
    let nothing = try GradientSpan(gradients: Matrix(rows: 3, columns: 2))
    #expect(try nothing.directionalMomentSupremum(order: 2).value == 0)
    #expect(try nothing.thresholdBracket(order: 2, batchSize: 1).lowerBound == .infinity)
    let silent = try BatchMoments(of: [0, 0], batchSize: 1, sampling: .withReplacement, order: 4)
    #expect(silent.stabilityThreshold == .infinity)
    #expect(throws: StabilityError.badOrder(129)) { try nothing.thresholdBracket(order: 129, batchSize: 1) }
    #expect(throws: StabilityError.badOrder(129)) { try span.thresholdBracket(order: 129, batchSize: 1) }
  }
}
