import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("What stability says of a minimum") struct StableSolutionTheorems {
  /// A random problem at its own threshold, where every bound must hold with η = η*.
  private func atThreshold(_ seed: Int) throws -> (gradients: Matrix, span: GradientSpan, bounds: StableSolutionBounds)
  {
    let samples = 3 + seed % 5
    let outputs = 1 + (seed / 3) % 2
    let (gradients, span) = try randomSpan(samples: samples, dimension: 4, outputs: outputs, seed: UInt64(seed))
    let batchSize = 1 + seed % 3
    let sampling: BatchSampling = seed % 2 == 0 ? .withReplacement : .withoutReplacement
    let eta = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).threshold()
    return (
      gradients, span,
      try StableSolutionBounds(
        learningRate: eta, batchSize: batchSize, sampleCount: samples, outputDimension: outputs, sampling: sampling)
    )
  }

  @Test("the moment bound holds in every direction, for orders 1 and 2", arguments: 100..<130)
  func momentBound(seed: Int) throws {
    let (gradients, span, bounds) = try atThreshold(seed)
    var generator = SplitMix64(seed: UInt64(seed))
    for _ in 0..<50 {
      let u = (0..<4).map { _ in generator.normal() }
      let length = norm(u)
      let responses = gradients.times(u.map { $0 / length })
      let squares = (0..<span.sampleCount).map { i in
        (0..<span.outputDimension).reduce(0.0) {
          let r = responses[i * span.outputDimension + $1]
          return $0 + r * r
        }
      }
      let n = Double(span.sampleCount)
      #expect(squares.reduce(0, +) / n <= bounds.directionalMoment(order: 1) * (1 + 1e-9))
      #expect(squares.reduce(0) { $0 + $1 * $1 } / n <= bounds.directionalMoment(order: 2) * (1 + 1e-9))
    }
  }

  @Test("the Schatten norms and the fourth moment are bounded", arguments: 130..<160)
  func schattenBounds(seed: Int) throws {
    let (gradients, span, bounds) = try atThreshold(seed)
    let curvature = Curvature(span: span)
    for q in [1, 1.5, 2, 4, Double.infinity] {
      #expect(curvature.schattenNorm(q) <= bounds.schattenNorm(q) * (1 + 1e-9), "q = \(q)")
    }
    #expect(curvature.trace <= bounds.trace * (1 + 1e-9))
    let outputs = span.outputDimension
    let fourth =
      (0..<span.sampleCount).reduce(0.0) { sum, i in
        let block = gradients.rows(at: (0..<outputs).map { i * outputs + $0 }).gramOfRows
        return sum + dot(block.elements, block.elements)
      } / Double(span.sampleCount)
    #expect(fourth <= bounds.gradientFourthMoment * (1 + 1e-9))
  }

  @Test("the sharp constant is below the general one and is attained by one non-zero sample")
  func sharpConstant() throws {
    for n in [2, 4, 10] {
      for batchSize in 1...n {
        let bounds = try StableSolutionBounds(learningRate: 0.3, batchSize: batchSize, sampleCount: n)
        #expect(bounds.sharpDirectionalFourthMoment <= bounds.directionalMoment(order: 2) * (1 + 1e-12))
      }
    }
    // One sample with g = 1 of n, full batch: η* = 2n, (1/n) Σ g⁴ = 1/n, R₂ = 4n/(4n²).
    var gradients = Matrix(rows: 5, columns: 1)
    gradients[2, 0] = 1
    let span = try GradientSpan(gradients: gradients)
    let eta = try MeanSquareStability(span: span, batchSize: 5).threshold()
    let bounds = try StableSolutionBounds(learningRate: eta, batchSize: 5, sampleCount: 5)
    #expect(abs(bounds.directionalMoment(order: 2) - 0.2) < 1e-12)
    #expect(abs(bounds.sharpDirectionalFourthMoment - 0.2) < 1e-12)
    #expect(abs(bounds.directionalMoment(order: 1) - 0.2) < 1e-12)
  }

  @Test("full batches leave the noise bounds empty, not wrong")
  func fullBatch() throws {
    let bounds = try StableSolutionBounds(learningRate: 0.1, batchSize: 8, sampleCount: 8)
    #expect(bounds.mixingWeight == 0 && bounds.trace == .infinity && bounds.schattenNorm(.infinity) == 20)
  }

  @Test("batch moments agree with the definition for one sample per batch")
  func batchMoments() throws {
    let values = [0.2, 1.5, 0, 3]
    let moments = try BatchMoments(of: values, batchSize: 1, sampling: .withoutReplacement, order: 4).moments
    for j in 0...4 {
      let expected = values.reduce(0.0) { sum, a in sum + (0..<j).reduce(1.0) { p, _ in p * a } } / 4
      #expect(abs(moments[j] - expected) < 1e-12)
    }
    let full = try BatchMoments(of: values, batchSize: 4, sampling: .withoutReplacement, order: 3).moments
    #expect(abs(full[3] - 1.175 * 1.175 * 1.175) < 1e-12)
  }
}
