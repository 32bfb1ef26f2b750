import LinearAlgebra

/// The weights and biases of one layer in the order of patches: outputs × κc, each row in the order row, column, channel.
struct PatchWeights: Sendable {
  var weights: [Double]
  /// Empty without biases.
  var biases: [Double]
}

extension AffineLayer {
  /// Whether the flat parameters and the patches agree on the order of a kernel's entries.
  private var keepsOrder: Bool { kernel.area == 1 || inputShape.channels == 1 }

  /// This layer's share of the flat parameters, or of a gradient by them.
  func patchWeights(from parameters: [Double]) -> PatchWeights {
    let biases = biasRange.map { Array(parameters[$0]) } ?? []
    guard !keepsOrder else { return PatchWeights(weights: Array(parameters[weightRange]), biases: biases) }
    var ordered = [Double](repeating: 0, count: channels * patchSize)
    forEachWeight { flat, patch in ordered[patch] = parameters[weights + flat] }
    return PatchWeights(weights: ordered, biases: biases)
  }

  /// Writes this layer's share into flat parameters that start at `offset` in `target`.
  func store(_ share: PatchWeights, into target: inout [Double], offset: Int = 0) {
    if keepsOrder {
      for (i, value) in share.weights.enumerated() { target[offset + weights + i] = value }
    } else {
      forEachWeight { flat, patch in target[offset + weights + flat] = share.weights[patch] }
    }
    if let bias { for (i, value) in share.biases.enumerated() { target[offset + bias + i] = value } }
  }

  /// Every weight's place in [output][channel][row][column] and in [output][row][column][channel].
  private func forEachWeight(_ body: (_ flat: Int, _ patch: Int) -> Void) {
    let inputs = inputShape.channels
    for output in 0..<channels {
      for channel in 0..<inputs {
        for place in 0..<kernel.area {
          body(
            (output * inputs + channel) * kernel.area + place, (output * kernel.area + place) * inputs + channel)
        }
      }
    }
  }

  /// Zeros in the shape of the parameters.
  var zeroWeights: PatchWeights {
    PatchWeights(
      weights: Array(repeating: 0, count: channels * patchSize),
      biases: Array(repeating: 0, count: bias == nil ? 0 : channels))
  }

  /// z = w P(h) + b 1ᵀ for every row of a batch.
  func outputs(of features: Matrix, _ parameters: PatchWeights) -> Matrix {
    let positions = features.rows * positionCount
    var result = Matrix(rows: features.rows, columns: positionCount * channels)
    let patches = window.patches(of: features)
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let target = buffer.baseAddress else { return }
      if !parameters.biases.isEmpty { fillRows(target, positions, channels, with: parameters.biases) }
      BLAS.multiply(
        positions, channels, patchSize, patches, .plain, parameters.weights, .transposed,
        beta: parameters.biases.isEmpty ? 0 : 1, into: target)
    }
    return result
  }

  /// The derivatives by h from those by z, for every row of a batch.
  func inputDeltas(_ deltas: Matrix, _ parameters: PatchWeights) -> Matrix {
    let positions = deltas.rows * positionCount
    var patches = [Double](repeating: 0, count: positions * patchSize)
    BLAS.multiply(positions, patchSize, channels, deltas.elements, .plain, parameters.weights, into: &patches)
    return window.features(of: patches, rows: deltas.rows)
  }

  /// Adds Σ Δ P(h)ᵀ over the rows of a batch to a gradient by the weights.
  func addWeightGradient(_ deltas: Matrix, _ features: Matrix, to gradient: inout PatchWeights) {
    BLAS.multiply(
      channels, patchSize, deltas.rows * positionCount, deltas.elements, .transposed, window.patches(of: features),
      .plain, beta: 1, into: &gradient.weights)
  }

  /// Adds Σ Δ 1 over the rows of a batch to a gradient by the biases, if there are any.
  func addBiasGradient(_ deltas: Matrix, to gradient: inout PatchWeights) {
    guard bias != nil else { return }
    let channels = channels
    deltas.elements.withUnsafeBufferPointer { source in
      gradient.biases.withUnsafeMutableBufferPointer { target in
        for position in 0..<deltas.rows * positionCount {
          for channel in 0..<channels { target[channel] += source[position * channels + channel] }
        }
      }
    }
  }
}
