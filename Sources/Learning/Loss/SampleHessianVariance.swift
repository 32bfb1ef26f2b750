import LinearAlgebra

/// Σ = (1/n) Σ H_i² − H² of a dense network, with the full Hessians H_i of the samples' losses ½‖f(x_i) − y_i‖².
///
/// H_i = J_iᵀ J_i + Σ_c r_ic ∇²f_c(x_i), the residual part included; H is their mean. No H_i is formed: H_i v is, in
/// every layer, δ' hᵀ + δ h'ᵀ with moved deltas and activations, and in that form H_i is applied to H_i v − H v, for all
/// samples at once. Memory: some n Σ widths numbers. Source: derived in Documentation/Theory, 2.6.
public struct SampleHessianVariance: SymmetricOperator, Sendable {
  let hessian: LossHessian

  fileprivate init(_ hessian: LossHessian) { self.hessian = hessian }

  /// P
  public var dimension: Int { hessian.dimension }

  /// Writes Σ x. Cost: about five gradients of the loss.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    LiveVariance(passes: hessian.passes).through(hessian.live, source, target)
  }
}

/// Products with Σ in the coordinates of a live network, with their working memory; for one thread.
struct LiveVariance: SymmetricOperator {
  let passes: HessianPasses
  private let first: HessianFactors
  private let second: HessianFactors

  init(passes: HessianPasses) {
    self.passes = passes
    first = HessianFactors(passes)
    second = HessianFactors(passes)
  }

  var dimension: Int { passes.parameterCount }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    passes.factors(of: source, withResiduals: true, into: first)
    passes.mean(of: first, withResiduals: true, into: target)
    // Σ H_i (H_i v − H v) = Σ H_i² v − n H² v.
    passes.factorsAgain(of: first, minus: target, into: second)
    passes.mean(of: second, withResiduals: true, into: target)
  }
}

extension DenseNetwork {
  /// (1/n) Σ H_i² − H² with the full Hessians of the samples' losses, as an operator on the parameters.
  ///
  /// The root of its largest eigenvalue is the non-uniformity with the residual part;
  /// without, and where the network fits its data, it is that of the Gauss–Newton Hessians.
  /// Source: Wu, Ma and E 2018. Cost: a forward and a backward pass.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func sampleHessianVariance(
    on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> SampleHessianVariance {
    SampleHessianVariance(try lossHessian(.full, on: data, at: parameters))
  }
}
