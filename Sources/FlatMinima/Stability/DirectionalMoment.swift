import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// σ_2k = max over unit u of (1/n) Σ ‖J_i u‖^{2k}, the left side of the moment bound in its worst direction, enclosed.
public struct DirectionalMomentSupremum: Sendable, Hashable {
  /// k
  public let order: Int
  /// The largest value found; attained by ``direction``, hence never above σ_2k but for rounding.
  public let value: Double
  /// Proven: never below σ_2k but for rounding.
  public let upperBound: Double
  /// A unit vector, r coordinates in the span; u and −u are as good.
  public let direction: [Double]
  /// n · C weights: the direction in parameter space is Σ weight_ic g_ic.
  public let combination: [Double]
}

extension GradientSpan {
  /// σ_2k by the symmetric higher-order power method from several starts, with a proven upper bound.
  ///
  /// u ← Σ_i ‖J_i u‖^{2k−2} J_iᵀ J_i u, scaled to length 1, never lowers the moment, which is convex in u; it may end in
  /// a local maximum. The starts are the eight sharpest eigenvectors, the 32 best sample gradients and random directions.
  /// The upper bound is λ_max of (1/n) K^{∘k}, the entrywise power of the Gram matrix, for one output, and
  /// max_i λ_max(H_i)^{k−1} · λ_max(H) for several.
  /// Source: Kolda and Mayo 2011 for the method; derived in Documentation/Theory. Cost: O(n²r) for the starts and O(nCr)
  /// for each of some hundred steps from each; one eigenproblem of size n.
  ///
  /// - Throws: ``StabilityError/badOrder(_:)``, ``SpectralError``.
  public func directionalMomentSupremum(
    order: Int, randomStarts: Int = 8, seed: UInt64 = 0
  ) throws -> DirectionalMomentSupremum {
    guard order >= 1 else { throw StabilityError.badOrder(order) }
    guard let sharpness = eigenvalues.first else {
      return DirectionalMomentSupremum(
        order: order, value: 0, upperBound: 0, direction: [],
        combination: [Double](repeating: 0, count: coordinates.rows))
    }
    let k = Double(order)
    var best = powerIteration(from: (0..<rank).map { $0 == 0 ? 1 : 0 }, order: order)
    if order > 1 {
      for start in starts(order: order, random: randomStarts, seed: seed) {
        let found = powerIteration(from: start, order: order)
        if found.value > best.value { best = found }
      }
    }
    let largest = try sampleSharpnesses().max() ?? 0
    var upper = pow(largest, k - 1) * sharpness
    if outputDimension == 1 {
      let powers = coordinates.gramOfRows.mapped { pow($0 / largest, k) }
      let top = try SymmetricEigen(of: powers, vectors: .omitted).values.first ?? 0
      upper = min(upper, pow(largest, k) * top / Double(sampleCount))
    }
    return DirectionalMomentSupremum(
      order: order, value: best.value, upperBound: max(upper, best.value), direction: best.direction,
      combination: best.combination)
  }

  /// (1/n) Σ ‖J_i u‖^{2k} for u = `direction` scaled to length 1; r coordinates in the span. Cost: O(nCr).
  ///
  /// - Throws: ``StabilityError``.
  public func directionalMoment(order: Int, along direction: [Double]) throws(StabilityError) -> Double {
    guard order >= 1 else { throw .badOrder(order) }
    let squares = try squaredResponses(along: direction)
    return squares.reduce(0) { $0 + pow($1, Double(order)) } / Double(sampleCount)
  }

  private func starts(order: Int, random: Int, seed: UInt64) -> [[Double]] {
    var result = (1..<max(1, min(8, rank))).map { a in (0..<rank).map { $0 == a ? 1.0 : 0 } }
    var samples: [(value: Double, row: [Double])] = []
    for row in 0..<coordinates.rows {
      let direction = coordinates.row(row)
      if let value = try? directionalMoment(order: order, along: direction) { samples.append((value, direction)) }
    }
    result += samples.sorted { $0.value > $1.value }.prefix(32).map(\.row)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<max(0, random) { result.append((0..<rank).map { _ in generator.normal() }) }
    return result
  }

  private func powerIteration(
    from start: [Double], order: Int
  ) -> (value: Double, direction: [Double], combination: [Double]) {
    let k = Double(order)
    let length = norm(start)
    var direction = start.map { $0 / length }
    var value = 0.0
    var combination = [Double](repeating: 0, count: coordinates.rows)
    for _ in 0..<5000 {
      var weights = coordinates.times(direction)
      var squares = [Double](repeating: 0, count: sampleCount)
      for row in weights.indices { squares[row / outputDimension] += weights[row] * weights[row] }
      // The largest response is divided out, so that high powers stay in range.
      let scale = squares.max() ?? 0
      guard scale > 0 else { break }
      value = pow(scale, k) * squares.reduce(0) { $0 + pow($1 / scale, k) } / Double(sampleCount)
      for row in weights.indices { weights[row] *= pow(squares[row / outputDimension] / scale, k - 1) }
      let image = coordinates.transposedTimes(weights)
      let size = norm(image)
      var moved = 0.0
      for a in 0..<rank {
        moved += (image[a] / size - direction[a]) * (image[a] / size - direction[a])
        direction[a] = image[a] / size
      }
      combination = weights.map { $0 / size }
      if moved < 1e-26 { break }
    }
    return (value, direction, combination)
  }
}
