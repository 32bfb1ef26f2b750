#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension MomentStability {
  /// An enclosure of the learning rate up to which E‖v_t‖^k itself stays bounded.
  ///
  /// For even k both ends are ``threshold()``. For odd k no finite linear map decides it, and the ends are η*_{k+1} and
  /// η*_{k−1}, for k = 1 η*_2 and 2/λ_max(H): a higher order implies a lower one.
  /// - Throws: ``StabilityError`` when order k + 1 is above the limit of operations; ``SpectralError``.
  public func absoluteThreshold() throws -> ClosedRange<Double> {
    if order % 2 == 0 {
      let threshold = try threshold()
      return threshold...threshold
    }
    let upper = try order == 1 ? threshold() : neighbor(order - 1).threshold()
    return min(upper, try neighbor(order + 1).threshold())...upper
  }

  /// An enclosure of the factor by which E‖v_t‖^k grows per step in the long run, in the span of the gradients.
  ///
  /// For even k both ends are ``growthFactor(learningRate:)``, and where the gradients span one direction both are
  /// E|1 − ηh|^k. Else, with the growth factors ρ of the neighbouring orders, the lower end is the larger of ρ(T_k) and
  /// ρ_{k−1}^{k/(k−1)}, the upper end √(ρ_{k−1} ρ_{k+1}) (for k = 1, where ρ_0 = 1, √ρ_2).
  /// - Throws: ``StabilityError`` when order k + 1 is above the limit of operations; ``SpectralError``.
  public func absoluteGrowthFactor(learningRate: Double) throws -> ClosedRange<Double> {
    let tensor = try growthFactor(learningRate: learningRate)
    if order % 2 == 0 || span.rank == 0 { return tensor...tensor }
    if span.rank == 1 {
      let exact = batches.probabilities.indices.reduce(0.0) {
        $0 + batches.probabilities[$1] * pow(abs(1 - learningRate * batches.matrices[$1]), Double(order))
      }
      return exact...exact
    }
    let above = try neighbor(order + 1).growthFactor(learningRate: learningRate)
    let below = try order == 1 ? 1 : neighbor(order - 1).growthFactor(learningRate: learningRate)
    let k = Double(order)
    let lower = order == 1 ? tensor : max(tensor, pow(below, k / (k - 1)))
    let upper = (below * above).squareRoot()
    return min(lower, upper)...upper
  }

  private func neighbor(_ order: Int) throws(StabilityError) -> MomentStability {
    try MomentStability(
      span: span, order: order, batchSize: batchSize, sampling: sampling, operationLimit: operationLimit)
  }
}
