import Learning

/// The moments of a batch mean h of non-negative numbers a_i, such as squared directional derivatives.
///
/// Exact, from generating functions: with replacement E h^j is j! B^{−j} times the s^j coefficient of
/// (Σ_l m_l s^l/l!)^B with m_l = (1/n) Σ a_i^l; without, of the elementary symmetric polynomial
/// e_B(e^{s a_1}, …, e^{s a_n}) / C(n, B). Source: derived in Documentation/Theory.
public struct BatchMoments: Sendable {
  /// E h^j for j = 0, …, order.
  public let moments: [Double]

  let values: [Double]
  let batchSize: Int
  let sampling: BatchSampling

  /// Cost: O(n B order²).
  /// - Throws: ``StabilityError`` for an order below 1 or above 128, or a batch that cannot be drawn.
  public init(
    of values: [Double], batchSize: Int, sampling: BatchSampling, order: Int
  ) throws(StabilityError) {
    guard order >= 1, order <= 128 else { throw .badOrder(order) }
    let n = values.count
    _ = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: n)
    let size = order + 1
    // Truncated power series in s, as coefficients of s^0 … s^order.
    func product(_ a: [Double], _ b: [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: size)
      for i in 0..<size where a[i] != 0 {
        for j in 0..<size - i { result[i + j] += a[i] * b[j] }
      }
      return result
    }
    func exponential(_ a: Double) -> [Double] {
      var series = [1.0]
      for j in 1..<size { series.append(series[j - 1] * a / Double(j)) }
      return series
    }
    var series: [Double]
    switch sampling {
    case .withReplacement:
      var mean = [Double](repeating: 0, count: size)
      for a in values { for (j, c) in exponential(a).enumerated() { mean[j] += c / Double(n) } }
      series = [1] + [Double](repeating: 0, count: order)
      for _ in 0..<batchSize { series = product(series, mean) }
    case .withoutReplacement:
      // chosen[b] after i samples: e_b divided by C(i, b), so that nothing overflows.
      var chosen = [[Double]](repeating: [Double](repeating: 0, count: size), count: batchSize + 1)
      chosen[0][0] = 1
      for (i, a) in values.enumerated() {
        let factor = exponential(a)
        for b in stride(from: min(batchSize, i + 1), through: 1, by: -1) {
          let taken = Double(b) / Double(i + 1)
          let with = product(chosen[b - 1], factor)
          for j in 0..<size { chosen[b][j] = (1 - taken) * chosen[b][j] + taken * with[j] }
        }
      }
      series = chosen[batchSize]
    case .reshuffling: throw .reshuffling
    }
    var scale = 1.0
    var moments = [series[0]]
    for j in 1..<size {
      scale *= Double(j) / Double(batchSize)
      moments.append(series[j] * scale)
    }
    self.moments = moments
    self.values = values
    self.batchSize = batchSize
    self.sampling = sampling
  }

  /// E (1 − η h)^k for k = order.
  public func contraction(learningRate eta: Double) -> Double {
    let k = moments.count - 1
    var sum = 0.0
    var coefficient = 1.0
    for j in 0...k {
      sum += coefficient * moments[j]
      coefficient *= -eta * Double(k - j) / Double(j + 1)
    }
    return sum
  }
}
