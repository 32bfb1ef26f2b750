import Learning
import LinearAlgebra

extension ParameterPoint {
  /// Sharpness, trace, Frobenius norm, non-uniformity and the trace of the full Hessian, exactly or matrix-free.
  ///
  /// The plan decides before anything is allocated and is part of the result. Cost: ``CurvaturePlan/cost``, and that of
  /// ``residualTrace()`` for a dense network.
  ///
  /// - Throws: ``CurvatureError`` when the Gram matrix was asked for and does not fit, ``SpectralError`` when a gradient is
  ///   not finite, `NetworkError` when the Hessian cannot be had.
  public func estimatedCurvature(
    method: CurvatureMethod = .automatic, memoryLimit: MemoryLimit = .standard, failureProbability: Double = 1e-6,
    using generator: inout some RandomNumberGenerator
  ) throws -> CurvatureEstimate {
    let plan = try CurvaturePlan(for: jacobian, method: method, memoryLimit: memoryLimit)
    switch plan.choice {
    case .gram:
      let curvature = try curvature(memoryLimit: memoryLimit)
      let nonuniformity = try curvature.nonuniformity()
      return CurvatureEstimate(
        plan: plan, sharpness: .exact(curvature.sharpness), trace: trace,
        frobeniusNorm: .exact(curvature.frobeniusNorm), sampleVariance: .exact(nonuniformity * nonuniformity),
        hessianTrace: try estimatedHessianTrace(.standard, using: &generator))
    case .matrixFree(let effort):
      return CurvatureEstimate(
        plan: plan,
        sharpness: try estimatedSharpness(effort, failureProbability: failureProbability, using: &generator),
        trace: trace, frobeniusNorm: try estimatedFrobeniusNorm(effort, using: &generator),
        sampleVariance: try estimatedSampleVariance(
          effort, failureProbability: failureProbability, using: &generator),
        hessianTrace: try estimatedHessianTrace(effort, using: &generator))
    }
  }

  /// How the eigenvalues of the Hessian or of one of its parts are spread over all P parameters.
  ///
  /// For the Gauss–Newton part on whichever of H and K/n is smaller, with the zeros of the difference added exactly.
  /// Cost: `probes` · `steps` products with the Hessian, and 4 `probes` · `steps`² · dimension operations.
  ///
  /// - Throws: `NetworkError` when the Hessian cannot be had, ``SpectralError`` when a product is not finite.
  public func spectralDensity(
    of part: HessianPart, probes: Int = 8, steps: Int = 64, using generator: inout some RandomNumberGenerator
  ) throws -> SpectralDensity {
    guard part == .gaussNewton else {
      return try hessian(part).spectralDensity(probes: probes, steps: steps, using: &generator)
    }
    let smaller = SmallerGramOperator(jacobian: jacobian)
    return try smaller.spectralDensity(probes: probes, steps: steps, using: &generator)
      .padded(toDimension: jacobian.parameterCount)
  }

  /// λ_max(H) by Lanczos from a random start, with its residual and an upper limit.
  ///
  /// - Throws: ``SpectralError`` when a gradient is not finite.
  public func estimatedSharpness(
    _ effort: MatrixFreeEffort = .standard, failureProbability: Double = 1e-6,
    using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> EigenvalueEstimate {
    let lanczos = try SmallerGramOperator(jacobian: jacobian).lanczosDecomposition(
      steps: effort.lanczosSteps, using: &generator)
    return EigenvalueEstimate(lanczos, failureProbability: failureProbability)
  }

  /// ‖H‖_F by Hutch++.
  ///
  /// - Throws: ``SpectralError`` when a gradient is not finite.
  public func estimatedFrobeniusNorm(
    _ effort: MatrixFreeEffort = .standard, using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> StochasticEstimate {
    try SmallerGramOperator(jacobian: jacobian).hutchPlusPlus(
      sketch: effort.sketch, probes: effort.probes, using: &generator
    ).frobeniusNorm
  }

  /// λ_max(Σ) of Σ = (1/n) Σ H_i² − H², by Lanczos from a random start; its root is the non-uniformity.
  ///
  /// Two products with G and two with Gᵀ for each step, on P parameters.
  /// - Throws: ``SpectralError`` when a gradient is not finite.
  public func estimatedSampleVariance(
    _ effort: MatrixFreeEffort = .standard, failureProbability: Double = 1e-6,
    using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> EigenvalueEstimate {
    guard data.count > 1 else { return .exact(0) }
    let variance = SampleVarianceOperator(jacobian: jacobian, blocks: SampleBlocks(grams: jacobian.sampleGrams))
    let lanczos = try variance.lanczosDecomposition(steps: effort.lanczosSteps, using: &generator)
    return EigenvalueEstimate(lanczos, failureProbability: failureProbability)
  }

  /// tr ∇²L = tr H + tr R: the first part exactly, the second exactly for a dense network and by Hutch++ otherwise.
  ///
  /// - Throws: `NetworkError` when the Hessian cannot be had, ``SpectralError`` when a product is not finite.
  public func estimatedHessianTrace(
    _ effort: MatrixFreeEffort = .standard, using generator: inout some RandomNumberGenerator
  ) throws -> StochasticEstimate {
    if let dense = self as? ParameterPoint<DenseNetwork> { return .exact(trace + dense.residualTrace()) }
    return try hessian(.residual).hutchPlusPlus(sketch: effort.sketch, probes: effort.probes, using: &generator)
      .trace.adding(trace)
  }
}
