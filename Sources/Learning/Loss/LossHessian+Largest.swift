import LinearAlgebra

extension LossHessian {
  /// λ_max of this Hessian from the top eigenvector of the Gauss–Newton Hessian of up to 512/C samples, and by Lanczos
  /// from there.
  ///
  /// That eigenvector comes from a Gram matrix and costs less than one product. Where the network has no more samples and
  /// fits its data, so well that a bound on the residual part is below the tolerance, it is the answer, without a product.
  /// Elsewhere Lanczos goes on from there, with a random component of the size of the misfit, so that no symmetry hides a
  /// larger eigenvalue. Parameters of inputs and ReLU units that are 0 on all samples are left out.
  /// An eigenvalue of this Hessian lies within ``LargestEigenpair/residual`` of the value.
  ///
  /// - Parameter tolerance: stop when the residual is at most this fraction of |λ|.
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpairFromGradients(
    tolerance: Double = 1e-8, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    try largestEigenpair(
      part == .residual ? nil : .mean, tolerance: tolerance, maximumApplications: maximumApplications
    ) { LiveHessian(part: part, passes: passes) }
  }

  /// The largest eigenpair of what the gradients' moment is the main part of; without one, from noise.
  func largestEigenpair(
    _ moment: GradientGram.Moment?, tolerance: Double, maximumApplications: Int,
    products: () -> some SymmetricOperator
  ) throws(SpectralError) -> LargestEigenpair {
    let gradients = try moment.flatMap { moment throws(SpectralError) in
      try topOfGradients(moment, tolerance: 0.7 * tolerance)
    }
    if let pair = gradients?.pair, pair.residual <= tolerance * abs(pair.value) { return onAllParameters(pair) }
    let pair = try products().largestEigenpair(
      start: gradients.map(mixed) ?? noise(), tolerance: tolerance, maximumApplications: maximumApplications)
    return onAllParameters(pair)
  }

  /// The top eigenvector by the gradients alone.
  private struct TopOfGradients {
    /// Its residual includes what the gradients leave out: infinity when they are not those of all samples.
    let pair: LargestEigenpair
    let isOfAllSamples: Bool
  }

  /// Nil when all gradients vanish.
  private func topOfGradients(
    _ moment: GradientGram.Moment, tolerance: Double
  ) throws(SpectralError) -> TopOfGradients? {
    let count = min(passes.sampleCount, max(1, 512 / passes.network.outputDimension))
    let isOfAllSamples = count == passes.sampleCount
    let activations =
      isOfAllSamples
      ? passes.activations
      : passes.activations.map { $0.rows(at: (0..<count).map { $0 * passes.sampleCount / count }) }
    let factors = GradientFactors(of: passes.network, activations: activations, at: parameters)
    let gram = GradientGram(factors)
    guard let top = try gram.top(of: moment, tolerance: tolerance) else { return nil }
    var vector = factors.transposedTimes(top.weights)
    let length = norm(vector)
    guard length.isFinite else { throw .notFinite }
    guard length > 0 else { return nil }
    for i in vector.indices { vector[i] /= length }
    // Where rounding spoils the metric of K, the length is not 1.
    let rounding = abs(length - 1) * abs(top.value)
    let omitted = isOfAllSamples ? residualPartBound(moment, gram) : .infinity
    return TopOfGradients(
      pair: LargestEigenpair(
        value: top.value, vector: vector, residual: top.residual + rounding + omitted, applications: 0),
      isOfAllSamples: isOfAllSamples)
  }

  /// At least the norm of the difference between the operator and its moment of the gradients.
  private func residualPartBound(_ moment: GradientGram.Moment, _ gram: GradientGram) -> Double {
    if part == .gaussNewton { return 0 }
    let n = Double(passes.sampleCount)
    let bounds = passes.residualPartBounds
    let mean = bounds.reduce(0, +) / n
    if moment == .mean { return mean }
    // H_i = A_i + R_i: H_i² − A_i² = A_i R_i + R_i A_i + R_i², and the same for the means.
    let traces = gram.sampleTraces
    let squares = zip(traces, bounds).reduce(0) { $0 + ($1.0 + $1.0 + $1.1) * $1.1 } / n
    return squares + (2 * traces.reduce(0, +) / n + mean) * mean
  }

  /// The gradients' eigenvector with noise of the size of what they leave out.
  private func mixed(_ top: TopOfGradients) -> [Double] {
    let misfit = norm(passes.deltas[passes.deltas.count - 1].elements)
    let size = norm(outputs.elements)
    let share = top.isOfAllSamples && size > 0 ? min(1e-2, misfit / size) : 1e-2
    var start = noise()
    let scale = share / norm(start)
    for i in start.indices { start[i] = top.pair.vector[i] + scale * start[i] }
    return start
  }

  private func noise() -> [Double] {
    var generator = SplitMix64(seed: 1)
    return (0..<passes.parameterCount).map { _ in generator.uniform() - 0.5 }
  }

  /// The eigenpair with zeros where parameters were left out.
  private func onAllParameters(_ pair: LargestEigenpair) -> LargestEigenpair {
    guard let live else { return pair }
    let whole = [Double](unsafeUninitializedCapacity: dimension) { target, count in
      if let base = target.baseAddress { live.scatter(pair.vector, into: base) }
      count = dimension
    }
    return LargestEigenpair(
      value: pair.value, vector: whole, residual: pair.residual, applications: pair.applications)
  }
}

extension SampleHessianVariance {
  /// λ_max of this variance from the top eigenvector of the variance of the Gauss–Newton Hessians of up to 512/C samples,
  /// as ``LossHessian/largestEigenpairFromGradients(tolerance:maximumApplications:)``.
  ///
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpairFromGradients(
    tolerance: Double = 1e-8, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    try hessian.largestEigenpair(.variance, tolerance: tolerance, maximumApplications: maximumApplications) {
      LiveVariance(passes: hessian.passes)
    }
  }
}
