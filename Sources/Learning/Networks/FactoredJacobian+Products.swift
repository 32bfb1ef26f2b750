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

  /// From the factors, each read once.
  public func gradientPowerTotals(orders: Int) -> ScaledPowerTotals {
    let outputCount = outputDimension
    let factors = network.layers.indices.map { l in
      (delta: EvenPowerSums(of: deltas[l], orders: orders), input: EvenPowerSums(of: activations[l], orders: orders))
    }
    // A bias is an input that is 1 for every sample, which is below 2^1.
    let hasBias = network.biases == .everyLayer
    let least = hasBias ? 1 : EvenPowerSums.zeroRow
    var exponent = EvenPowerSums.zeroRow
    for (delta, input) in factors {
      for row in 0..<sampleCount * outputCount where Int(delta.exponents[row]) != EvenPowerSums.zeroRow {
        let inputExponent = max(Int(input.exponents[row / outputCount]), least)
        if inputExponent != EvenPowerSums.zeroRow {
          exponent = max(exponent, Int(delta.exponents[row]) + inputExponent)
        }
      }
    }
    var totals = ScaledPowerTotals(orders: orders, exponent: exponent)
    guard exponent != EvenPowerSums.zeroRow else { return totals }
    var deltaSums = [Double](repeating: 0, count: orders)
    for (delta, input) in factors {
      for sample in 0..<sampleCount {
        let ownExponent = Int(input.exponents[sample])
        let inputExponent = max(ownExponent, least)
        guard inputExponent != EvenPowerSums.zeroRow else { continue }
        // Σ_c of the deltas' powers in the scale that is left, then the inputs' in theirs.
        for k in 0..<orders { deltaSums[k] = 0 }
        for row in sample * outputCount..<(sample + 1) * outputCount {
          guard Int(delta.exponents[row]) != EvenPowerSums.zeroRow else { continue }
          let step = powerOfTwo(2 * (Int(delta.exponents[row]) + inputExponent - exponent))
          var factor = 1.0
          for k in 0..<orders {
            factor *= step
            deltaSums[k] += factor * delta.sums[row * orders + k]
          }
        }
        let own = powerOfTwo(2 * (ownExponent - inputExponent))
        let bias = hasBias ? powerOfTwo(-2 * inputExponent) : 0
        var (ownFactor, biasFactor) = (1.0, 1.0)
        for k in 0..<orders {
          ownFactor *= own
          biasFactor *= bias
          totals.sums[k] += deltaSums[k] * (ownFactor * input.sums[sample * orders + k] + biasFactor)
        }
      }
    }
    return totals
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
    let outputCount = outputDimension
    var result = [Double](repeating: 0, count: sampleCount * outputCount)
    for (l, layer) in network.layers.enumerated() {
      let moved = activations[l].timesTransposed(network.weights(ofLayer: l, in: direction)).elements
      let bias = network.bias(ofLayer: l, in: direction) ?? [Double](repeating: 0, count: layer.outputs)
      let width = layer.outputs
      deltas[l].elements.withUnsafeBufferPointer { delta in
        moved.withUnsafeBufferPointer { moved in
          for row in result.indices {
            let sample = row / outputCount
            var sum = 0.0
            for a in 0..<width { sum += delta[row * width + a] * (moved[sample * width + a] + bias[a]) }
            result[row] += sum
          }
        }
      }
    }
    return result
  }

  /// Gᵀ c, P numbers. Cost: n P + n C Σ widths multiplications.
  public func transposedTimes(_ weights: [Double]) -> [Double] { factors.transposedTimes(weights) }

  /// From the factors: Σ_l ⟨δ^l_ic, δ^l_ic'⟩ (‖h^{l−1}_i‖² + 1 where there is a bias). Cost: n C² Σ widths.
  public var sampleGrams: Matrix {
    let outputCount = outputDimension
    var result = Matrix(rows: sampleCount * outputCount, columns: outputCount)
    for (l, layer) in network.layers.enumerated() {
      let width = layer.outputs
      let inputs = activations[l].rowPowerSums(exponent: 2, scale: 1)
      let biasTerm = layer.bias == nil ? 0.0 : 1
      deltas[l].elements.withUnsafeBufferPointer { delta in
        for row in 0..<sampleCount * outputCount {
          let first = row - row % outputCount
          for other in 0..<outputCount {
            var sum = 0.0
            for a in 0..<width { sum += delta[row * width + a] * delta[(first + other) * width + a] }
            result.elements[row * outputCount + other] += sum * (inputs[row / outputCount] + biasTerm)
          }
        }
      }
    }
    return result
  }

  /// 2 n (P + C Σ widths).
  public var productOperations: Double {
    let widths = Double(network.layers.reduce(0) { $0 + $1.outputs })
    return 2 * Double(sampleCount) * (Double(parameterCount) + Double(outputDimension) * widths)
  }

  /// (nC)² Σ widths for the deltas and n² Σ widths for the activations.
  public var gramOperations: Double {
    let n = Double(sampleCount)
    let rows = n * Double(outputDimension)
    return network.layers.dropLast().reduce(0) { $0 + rows * rows * Double($1.outputs + 3) }
      + network.layers.reduce(0) { $0 + n * n * Double($1.inputs) }
  }
}
