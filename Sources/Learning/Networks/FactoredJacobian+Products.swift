import LinearAlgebra

extension FactoredJacobian: NetworkJacobian {
  /// P
  public var parameterCount: Int { network.parameterCount }

  /// The largest |δ| times the largest |h|, 1 for a bias included, over all layers: a bound that no entry need reach.
  public var largestGradientEntry: Double { scales(of: .all).map { $0.delta * $0.input }.max() ?? 0 }

  /// From the factors: a sample adds ‖δ^l‖_p^p (‖h^{l−1}‖_p^p + 1) for layer l. Cost: n C Σ widths.
  public func gradientPowerSums(exponent: Int, scale: Double) -> [Double] {
    gradientPowerSums(exponent: exponent, scale: scale, of: .all)
  }

  /// The power sums over some of the parameters.
  public func gradientPowerSums(exponent: Int, scale: Double, of selection: ParameterSelection) -> [Double] {
    var sums = [Double](repeating: 0, count: sampleCount * outputDimension)
    for factor in scales(of: selection) where factor.delta * factor.input > 0 {
      let l = factor.layer
      let relative = integerPower(factor.delta * factor.input / scale, exponent)
      let deltaPowers = deltas[l].rowPowerSums(exponent: exponent, scale: factor.delta)
      let inputPowers = activations[l].rowPowerSums(exponent: exponent, scale: factor.input)
      let biasPower = factor.hasBias ? integerPower(1 / factor.input, exponent) : 0
      for row in sums.indices {
        sums[row] += relative * deltaPowers[row] * (inputPowers[row / outputDimension] + biasPower)
      }
    }
    return sums
  }

  /// A number that no derivative by the selected parameters exceeds in magnitude; 0 only when all are 0.
  public func largestGradientEntry(of selection: ParameterSelection) -> Double {
    scales(of: selection).map { $0.delta * $0.input }.max() ?? 0
  }

  /// The largest |δ| and the largest |h|, 1 for a bias included, of every layer that is selected.
  private func scales(
    of selection: ParameterSelection
  ) -> [(layer: Int, delta: Double, input: Double, hasBias: Bool)] {
    let layers = network.layers
    let used: Range<Int>
    var withBias = true
    switch selection {
    case .all: used = layers.indices
    case .layer(let l): used = l..<l + 1
    case .weights(let l):
      used = l..<l + 1
      withBias = false
    }
    precondition(
      used.lowerBound >= 0 && used.upperBound <= layers.count,
      "the network has \(layers.count) layers, counted from 0; there is no layer \(used.lowerBound)")
    return used.map { l in
      let hasBias = layers[l].bias != nil && withBias
      return (l, deltas[l].largestMagnitude, max(activations[l].largestMagnitude, hasBias ? 1 : 0), hasBias)
    }
  }

  /// G v, nC numbers. Cost: n P + n C Σ widths multiplications.
  public func times(_ direction: [Double]) -> [Double] {
    precondition(direction.count == parameterCount, "a direction needs \(parameterCount) numbers")
    var result = [Double](repeating: 0, count: sampleCount * outputDimension)
    for (l, layer) in network.layers.enumerated() {
      var moved = activations[l].timesTransposed(network.weights(ofLayer: l, in: direction))
      if let bias = network.bias(ofLayer: l, in: direction) { moved = moved.adding(toEveryRow: bias) }
      for row in result.indices {
        let sample = row / outputDimension
        var sum = 0.0
        for a in 0..<layer.outputs { sum += deltas[l][row, a] * moved[sample, a] }
        result[row] += sum
      }
    }
    return result
  }

  /// Gᵀ c, P numbers. Cost: n P + n C Σ widths multiplications.
  public func transposedTimes(_ weights: [Double]) -> [Double] {
    precondition(
      weights.count == sampleCount * outputDimension, "\(sampleCount * outputDimension) weights are needed")
    var result = [Double](repeating: 0, count: parameterCount)
    for (l, layer) in network.layers.enumerated() {
      // Σ_c c_ic δ_ic for every sample, then one product with the activations.
      var weighted = Matrix(rows: sampleCount, columns: layer.outputs)
      for row in weights.indices where weights[row] != 0 {
        let sample = row / outputDimension
        for a in 0..<layer.outputs { weighted[sample, a] += weights[row] * deltas[l][row, a] }
      }
      result.replaceSubrange(layer.weightRange, with: weighted.transposedTimes(activations[l]).elements)
      if let range = layer.biasRange { result.replaceSubrange(range, with: weighted.columnSums) }
    }
    return result
  }
}
