import LinearAlgebra

extension ConvolutionalJacobian: NetworkJacobian {
  /// Exact, the sum over windows included. Cost: that of ``gradientPowerSums(exponent:scale:)``.
  public var largestGradientEntry: Double { largestGradientEntry(ofLayers: network.affineLayers.indices) }

  /// The largest derivative by the weights and biases of some of the layers with parameters, in magnitude.
  public func largestGradientEntry(ofLayers layers: Range<Int>) -> Double {
    let largest = parallelMap(blocks) { block in
      var largest = 0.0
      for layer in layers {
        forEachGradient(ofLayer: layer, samples: block) { gradient in
          for value in gradient.weights { largest = max(largest, abs(value)) }
          for value in gradient.biases { largest = max(largest, abs(value)) }
        }
      }
      return largest
    }
    return largest.max() ?? 0
  }

  /// From the gradients Δ Pᵀ of one sample at a time: the sum over windows leaves no closed form in the factors.
  /// Cost: a backward pass, and n·C·P powers.
  public func gradientPowerSums(exponent: Int, scale: Double) -> [Double] {
    gradientPowerSums(exponent: exponent, scale: scale, ofLayers: network.affineLayers.indices)
  }

  /// The power sums over the weights and biases of some of the layers with parameters.
  public func gradientPowerSums(exponent: Int, scale: Double, ofLayers layers: Range<Int>) -> [Double] {
    parallelMap(blocks) { block in
      var sums = [Double](repeating: 0, count: block.count * outputDimension)
      for layer in layers {
        var row = 0
        forEachGradient(ofLayer: layer, samples: block) { gradient in
          for value in gradient.weights { sums[row] += integerPower(abs(value) / scale, exponent) }
          for value in gradient.biases { sums[row] += integerPower(abs(value) / scale, exponent) }
          row += 1
        }
      }
      return sums
    }.flatMap { $0 }
  }

  private var blocks: [Range<Int>] {
    SampleBlocks(network, count: sampleCount, repeats: outputDimension).all
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
