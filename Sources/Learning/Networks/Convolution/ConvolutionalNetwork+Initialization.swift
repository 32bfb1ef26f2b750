import LinearAlgebra

extension ConvolutionalNetwork {
  /// Fresh parameters. Same generator state, same parameters.
  ///
  /// The fan-in of a convolution is the number of entries of a window, its fan-out the number of output channels times the
  /// entries of the kernel, as in PyTorch.
  public func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    var parameters = [Double](repeating: 0, count: parameterCount)
    for layer in affineLayers {
      initialization.fill(
        &parameters, weights: layer.weightRange, biases: layer.biasRange, fanIn: layer.patchSize,
        fanOut: layer.channels * layer.kernel.area, using: &generator)
    }
    return parameters
  }
}
