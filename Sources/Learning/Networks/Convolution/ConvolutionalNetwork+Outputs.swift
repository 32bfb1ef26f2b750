import LinearAlgebra

extension ConvolutionalNetwork {
  /// f(x_i; W) for every row of `inputs`, n × C. Cost: two operations per weight, window and sample.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func outputs(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Matrix {
    try check(parameters)
    try check(inputs: inputs)
    let pass = NetworkPass(self, at: parameters)
    let parts = parallelMap(SampleBlocks(self, count: inputs.rows).all) { pass.outputs(inputs.rows(in: $0)) }
    return Matrix(stacking: parts, columns: outputDimension)
  }
}
