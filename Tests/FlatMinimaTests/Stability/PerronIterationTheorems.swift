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

  @Test("larger problems of many shapes lie in their certificates", arguments: GradientShape.allCases)
  func shapes(shape: GradientShape) throws {
    let span = try GradientSpan(gradients: shape.gradients)
    let sizes = [1, 2, 5, span.sampleCount / 3, span.sampleCount - 1, span.sampleCount]
    let together = try MeanSquareStability.thresholds(span: span, batchSizes: sizes)
    for (size, found) in zip(sizes, together) {
      let reduction = try PerronReduction(MeanSquareStability(span: span, batchSize: size))
      let certificate = try reduction.certificate(tolerance: 1e-9)
      #expect(certificate.stable <= found * (1 + 1e-15) && found <= certificate.unstable * (1 + 1e-15))
      #expect(certificate.unstable / certificate.stable - 1 < 1e-7)
    }
    for pair in zip(together, together.dropFirst()) { #expect(pair.0 <= pair.1 * (1 + 1e-10)) }
  }

  @Test("neither the order of the batch sizes nor a repetition matters")
  func order() throws {
    let (_, span) = try randomSpan(samples: 40, dimension: 60, seed: 741)
    let sizes = [40, 3, 1, 20, 3, 7]
    let found = try MeanSquareStability.thresholds(span: span, batchSizes: sizes)
    let reversed = try MeanSquareStability.thresholds(span: span, batchSizes: sizes.reversed())
    #expect(abs(found[1] - found[4]) <= 1e-13 * found[1])
    for (one, other) in zip(found, reversed.reversed()) { #expect(abs(one - other) <= 1e-13 * one) }
  }

  @Test("more batch sizes than the space has room for agree with each alone")
  func manySizes() throws {
    let span = try GradientSpan(gradients: GradientShape.manySamples.gradients)
    let sizes = Array(1...span.sampleCount)
    let found = try MeanSquareStability.thresholds(span: span, batchSizes: sizes)
    for pair in zip(found, found.dropFirst()) { #expect(pair.0 <= pair.1 * (1 + 1e-12)) }
    for place in stride(from: 0, to: sizes.count, by: 11) {
      let alone = try MeanSquareStability(span: span, batchSize: sizes[place]).threshold()
      #expect(abs(found[place] - alone) <= 1e-12 * alone)
    }
  }

  @Test("of groups that do not interact the one that decides may change with the batch size")
  func groups() throws {
    // m copies of a gradient of squared length q among n: η = 2/(q((1 − π)m/n + π)).
    let rows = [[1.7320508075688772, 0]] + [[Double]](repeating: [0, 1], count: 9)
    let span = try GradientSpan(gradients: Matrix(rows))
    let sizes = Array(1...9)
    let found = try MeanSquareStability.thresholds(span: span, batchSizes: sizes)
    var deciding: Set<Bool> = []
    for (size, threshold) in zip(sizes, found) {
      let mixing = Double(10 - size) / Double(size * 9)
      let single = 2 / (3 * ((1 - mixing) * 0.1 + mixing))
      let copies = 2 / ((1 - mixing) * 0.9 + mixing)
      deciding.insert(single < copies)
      #expect(abs(threshold - min(single, copies)) <= 1e-12 * threshold)
    }
    #expect(deciding.count == 2)
  }

  @Test("so may it with groups of random gradients", arguments: 760..<766)
  func randomGroups(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let (few, many) = (6, 30)
    var gradients = Matrix(rows: few + many, columns: 24)
    for i in 0..<few { for j in 0..<12 { gradients[i, j] = 1.1 * generator.normal() } }
    for i in few..<few + many { for j in 12..<24 { gradients[i, j] = generator.normal() + (j == 12 ? 2 : 0) } }
    let span = try GradientSpan(gradients: gradients)
    let sizes = [1, 2, 4, 8, 16, 32]
    for (size, found) in zip(sizes, try MeanSquareStability.thresholds(span: span, batchSizes: sizes)) {
      let bracketed = try PerronReduction(MeanSquareStability(span: span, batchSize: size)).threshold()
      #expect(abs(found - bracketed) <= 1e-9 * found)
    }
  }

  @Test("a batch that cannot be drawn is an error")
  func badBatch() throws {
    let (_, span) = try randomSpan(samples: 4, dimension: 3, seed: 1)
    #expect(throws: StabilityError.self) { try MeanSquareStability.thresholds(span: span, batchSizes: [1, 5]) }
  }
}

/// Gradients whose Gram matrices differ in spectrum and in how the samples interact.
enum GradientShape: CaseIterable {
  case fewSamples, manySamples, decaying, wide, heavyTailed, duplicated, orthogonal, tinyScale, hugeScale

  var gradients: Matrix {
    var generator = SplitMix64(seed: 733)
    func matrix(_ rows: Int, _ columns: Int, _ factor: (Int, Int) -> Double = { _, _ in 1 }) -> Matrix {
      var result = Matrix(rows: rows, columns: columns)
      for i in 0..<rows { for j in 0..<columns { result[i, j] = generator.normal() * factor(i, j) } }
      return result
    }
    switch self {
    case .fewSamples: return matrix(30, 70)
    case .manySamples: return matrix(90, 8)
    case .decaying: return matrix(50, 60) { 1 / Double($1 + 1) }
    case .wide: return matrix(50, 50) { 1 / Double(1 << ($1 / 4)) }
    case .heavyTailed: return matrix(60, 20) { i, _ in Double(1 << (i % 7)) }
    case .duplicated:
      let once = matrix(25, 15)
      return once.rows(at: (0..<50).map { $0 % 25 })
    case .orthogonal: return Matrix.diagonal((0..<30).map { 1 + 0.01 * Double($0) })
    case .tinyScale: return matrix(30, 40) { _, _ in 1e-60 }
    case .hugeScale: return matrix(30, 40) { _, _ in 1e60 }
    }
  }
}
