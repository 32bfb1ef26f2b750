import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Thresholds of many batch sizes") struct PerronIterationTheorems {
  @Test("one after the other or each alone, they are the same and lie in their certificates", arguments: 700..<712)
  func chain(seed: Int) throws {
    let samples = 4 + seed % 7
    let (_, span) = try randomSpan(samples: samples, dimension: 3 + seed % 5, seed: UInt64(seed))
    let sizes = Array(1...samples) + [1]
    for sampling in [BatchSampling.withoutReplacement, .withReplacement] {
      let together = try MeanSquareStability.thresholds(span: span, batchSizes: sizes, sampling: sampling)
      #expect(together.count == sizes.count)
      for (size, found) in zip(sizes, together) {
        let stability = try MeanSquareStability(span: span, batchSize: size, sampling: sampling)
        #expect(abs(found - (try stability.threshold())) <= 1e-10 * found)
        // Another algorithm: bracketing ρ(M(η)) = 1.
        let bracketed = try PerronReduction(stability).threshold()
        #expect(abs(found - bracketed) <= 1e-9 * found)
        #expect(found <= stability.gradientDescentThreshold * (1 + 1e-12))
      }
    }
  }

  @Test("a batch that cannot be drawn is an error")
  func badBatch() throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, seed: 1)
    #expect(throws: StabilityError.self) { try MeanSquareStability.thresholds(span: span, batchSizes: [1, 5]) }
  }
}
