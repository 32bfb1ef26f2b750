import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ρ(E[M_b ⊗ M_b]) by listing every batch and squaring the matrix again and again: ‖T^q‖^{1/q}.
private func enumeratedGrowth(
  _ gradients: Matrix, outputs: Int, eta: Double, beta: Double, size: Int, sampling: BatchSampling
) -> Double {
  let p = gradients.columns
  let all = batches(sampling, samples: gradients.rows / outputs, size: size)
  var total = Matrix(rows: 4 * p * p, columns: 4 * p * p)
  for batch in all {
    let rows = gradients.rows(at: batch.flatMap { i in (0..<outputs).map { i * outputs + $0 } })
    let hessian = (eta / Double(size)) * rows.gramOfColumns
    var step = Matrix(rows: 2 * p, columns: 2 * p)
    for i in 0..<p {
      for j in 0..<p { step[i, j] = (i == j ? 1 + beta : 0) - hessian[i, j] }
      step[i, p + i] = -beta
      step[p + i, i] = 1
    }
    for i in 0..<total.rows {
      for j in 0..<total.columns {
        total[i, j] += step[i / (2 * p), j / (2 * p)] * step[i % (2 * p), j % (2 * p)] / Double(all.count)
      }
    }
  }
  var logarithm = 0.0
  var share = 1.0
  for _ in 0..<40 {
    let size = total.frobeniusNorm
    logarithm += share * log(size)
    total = (1 / size) * total
    total = total.times(total)
    share /= 2
  }
  return exp(logarithm)
}

private let schemes: [(BatchSampling, Int)] = [
  (.withReplacement, 1), (.withReplacement, 2), (.withoutReplacement, 2), (.withoutReplacement, 3),
]

@Suite("Heavy ball") struct HeavyBallTheorems {
  @Test("the growth factor is the spectral radius of the enumerated second moment", arguments: schemes, [0, 0.3, 0.9])
  func enumeration(scheme: (BatchSampling, Int), beta: Double) throws {
    for outputs in [1, 2] {
      let (gradients, span) = try randomSpan(samples: 3, dimension: 2, outputs: outputs, seed: UInt64(500 + outputs))
      let stability = try HeavyBallStability(
        span: span, batchSize: scheme.1, momentum: beta, sampling: scheme.0)
      let threshold = try stability.threshold()
      for factor in [0.1, 0.6, 1, 1.3, 3] {
        let eta = factor * threshold
        let expected = enumeratedGrowth(
          gradients, outputs: outputs, eta: eta, beta: beta, size: scheme.1, sampling: scheme.0)
        let growth = try stability.growthFactor(learningRate: eta)
        #expect(abs(growth - expected) < 1e-8 * expected, "β = \(beta), \(factor) η*: \(growth), \(expected)")
        if factor != 1 { #expect((growth > 1) == (factor > 1)) }
      }
    }
  }

  @Test("the growth factor is 1 at the threshold", arguments: 510..<522)
  func threshold(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 4, outputs: 1 + seed % 2, seed: UInt64(seed))
    let stability = try HeavyBallStability(
      span: span, batchSize: 1 + seed % 4, momentum: 0.08 * Double(seed - 510),
      sampling: seed % 3 == 0 ? .withReplacement : .withoutReplacement)
    let threshold = try stability.threshold()
    #expect(try abs(stability.growthFactor(learningRate: threshold) - 1) < 1e-9)
    #expect(try stability.growthFactor(learningRate: 0.98 * threshold) < 1)
    #expect(try stability.growthFactor(learningRate: 1.02 * threshold) > 1)
    #expect(threshold <= stability.meanThreshold * (1 + 1e-12))
  }

  @Test("without momentum it is SGD", arguments: 522..<530)
  func withoutMomentum(seed: Int) throws {
    let (_, span) = try randomSpan(samples: 5, dimension: 4, outputs: 1 + seed % 2, seed: UInt64(seed))
    let batchSize = 1 + seed % 5
    let heavy = try HeavyBallStability(span: span, batchSize: batchSize, momentum: 0)
    let plain = try MeanSquareStability(span: span, batchSize: batchSize)
    let threshold = try plain.threshold()
    #expect(try abs(heavy.threshold() - threshold) < 1e-10 * threshold)
    #expect(abs(heavy.meanThreshold - plain.gradientDescentThreshold) < 1e-12 * heavy.meanThreshold)
    for factor in [0.5, 1.2] {
      let expected = try plain.growthFactor(learningRate: factor * threshold)
      #expect(try abs(heavy.growthFactor(learningRate: factor * threshold) - expected) < 1e-9 * expected)
    }
  }

  @Test("along one direction: η* = 2 m₁(1 − β²)/((1 − β) m₁² + (1 + β) π (m₂ − m₁²))")
  func oneDirection() throws {
    let squares = [0.5, 2, 0, 1.25]
    let span = try GradientSpan(gradients: Matrix(rows: 4, columns: 1, elements: squares.map { $0.squareRoot() }))
    let m1 = squares.reduce(0, +) / 4
    let m2 = dot(squares, squares) / 4
    for beta in [0, 0.4, 0.95] {
      let stability = try HeavyBallStability(span: span, batchSize: 2, momentum: beta)
      let weight = stability.mixingWeight
      let expected = 2 * m1 * (1 - beta * beta) / ((1 - beta) * m1 * m1 + (1 + beta) * weight * (m2 - m1 * m1))
      #expect(try abs(stability.threshold() - expected) < 1e-12 * expected)
    }
  }

  @Test("a momentum outside [0, 1) and batches that cannot be drawn are refused; one sample and none work")
  func edges() throws {
    let (_, span) = try randomSpan(samples: 3, dimension: 2, seed: 531)
    for momentum in [-0.1, 1] {
      #expect(throws: StabilityError.badMomentum(momentum)) {
        try HeavyBallStability(span: span, batchSize: 1, momentum: momentum)
      }
    }
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 4, sampleCount: 3)) {
      try HeavyBallStability(span: span, batchSize: 4, momentum: 0.5)
    }
    let one = try HeavyBallStability(span: GradientSpan(gradients: Matrix([[3, 4]])), batchSize: 1, momentum: 0.5)
    #expect(try abs(one.threshold() - 3.0 / 25) < 1e-14)
    #expect(try abs(one.growthFactor(learningRate: 1.5 / 25) - 0.5) < 1e-9)
    let none = try HeavyBallStability(
      span: GradientSpan(gradients: Matrix(rows: 2, columns: 2)), batchSize: 1, momentum: 0.5)
    #expect(try none.threshold() == .infinity && none.growthFactor(learningRate: 1) == 1)
  }
}
