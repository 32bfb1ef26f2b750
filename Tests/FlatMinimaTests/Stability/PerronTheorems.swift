import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Perron reduction") struct PerronTheorems {
  private func problem(_ seed: Int, samples: Int = 5) throws -> PerronReduction {
    let (_, span) = try randomSpan(samples: samples, dimension: 4, seed: UInt64(seed))
    return try PerronReduction(
      MeanSquareStability(
        span: span, batchSize: 1 + seed % 4, sampling: seed % 2 == 0 ? .withReplacement : .withoutReplacement))
  }

  @Test("the matrix is symmetric, non-negative, positive semidefinite and grows with the rate", arguments: 400..<410)
  func shape(seed: Int) throws {
    let reduction = try problem(seed)
    let threshold = try reduction.stability.threshold()
    var previous = 0.0
    for factor in [0.2, 0.6, 1, 1.02] where factor * threshold < reduction.pole {
      let matrix = try reduction.matrix(learningRate: factor * threshold)
      let spectrum = try SymmetricEigen(of: matrix, vectors: .omitted).values
      #expect(matrix.elements.allSatisfy { $0 >= -1e-14 })
      #expect(spectrum.allSatisfy { $0 >= -1e-12 * spectrum[0] })
      #expect(spectrum[0] > previous)
      previous = spectrum[0]
      // ρ(M) ≤ 1 exactly where ρ(T₂) ≤ 1.
      if factor == 1 { #expect(abs(spectrum[0] - 1) < 1e-8) } else { #expect((spectrum[0] < 1) == (factor < 1)) }
      let weights = (1...5).map { Double($0) }
      let product = try reduction.product(with: weights, learningRate: factor * threshold)
      for (a, b) in zip(product, matrix.times(weights)) { #expect(abs(a - b) < 1e-12 * abs(b)) }
    }
  }

  @Test("any weights enclose the spectral radius", arguments: 410..<420)
  func quotients(seed: Int) throws {
    let reduction = try problem(seed)
    let eta = try 0.9 * reduction.stability.threshold()
    let radius = try #require(
      try SymmetricEigen(of: reduction.matrix(learningRate: eta), vectors: .omitted).values.first)
    var generator = SplitMix64(seed: UInt64(seed))
    for _ in 0..<20 {
      let weights = (0..<5).map { _ in 0.1 + generator.uniform() }
      #expect(try reduction.upperQuotient(of: weights, learningRate: eta) >= radius)
      #expect(try reduction.lowerQuotient(of: weights, learningRate: eta) <= radius)
    }
  }

  @Test("the certificate encloses the threshold, tightly", arguments: 420..<440)
  func certificate(seed: Int) throws {
    let reduction = try problem(seed, samples: 3 + seed % 6)
    let threshold = try reduction.stability.threshold()
    let certificate = try reduction.certificate()
    #expect(certificate.stable <= threshold && threshold <= certificate.unstable)
    #expect(certificate.unstable / certificate.stable - 1 < 1e-7)
    #expect(certificate.largestQuotient <= 1 && certificate.rayleighQuotient >= 1)
    guard !certificate.weights.isEmpty else { return }
    #expect(
      try reduction.upperQuotient(of: certificate.weights, learningRate: certificate.stable)
        == certificate.largestQuotient)
    #expect(try reduction.stability.growthFactor(learningRate: certificate.stable) <= 1)
    #expect(try reduction.stability.growthFactor(learningRate: certificate.unstable) >= 1)
  }

  @Test("samples without gradient and samples that do not interact spoil no certificate")
  func reducible() throws {
    let span = try GradientSpan(gradients: Matrix([[2, 0, 0], [0, 0, 0], [0, 0.1, 0], [0, 0.1, 0], [0, 0, 1e-3]]))
    for batchSize in [1, 2, 4] {
      let reduction = try PerronReduction(MeanSquareStability(span: span, batchSize: batchSize))
      let threshold = try reduction.stability.threshold()
      let certificate = try reduction.certificate()
      #expect(certificate.stable <= threshold && threshold <= certificate.unstable)
      #expect(certificate.unstable / certificate.stable - 1 < 1e-7)
    }
  }

  @Test("full batches need no weights, and rates beyond the pole are refused")
  func edges() throws {
    let (_, span) = try randomSpan(samples: 3, dimension: 2, seed: 440)
    let full = try PerronReduction(MeanSquareStability(span: span, batchSize: 3))
    let certificate = try full.certificate()
    #expect(certificate.weights.isEmpty && certificate.stable == full.pole)
    #expect(throws: StabilityError.beyondPole(learningRate: full.pole, pole: full.pole)) {
      try full.matrix(learningRate: full.pole)
    }
    #expect(try full.upperQuotient(of: [1, 0, 1], learningRate: 0.1) == .infinity)
    let nothing = try PerronReduction(
      MeanSquareStability(span: GradientSpan(gradients: Matrix(rows: 2, columns: 2)), batchSize: 1))
    #expect(try nothing.certificate().stable == .infinity)
  }
}
