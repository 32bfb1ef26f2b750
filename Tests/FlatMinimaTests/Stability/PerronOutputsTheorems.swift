import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Perron reduction for several outputs") struct PerronOutputsTheorems {
  private func problem(_ seed: Int, outputs: Int, samples: Int = 4) throws -> PerronReduction {
    let (_, span) = try randomSpan(samples: samples, dimension: 5, outputs: outputs, seed: UInt64(seed))
    return try PerronReduction(
      MeanSquareStability(
        span: span, batchSize: 1 + seed % 3, sampling: seed % 2 == 0 ? .withReplacement : .withoutReplacement))
  }

  /// Random positive definite blocks as weights.
  private func positiveWeights(
    _ reduction: PerronReduction, using generator: inout SplitMix64
  ) -> [Double] {
    let outputs = reduction.stability.span.outputDimension
    return (0..<reduction.stability.span.sampleCount).flatMap { _ -> [Double] in
      let factor = Matrix(rows: outputs, columns: outputs, elements: generator.normals(outputs * outputs))
      let block = factor.gramOfColumns + 0.3 * Matrix.identity(outputs)
      return (0..<outputs).flatMap { a in
        (a..<outputs).map { $0 == a ? block[a, a] : block[a, $0] * 2.0.squareRoot() }
      }
    }
  }

  @Test("ρ(M(η)) is 1 exactly at the threshold, and M is symmetric and positive", arguments: [2, 3], 700..<706)
  func threshold(outputs: Int, seed: Int) throws {
    let reduction = try problem(seed, outputs: outputs)
    let threshold = try reduction.stability.threshold()
    #expect(try abs(reduction.threshold() - threshold) < 1e-9 * threshold)
    #expect(reduction.dimension == 4 * outputs * (outputs + 1) / 2)
    var previous = 0.0
    for factor in [0.3, 1, 1.02] where factor * threshold < reduction.pole {
      let matrix = try reduction.matrix(learningRate: factor * threshold)
      let spectrum = try SymmetricEigen(of: matrix, vectors: .omitted).values
      #expect(spectrum.allSatisfy { $0 >= -1e-12 * spectrum[0] } && spectrum[0] > previous)
      if factor == 1 { #expect(abs(spectrum[0] - 1) < 1e-8) } else { #expect((spectrum[0] < 1) == (factor < 1)) }
      previous = spectrum[0]
      let found = try reduction.spectralRadius(learningRate: factor * threshold)
      #expect(abs(found.value - spectrum[0]) < 1e-10 * spectrum[0] && found.residual < 1e-8)
      var generator = SplitMix64(seed: UInt64(seed))
      let weights = generator.normals(reduction.dimension)
      let product = try reduction.product(with: weights, learningRate: factor * threshold)
      for (a, b) in zip(product, matrix.times(weights)) { #expect(abs(a - b) < 1e-11 * norm(product)) }
    }
  }

  @Test("M is VᵀL⁻¹V with one column per sample and pair of outputs, by its definition on matrices")
  func definition() throws {
    let reduction = try problem(709, outputs: 2)
    let eta = try 0.7 * reduction.stability.threshold()
    let span = reduction.stability.span
    let weight = reduction.stability.mixingWeight
    let l = span.eigenvalues
    // The columns as symmetric r × r matrices: s sᵀ, (s tᵀ + t sᵀ)/√2, t tᵀ.
    var columns: [Matrix] = []
    for i in 0..<span.sampleCount {
      for (a, b) in [(0, 0), (0, 1), (1, 1)] {
        var column = Matrix(rows: span.rank, columns: span.rank)
        for j in 0..<span.rank {
          for k in 0..<span.rank {
            let product = span.coordinates[i * 2 + a, j] * span.coordinates[i * 2 + b, k]
            column[j, k] += a == b ? product : product * 0.5.squareRoot()
            if a != b { column[k, j] += product * 0.5.squareRoot() }
          }
        }
        columns.append(column)
      }
    }
    let matrix = try reduction.matrix(learningRate: eta)
    for (p, x) in columns.enumerated() {
      for (q, y) in columns.enumerated() {
        var sum = 0.0
        for j in 0..<span.rank {
          for k in 0..<span.rank {
            sum += x[j, k] * y[j, k] / (l[j] + l[k] - eta * (1 - weight) * l[j] * l[k])
          }
        }
        sum *= eta * weight / Double(span.sampleCount)
        #expect(abs(matrix[p, q] - sum) < 1e-12 * matrix.largestMagnitude)
      }
    }
  }

  @Test("any positive definite blocks enclose the spectral radius", arguments: [2, 3], 710..<716)
  func quotients(outputs: Int, seed: Int) throws {
    let reduction = try problem(seed, outputs: outputs)
    let eta = try 0.9 * reduction.stability.threshold()
    let radius = try #require(
      try SymmetricEigen(of: reduction.matrix(learningRate: eta), vectors: .omitted).values.first)
    var generator = SplitMix64(seed: UInt64(seed))
    for _ in 0..<10 {
      let weights = positiveWeights(reduction, using: &generator)
      #expect(try reduction.upperQuotient(of: weights, learningRate: eta) >= radius)
      #expect(try reduction.lowerQuotient(of: weights, learningRate: eta) <= radius)
    }
    // At the eigenvector, whose blocks are positive semidefinite, both ends meet.
    let pair = try reduction.spectralRadius(learningRate: eta)
    let sign: Double = pair.vector[0] < 0 ? -1 : 1
    let upper = try reduction.upperQuotient(of: pair.vector.map { sign * $0 }, learningRate: eta)
    #expect(upper >= radius && upper < radius * 1.001)
    var indefinite = positiveWeights(reduction, using: &generator)
    indefinite[0] = -1
    #expect(try reduction.upperQuotient(of: indefinite, learningRate: eta) == .infinity)
  }

  @Test("the certificate encloses the threshold, tightly", arguments: [2, 3], 720..<728)
  func certificate(outputs: Int, seed: Int) throws {
    let reduction = try problem(seed, outputs: outputs, samples: 3 + seed % 4)
    let threshold = try reduction.stability.threshold()
    let certificate = try reduction.certificate()
    #expect(certificate.stable <= threshold && threshold <= certificate.unstable)
    #expect(certificate.unstable / certificate.stable - 1 < 1e-6)
    #expect(certificate.largestQuotient <= 1 && certificate.rayleighQuotient >= 1)
    guard !certificate.weights.isEmpty else { return }
    #expect(
      try reduction.upperQuotient(of: certificate.weights, learningRate: certificate.stable)
        == certificate.largestQuotient)
  }

  @Test("independent outputs are independent problems of one output")
  func independentOutputs() throws {
    // Output 0 moves parameters 0 and 1, output 1 parameter 2.
    let first = Matrix([[1, 0.5], [-0.3, 1.2], [0.8, -0.4]])
    var both = Matrix(rows: 6, columns: 3)
    for i in 0..<3 {
      both[2 * i, 0] = first[i, 0]
      both[2 * i, 1] = first[i, 1]
      both[2 * i + 1, 2] = 0.1
    }
    let alone = try PerronReduction(
      MeanSquareStability(span: GradientSpan(gradients: first), batchSize: 1)
    ).threshold()
    let together = try PerronReduction(
      MeanSquareStability(span: GradientSpan(gradients: both, outputDimension: 2), batchSize: 1)
    ).threshold()
    #expect(abs(alone - together) < 1e-10 * alone)
  }

  @Test("thresholds of a network with two outputs agree, and are proven to a few parts in 10⁹ (G11)")
  func golden() throws {
    let golden = try GoldenFile.example("G11")
    let span = try GoldenFile.example("G04").point().curvature().span
    for (key, wanted) in try golden.expected["eta_star_2"].fields {
      let sampling: BatchSampling = key.hasPrefix("without") ? .withoutReplacement : .withReplacement
      let batchSize = try #require(Int(key.split(separator: "_")[1].dropFirst()))
      let reduction = try PerronReduction(
        MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling))
      try golden.check(reduction.threshold(), wanted)
      let certificate = try reduction.certificate()
      let expected = try wanted.number
      #expect(certificate.stable <= expected * (1 + 1e-12) && expected <= certificate.unstable * (1 + 1e-12))
      #expect(certificate.unstable / certificate.stable - 1 < 1e-6)
    }
  }
}
