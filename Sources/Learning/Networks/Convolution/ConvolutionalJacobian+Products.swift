import LinearAlgebra

extension ConvolutionalJacobian: NetworkJacobian {
  /// Exact, the sum over windows included. Cost: that of ``gradientPowerSums(exponent:scale:)``.
  public var largestGradientEntry: Double {
    perSample { layer, samples in
      var largest = 0.0
      forEachGradient(ofLayer: layer, samples: samples) { gradient in
        for value in gradient.weights { largest = max(largest, abs(value)) }
        for value in gradient.biases { largest = max(largest, abs(value)) }
      }
      return [largest]
    }.flatMap { $0 }.max() ?? 0
  }

  /// From the gradients Δ Pᵀ of one sample at a time: the sum over windows leaves no closed form in the factors.
  /// Cost: a backward pass, and n·C·P powers.
  public func gradientPowerSums(exponent: Int, scale: Double) -> [Double] {
    gradientPowerSums(exponent: exponent, scale: scale, ofLayers: network.affineLayers.indices)
  }

  /// The power sums over the weights and biases of some of the layers with parameters.
  public func gradientPowerSums(exponent: Int, scale: Double, ofLayers layers: Range<Int>) -> [Double] {
    perSample(layers) { layer, samples in
      var sums: [Double] = []
      forEachGradient(ofLayer: layer, samples: samples) { gradient in
        var sum = 0.0
        for value in gradient.weights { sum += integerPower(abs(value) / scale, exponent) }
        for value in gradient.biases { sum += integerPower(abs(value) / scale, exponent) }
        sums.append(sum)
      }
      return sums
    }.reduce(into: []) { $0 += $1 }
  }

  /// Runs a computation for each layer on each block of samples, and adds what the layers give, entry by entry.
  private func perSample(
    _ layers: Range<Int>? = nil, _ values: @Sendable (_ layer: Int, _ samples: Range<Int>) -> [Double]
  ) -> [[Double]] {
    parallelMap(SampleBlocks(network, count: sampleCount, repeats: outputDimension).all) { block in
      var total: [Double] = []
      for layer in layers ?? network.affineLayers.indices {
        let share = values(layer, block)
        total = total.isEmpty ? share : zip(total, share).map { $0 + $1 }
      }
      return total
    }
  }

  /// Cost: a forward pass, and n·C times the outputs of all layers.
  public func times(_ direction: [Double]) -> [Double] {
    precondition(direction.count == parameterCount, "a direction needs \(parameterCount) numbers")
    let weights = network.affineLayers.map { $0.patchWeights(from: direction) }
    let blocks = SampleBlocks(network, count: sampleCount).all
    return parallelMap(blocks) { block -> [Double] in
      var result = [Double](repeating: 0, count: block.count * outputDimension)
      for (index, layer) in network.affineLayers.enumerated() {
        let moved = layer.outputs(of: features[index].rows(in: block), weights[index])
        let size = moved.columns
        deltas[index].elements.withUnsafeBufferPointer { delta in
          moved.elements.withUnsafeBufferPointer { moved in
            for row in result.indices {
              let source = (block.lowerBound * outputDimension + row) * size
              let target = (row / outputDimension) * size
              var sum = 0.0
              for i in 0..<size { sum += delta[source + i] * moved[target + i] }
              result[row] += sum
            }
          }
        }
      }
      return result
    }.flatMap { $0 }
  }

  /// Cost: a forward pass, and n·C times the outputs of all layers.
  public func transposedTimes(_ weights: [Double]) -> [Double] {
    precondition(weights.count == rowCount, "\(rowCount) weights are needed")
    return network.flatSum(
      parallelMap(SampleBlocks(network, count: sampleCount).runs) { run in
        var gradient = network.affineLayers.map(\.zeroWeights)
        for block in run {
          for (index, layer) in network.affineLayers.enumerated() {
            let weighted = weightedDeltas(ofLayer: index, samples: block, weights)
            layer.addWeightGradient(weighted, features[index].rows(in: block), to: &gradient[index])
            layer.addBiasGradient(weighted, to: &gradient[index])
          }
        }
        return gradient
      })
  }

  /// Σ_c c_ic Δ_ic for some of the samples.
  private func weightedDeltas(ofLayer index: Int, samples: Range<Int>, _ weights: [Double]) -> Matrix {
    let delta = deltas[index]
    var result = Matrix(rows: samples.count, columns: delta.columns)
    delta.elements.withUnsafeBufferPointer { source in
      result.elements.withUnsafeMutableBufferPointer { target in
        for row in samples.lowerBound * outputDimension..<samples.upperBound * outputDimension {
          let place = (row / outputDimension - samples.lowerBound) * delta.columns
          let weight = weights[row]
          for i in 0..<delta.columns { target[place + i] += weight * source[row * delta.columns + i] }
        }
      }
    }
    return result
  }
}
