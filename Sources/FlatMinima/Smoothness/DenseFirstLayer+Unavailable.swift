import Learning

// What is proven for a dense first layer alone says so when it is asked of another network. The overloads for
// DenseNetwork are more specific and win.

extension InterpolatingMinimum {
  /// Not available: the bounds are proven for a dense first layer.
  @available(
    *, unavailable,
    message: """
      the Sobolev bounds need a dense first layer: they divide by the norm of the input, which has no counterpart when \
      weights are shared between windows; see ConvolutionalStructure
      """
  )
  public func sobolevBounds(
    order k: Int, learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    threshold: Double? = nil, normValue: MultiplicativeStructure.NormValue = .certified,
    margin: MaximumMargin? = nil, operationLimit: Double = 1e7
  ) throws -> SobolevBounds {
    throw StabilityError.badOrder(k)
  }
}

extension MultiplicativeStructure {
  /// Not available: the inequality is proven for a dense first layer.
  @available(
    *, unavailable,
    message: """
      the multiplicative inequality needs a dense first layer: where weights are shared between windows the gradient by \
      them can vanish while the input gradient does not; use ConvolutionalStructure
      """
  )
  public init?<N: Network>(of point: ParameterPoint<N>, normValue: NormValue = .certified) { nil }
}
