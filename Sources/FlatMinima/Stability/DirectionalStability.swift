import Learning
import LinearAlgebra

extension GradientSpan {
  /// ‖J_i u‖² for each sample, where u is `direction` scaled to length 1.
  ///
  /// - Parameter direction: r coordinates in the span. A direction of parameter space has the same responses as its
  ///   projection on the span, but for the length that the projection loses.
  /// - Throws: ``StabilityError/badDirection(count:expected:)``. Cost: O(nCr).
  public func squaredResponses(along direction: [Double]) throws(StabilityError) -> [Double] {
    let length = norm(direction)
    guard direction.count == rank, length.isFinite, length > 0 else {
      throw .badDirection(count: direction.count, expected: rank)
    }
    let responses = coordinates.times(direction.map { $0 / length })
    return (0..<sampleCount).map { i in
      (i * outputDimension..<(i + 1) * outputDimension).reduce(0) { $0 + responses[$1] * responses[$1] }
    }
  }

  /// η_dir(u), the largest η with |E(1 − η uᵀH_b u)^k| ≤ 1 for a unit direction u.
  ///
  /// No direction's threshold is below η*_k: ``MomentStability/threshold()`` ≤ min_u η_dir(u). For parameter directions
  /// outside the span use ``BatchMoments/stabilityThreshold`` with ‖J_i u‖².
  /// Cost: that of ``BatchMoments``. Source: derived in Documentation/Theory.
  ///
  /// - Parameter direction: r coordinates in the span, of any length.
  /// - Throws: ``StabilityError``.
  public func directionalThreshold(
    along direction: [Double], order: Int, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws(StabilityError) -> Double {
    try BatchMoments(
      of: squaredResponses(along: direction), batchSize: batchSize, sampling: sampling, order: order
    ).stabilityThreshold
  }

  /// An enclosure of η*_k for problems of any size.
  ///
  /// The lower end is 2 over the mean of the B largest λ_max(H_i), or over nλ_max(H)/B if that is smaller (with
  /// replacement over the largest λ_max(H_i)): up to there no batch expands. The upper end is the least η_dir(u) over the
  /// directions tried: the sharpest four eigenvectors, the 16 samples with the largest gradients and the maximisers
  /// of ``directionalMomentSupremum(order:randomStarts:seed:)`` up to order k, at most 8; for even k also
  /// ``MeanSquareStability/traceThreshold``, the better one where many directions share the noise. For odd k both ends
  /// hold in either sense of stability. Infinite ends without gradients.
  /// Source: derived in Documentation/Theory. Cost: at most 8 suprema of directional moments, some 30 directions.
  ///
  /// - Throws: ``StabilityError``, ``SpectralError``.
  public func thresholdBracket(
    order: Int, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws -> ClosedRange<Double> {
    guard order >= 1, order <= 128 else { throw StabilityError.badOrder(order) }
    let meanSquare = try MeanSquareStability(span: self, batchSize: batchSize, sampling: sampling)
    guard let sharpness = eigenvalues.first else { return .infinity ... .infinity }
    let sharpnesses = try sampleSharpnesses()
    let largest = sharpnesses.indices.sorted { sharpnesses[$0] > sharpnesses[$1] }
    var limit = sharpnesses[largest[0]]
    if sampling == .withoutReplacement {
      let top = largest.prefix(batchSize).reduce(0) { $0 + sharpnesses[$1] } / Double(batchSize)
      limit = min(top, Double(sampleCount) / Double(batchSize) * sharpness)
    }
    var directions = (0..<min(4, rank)).map { a in (0..<rank).map { $0 == a ? 1.0 : 0 } }
    for i in largest.prefix(16) where sharpnesses[i] > 0 {
      for c in 0..<outputDimension where norm(coordinates.row(i * outputDimension + c)) > 0 {
        directions.append(coordinates.row(i * outputDimension + c))
      }
    }
    for k in 1...min(order, 8) { directions.append(try directionalMomentSupremum(order: k).direction) }
    var upper = 2 / sharpness
    // Even orders imply order 2; an odd one, in the sense of tensors, does not.
    if order % 2 == 0 { upper = min(upper, meanSquare.traceThreshold) }
    for direction in directions {
      upper = min(
        upper, try directionalThreshold(along: direction, order: order, batchSize: batchSize, sampling: sampling))
    }
    return min(upper, 2 / limit)...upper
  }
}
