import LinearAlgebra

/// The Hessian of the squared loss of a network that gives first derivatives only.
///
/// The Gauss–Newton part is exact, by products with the Jacobian. The whole Hessian along v is the central difference
/// (∇L(W + εv) − ∇L(W − εv)) / 2ε, with ε‖v‖ = 6·10⁻⁶ (1 + ‖W‖): an error of the order of ε² times the fourth derivatives
/// of L plus rounding, about 10⁻¹⁰ relative for smooth networks of moderate size. It is symmetric up to that error.
public struct DifferenceHessian<N: Network>: SymmetricOperator, Sendable {
  private let network: N
  private let part: HessianPart
  private let data: Dataset
  private let parameters: [Double]
  private let jacobian: N.Jacobian

  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public init(
    of network: N, _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) {
    self.network = network
    self.part = part
    self.data = data
    self.parameters = parameters
    jacobian = try network.jacobian(on: data.inputs, at: parameters)
  }

  /// P
  public var dimension: Int { parameters.count }

  /// Two gradients of the loss, two products with the Jacobian, or both. NaN where the network cannot be evaluated.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let direction = Array(x)
    let image =
      switch part {
      case .gaussNewton: gaussNewton(direction)
      case .full: difference(direction)
      case .residual: zip(difference(direction), gaussNewton(direction)).map { $0 - $1 }
      }
    for i in image.indices { result[i] = image[i] }
  }

  private func gaussNewton(_ direction: [Double]) -> [Double] {
    jacobian.transposedTimes(jacobian.times(direction)).map { $0 / Double(data.count) }
  }

  private func difference(_ direction: [Double]) -> [Double] {
    let length = norm(direction)
    guard length > 0 else { return direction }
    let step = 6e-6 * (1 + norm(parameters)) / length
    func gradient(_ sign: Double) -> [Double] {
      let moved = zip(parameters, direction).map { $0 + sign * step * $1 }
      return (try? network.lossGradient(on: data, at: moved)) ?? parameters.map { _ in .nan }
    }
    return zip(gradient(1), gradient(-1)).map { ($0 - $1) / (2 * step) }
  }
}
