import LinearAlgebra

/// The Hessian of the loss over a data set as an operator on the flat parameters.
public struct LossHessian: SymmetricOperator, Sendable {
  /// P
  public let dimension: Int
  let part: HessianPart
  /// The network that products go through, without what is dead on the data.
  let passes: HessianPasses
  /// What was left out; nil where nothing was.
  let live: LiveNetwork?
  /// The parameters of the network that products go through.
  let parameters: [Double]
  /// f(x_i) for every sample, n × C.
  let outputs: Matrix

  init(network: DenseNetwork, part: HessianPart, forward: ForwardPass, residuals: Matrix, parameters: [Double]) {
    dimension = network.parameterCount
    self.part = part
    outputs = forward.outputs
    live = LiveNetwork(of: network, activations: forward.activations)
    guard let live else {
      self.parameters = parameters
      passes = HessianPasses(
        network: network, activations: forward.activations, residuals: residuals, parameters: parameters)
      return
    }
    var kept = [Double](repeating: 0, count: live.network.parameterCount)
    live.gather(parameters, into: &kept)
    self.parameters = kept
    passes = HessianPasses(
      network: live.network, activations: forward.activations.enumerated().map { live.columns(of: $1, layer: $0) },
      residuals: residuals, parameters: kept)
  }

  /// Writes H x, for the part of the Hessian that was asked for.
  ///
  /// Cost: at most that of two gradients of the loss, for the residual part of four. Parameters of inputs and ReLU units
  /// that are 0 on all samples cost nothing.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    let product = LiveHessian(part: part, passes: passes)
    product.through(live, source, target)
  }
}

/// Products with the Hessian in the coordinates of a live network, with its working memory; for one thread.
struct LiveHessian: SymmetricOperator {
  let part: HessianPart
  let passes: HessianPasses
  private let factors: HessianFactors

  init(part: HessianPart, passes: HessianPasses) {
    self.part = part
    self.passes = passes
    factors = HessianFactors(passes)
  }

  var dimension: Int { passes.parameterCount }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    let withResiduals = part != .gaussNewton
    passes.factors(of: source, withResiduals: withResiduals, into: factors)
    passes.mean(of: factors, withResiduals: withResiduals, into: target)
    guard part == .residual else { return }
    let gaussNewton = [Double](unsafeUninitializedCapacity: dimension) { image, count in
      count = dimension
      guard let base = image.baseAddress else { return }
      passes.factors(of: source, withResiduals: false, into: factors)
      passes.mean(of: factors, withResiduals: false, into: base)
    }
    for i in 0..<dimension { result[i] -= gaussNewton[i] }
  }
}

extension SymmetricOperator {
  /// The operator of a live network on the whole network's parameters.
  func through(
    _ live: LiveNetwork?, _ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>
  ) {
    guard let live else {
      let x = UnsafeBufferPointer(start: source, count: dimension)
      apply(to: x, into: UnsafeMutableBufferPointer(start: target, count: dimension))
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * dimension) { room in
      guard let kept = room.baseAddress else { return }
      live.gather(source, into: kept)
      let image = UnsafeMutableBufferPointer(start: kept + dimension, count: dimension)
      apply(to: UnsafeBufferPointer(start: kept, count: dimension), into: image)
      live.scatter(kept + dimension, into: target)
    }
  }
}
