import LinearAlgebra

extension LossHessian {
  /// λ_max of this Hessian by Lanczos from the top eigenvector of the Gauss–Newton Hessian of up to 512/C samples.
  ///
  /// That start comes from a Gram matrix and costs less than one product. Where the network fits its data and has no
  /// more samples, it is the eigenvector itself, and the one product that follows is the proof: an eigenvalue of this
  /// Hessian lies within ``LargestEigenpair/residual`` of the value. Elsewhere Lanczos goes on from there, with a random
  /// component of the size of the misfit, so that no symmetry hides a larger eigenvalue. Parameters of inputs and ReLU
  /// units that are 0 on all samples are left out.
  ///
  /// - Parameter tolerance: stop when the residual is at most this fraction of |λ|.
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpairFromGradients(
    tolerance: Double = 1e-8, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    let start = part == .residual ? noise() : try gradientStart(.mean, tolerance: tolerance)
    let pair = try LiveHessian(part: part, passes: passes).largestEigenpair(
      start: start, tolerance: tolerance, maximumApplications: maximumApplications)
    return onAllParameters(pair)
  }

  /// The top eigenvector by the gradients alone, plus noise of the size of what they leave out.
  func gradientStart(
    _ moment: GradientGram.Moment, tolerance: Double
  ) throws(SpectralError) -> [Double] {
    let count = min(passes.sampleCount, max(1, 512 / passes.network.outputDimension))
    let rows = count == passes.sampleCount ? nil : (0..<count).map { $0 * passes.sampleCount / count }
    let activations = rows.map { rows in passes.activations.map { $0.rows(at: rows) } } ?? passes.activations
    let factors = GradientFactors(of: passes.network, activations: activations, at: parameters)
    var random = noise()
    guard let weights = try GradientGram(factors).top(of: moment, tolerance: 0.3 * tolerance) else { return random }
    var start = factors.transposedTimes(weights)
    let length = norm(start)
    guard length.isFinite else { throw .notFinite }
    guard length > 0 else { return random }
    let misfit = norm(passes.deltas[passes.deltas.count - 1].elements)
    let size = norm(outputs.elements)
    let share = count < passes.sampleCount ? 1e-2 : min(1e-2, size > 0 ? misfit / size : 1e-2)
    let scale = share / norm(random)
    for i in start.indices {
      random[i] *= scale
      start[i] = start[i] / length + random[i]
    }
    return start
  }

  private func noise() -> [Double] {
    var generator = SplitMix64(seed: 1)
    return (0..<passes.parameterCount).map { _ in generator.uniform() - 0.5 }
  }

  /// The eigenpair with zeros where parameters were left out.
  func onAllParameters(_ pair: LargestEigenpair) -> LargestEigenpair {
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
  /// λ_max of this variance by Lanczos from the top eigenvector of the variance of the Gauss–Newton Hessians of up to
  /// 512/C samples, as ``LossHessian/largestEigenpairFromGradients(tolerance:maximumApplications:)``.
  ///
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpairFromGradients(
    tolerance: Double = 1e-8, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    let start = try hessian.gradientStart(.variance, tolerance: tolerance)
    let pair = try LiveVariance(passes: hessian.passes).largestEigenpair(
      start: start, tolerance: tolerance, maximumApplications: maximumApplications)
    return hessian.onAllParameters(pair)
  }
}
