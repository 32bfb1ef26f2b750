import Learning
import LinearAlgebra

extension ParameterPoint {
  /// An enclosure of the mean-square threshold η* at any number of samples, without the Gram matrix.
  ///
  /// η* is that of SGD linearised with the gradients of this point, which is SGD near it where the network interpolates.
  /// The upper end is the second-moment problem on the span of `dimension` leading Ritz vectors and the eight largest
  /// sample gradients, plus a multiple of the identity on the rest; it falls to η* as the dimension grows. The lower end
  /// is 2/λ_max((1 − π)K/n + πD) with D the block diagonal of the K_ii, by Lanczos from a random start.
  /// Exact thresholds: ``MeanSquareStability/threshold()``.
  /// Cost: 2 `lanczosSteps` + `dimension` + 8 products with K, each two with the Jacobian, and some 30 products of size
  /// nC × dimension × dimension. Memory: (2 `lanczosSteps` + 6 `dimension`) · nC numbers. Source: derived in
  /// Documentation/Theory.
  ///
  /// - Throws: ``StabilityError`` for a batch that cannot be drawn and for reshuffling, ``SpectralError`` when a gradient is
  ///   not finite.
  public func thresholdBracket(
    batchSize: Int, sampling: BatchSampling = .withoutReplacement, dimension: Int = 32,
    effort: MatrixFreeEffort = .standard, failureProbability: Double = 1e-6,
    using generator: inout some RandomNumberGenerator
  ) throws -> StabilityThresholdBracket {
    precondition(dimension >= 1, "a bracket needs a direction")
    let mixingWeight = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: data.count)
    let blocks = SampleBlocks(grams: jacobian.sampleGrams)
    let sharpnesses = try blocks.sharpnesses()
    guard let largest = sharpnesses.max(), largest > 0 else {
      return StabilityThresholdBracket(
        lower: .infinity, upper: .infinity, failureProbability: 0, batchSize: batchSize, sampling: sampling,
        dimension: 0, applications: 0)
    }
    let gram = GramOperator(jacobian: jacobian)
    let steps = min(max(effort.lanczosSteps, dimension), gram.dimension)

    // From above.
    let lanczos = try gram.lanczosDecomposition(steps: steps, using: &generator)
    var combinations = lanczos.ritzVectors(dimension)
    let diagonal = (0..<gram.dimension).map { blocks.grams[$0, $0 % blocks.outputs] }
    let samples = diagonal.indices.sorted { diagonal[$0] > diagonal[$1] }.prefix(8)
    for row in samples {
      combinations.elements.append(contentsOf: (0..<gram.dimension).map { $0 == row ? 1 : 0 })
    }
    combinations = Matrix(
      rows: combinations.rows + samples.count, columns: gram.dimension, elements: combinations.elements)
    let responses = try orthonormalResponses(of: combinations, under: gram)
    let reduced = try ReducedSecondMoment(
      responses: responses, blocks: blocks, rankLimit: min(gram.dimension, jacobian.parameterCount),
      mixingWeight: mixingWeight)
    let upper = 2 / (try reduced.largestQuotient())

    // From below. The two limits share the chance of failure.
    let noisy = OneStepOperator(gram: gram, blocks: blocks, mixingWeight: mixingWeight)
    let oneStep = try noisy.lanczosDecomposition(steps: steps, using: &generator)
    let sharpness = min(trace, lanczos.largestEigenvalueLimit(failureProbability: failureProbability / 2))
    let limit = min(
      oneStep.largestEigenvalueLimit(failureProbability: failureProbability / 2),
      (1 - mixingWeight) * sharpness + mixingWeight * largest)
    return StabilityThresholdBracket(
      lower: min(2 / limit, upper), upper: upper, failureProbability: failureProbability, batchSize: batchSize,
      sampling: sampling, dimension: reduced.values.count,
      applications: lanczos.applications + combinations.rows + oneStep.applications)
  }

  /// G V for an orthonormal basis V of the span of the Gᵀ c, one c per row; nC × r'.
  private func orthonormalResponses(
    of combinations: Matrix, under gram: GramOperator<N.Jacobian>
  ) throws(SpectralError) -> Matrix {
    let images = Double(data.count) * gram.images(ofRows: combinations)
    let products = images.timesTransposed(combinations)
    let eigen = try SymmetricEigen(of: 0.5 * (products + products.transposed))
    let kept = eigen.values.prefix { $0 > 1e-9 * eigen.values[0] }.count
    guard var vectors = eigen.vectorsAsRows?.rows(at: 0..<kept) else { return Matrix(rows: images.columns, columns: 0) }
    for a in 0..<kept {
      let root = eigen.values[a].squareRoot()
      for j in 0..<vectors.columns { vectors[a, j] /= root }
    }
    return images.transposedTimes(vectors.transposed)
  }
}

/// (1 − π) K/n + π D on weights of the gradients, whose largest eigenvalue is at least 2/η*.
private struct OneStepOperator<J: NetworkJacobian>: SymmetricOperator {
  let gram: GramOperator<J>
  let blocks: SampleBlocks
  let mixingWeight: Double
  var dimension: Int { gram.dimension }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    gram.apply(to: x, into: result)
    let noise = blocks.times(Array(x))
    for i in noise.indices { result[i] = (1 - mixingWeight) * result[i] + mixingWeight * noise[i] }
  }
}
