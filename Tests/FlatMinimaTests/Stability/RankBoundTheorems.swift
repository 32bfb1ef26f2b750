import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("What stability and the rank say of a minimum") struct RankBoundTheorems {
  @Test("Schatten norms, fourth moment and non-uniformity are bounded for every batch size", arguments: 600..<640)
  func bounds(seed: Int) throws {
    let samples = 3 + seed % 5
    let outputs = 1 + (seed / 3) % 3
    // Of low rank now and then, and with samples of very different size.
    var (gradients, _) = try randomSpan(
      samples: samples, dimension: 1 + seed % 6, outputs: outputs, seed: UInt64(seed))
    var generator = SplitMix64(seed: UInt64(seed))
    for i in 0..<samples {
      let size = generator.uniform() < 0.3 ? 0.1 : 1
      for row in i * outputs..<(i + 1) * outputs {
        for j in 0..<gradients.columns { gradients[row, j] *= size }
      }
    }
    let span = try GradientSpan(gradients: gradients, outputDimension: outputs)
    let curvature = Curvature(span: span)
    let fourth =
      (0..<samples).reduce(0.0) { sum, i in
        let block = gradients.rows(at: (0..<outputs).map { i * outputs + $0 }).gramOfRows
        return sum + dot(block.elements, block.elements)
      } / Double(samples)
    for batchSize in 1...samples {
      for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
        let eta = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).threshold()
        let bounds = try StableSolutionBounds(
          learningRate: eta, batchSize: batchSize, sampleCount: samples, outputDimension: outputs, sampling: sampling)
        for q in [1, 1.5, 2, 5, Double.infinity] {
          let bound = bounds.schattenNorm(q, rank: span.rank)
          #expect(curvature.schattenNorm(q) <= bound * (1 + 1e-9), "q = \(q)")
          #expect(bound.isFinite && bound <= bounds.schattenNorm(q) * (1 + 1e-12))
          #expect(bound <= bounds.schattenNorm(q, rank: 10_000) * (1 + 1e-12))
        }
        #expect(curvature.trace <= bounds.trace(rank: span.rank) * (1 + 1e-9))
        #expect(fourth <= bounds.gradientFourthMoment(rank: span.rank) * (1 + 1e-9))
        #expect(bounds.gradientFourthMoment(rank: span.rank) <= bounds.gradientFourthMoment * (1 + 1e-12))
        #expect(try curvature.nonuniformity() <= bounds.nonuniformity(rank: span.rank) * (1 + 1e-9))
        #expect(bounds.nonuniformity(rank: span.rank) <= bounds.nonuniformity && bounds.nonuniformity.isFinite)
      }
    }
  }

  @Test("full batches with orthogonal gradients of one length attain them", arguments: 1...4)
  func equality(rank: Int) throws {
    let samples = 4
    var gradients = Matrix(rows: samples, columns: 5)
    for i in 0..<rank { gradients[i, i] = 1.7 }
    let span = try GradientSpan(gradients: gradients)
    let curvature = Curvature(span: span)
    let eta = try MeanSquareStability(span: span, batchSize: samples).threshold()
    let bounds = try StableSolutionBounds(learningRate: eta, batchSize: samples, sampleCount: samples)
    for q in [1, 2, 3.5] {
      let bound = bounds.schattenNorm(q, rank: rank)
      #expect(abs(curvature.schattenNorm(q) - bound) < 1e-12 * bound)
    }
    let fourth = Double(rank) / Double(samples) * 1.7 * 1.7 * 1.7 * 1.7
    #expect(abs(bounds.gradientFourthMoment(rank: rank) - fourth) < 1e-12 * fourth)
  }

  @Test("one direction with equal gradients attains the Schatten bounds whatever the batch", arguments: 1...5)
  func oneDirection(batchSize: Int) throws {
    let span = try GradientSpan(gradients: Matrix([[0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0.6, 0.8], [0.6, 0.8]]))
    let eta = try MeanSquareStability(span: span, batchSize: batchSize).threshold()
    let bounds = try StableSolutionBounds(learningRate: eta, batchSize: batchSize, sampleCount: 5)
    #expect(abs(bounds.trace(rank: 1) - 1) < 1e-12 && abs(bounds.schattenNorm(2, rank: 1) - 1) < 1e-12)
    #expect(bounds.trace(rank: 0) == 0 && bounds.gradientFourthMoment(rank: 0) == 0)
  }

  @Test("the non-uniformity bound in closed form, and the rectangle's bound that fails where it holds")
  func nonuniformity() throws {
    for (samples, batchSize) in [(10, 1), (10, 2), (10, 4)] {
      let bounds = try StableSolutionBounds(
        learningRate: 0.3, batchSize: batchSize, sampleCount: samples, sampling: .withReplacement)
      let weight = bounds.mixingWeight
      let loose =
        weight >= 0.5
        ? 2 / (weight.squareRoot() * 0.3)
        : (2 / (weight * (weight * (1 - weight)).squareRoot())).squareRoot() / 0.3
      #expect(bounds.nonuniformity <= loose * (1 + 1e-12))
      #expect(batchSize > 1 || abs(bounds.nonuniformity - loose) < 1e-12 * loose)
    }
    // The minimum of the closed form (5 − √17)/2: s η* ≈ 1.074.
    let span = try GradientSpan(gradients: Matrix([[2, -1], [2, 1], [0, -1], [0, 1]]))
    let eta = try MeanSquareStability(span: span, batchSize: 1).threshold()
    let bounds = try StableSolutionBounds(learningRate: eta, batchSize: 1, sampleCount: 4)
    let s = try Curvature(span: span).nonuniformity()
    #expect(s > 1 / eta && s <= bounds.nonuniformity(rank: 2))
  }

  @Test("the isotropic condition bounds the threshold of order 4 for batches of one sample", arguments: 640..<652)
  func isotropic(seed: Int) throws {
    let outputs = 1 + seed % 2
    let (_, span) = try randomSpan(samples: 4, dimension: 3, outputs: outputs, seed: UInt64(seed))
    let bound = try span.isotropicFourthOrderThreshold()
    let threshold = try MomentStability(span: span, order: 4, batchSize: 1).threshold()
    #expect(threshold <= bound * (1 + 1e-10))
    // The bound is where the condition holds with equality; for one output in its closed form.
    let dimension = Double(span.rank)
    let mean =
      (0..<4).reduce(0.0) { sum, i in
        let step =
          Matrix.identity(span.rank)
          - bound * span.coordinates.rows(at: i * outputs..<(i + 1) * outputs).gramOfColumns
        let square = step.times(step)
        return sum + square.trace * square.trace + 2 * dot(square.elements, square.elements)
      } / 4
    #expect(abs(mean - dimension * (dimension + 2)) < 1e-9 * mean)
    if outputs == 1 {
      let closed =
        (0..<4).reduce(0.0) { sum, i in
          let x = 1 - bound * dot(span.coordinates.row(i), span.coordinates.row(i))
          return sum + 3 * x * x * x * x + 2 * (dimension - 1) * x * x
        } / 4
      #expect(abs(closed - (2 * dimension + 1)) < 1e-9 * closed)
    }
  }

  @Test("the isotropic condition is exact with one direction, and empty without gradients")
  func isotropicEdges() throws {
    let span = try GradientSpan(gradients: Matrix([[0.5], [1.2], [2]]))
    let threshold = try MomentStability(span: span, order: 4, batchSize: 1).threshold()
    #expect(try abs(span.isotropicFourthOrderThreshold() - threshold) < 1e-11 * threshold)
    #expect(
      try GradientSpan(gradients: Matrix(rows: 2, columns: 2)).isotropicFourthOrderThreshold() == .infinity)
  }
}
