import LinearAlgebra

/// The gradients of a dense network's outputs by its parameters over a data set, as factors:
/// ∂f_c(x_i)/∂W^l = δ^l_ic (h^{l−1}_i)ᵀ.
struct GradientFactors: Sendable {
  let network: DenseNetwork
  /// `activations[l]` is h^{l} going into layer l, n × inputs of the layer.
  let activations: [Matrix]
  /// `deltas[l]` holds δ of layer l's pre-activations, (n·C) × outputs of the layer.
  let deltas: [Matrix]

  var sampleCount: Int { activations[0].rows }

  /// From the activations of a forward pass. Cost: a backward pass for every output, without the inputs' gradients.
  init(of network: DenseNetwork, activations: [Matrix], at parameters: [Double]) {
    let outputCount = network.outputDimension
    var last = Matrix(rows: activations[0].rows * outputCount, columns: outputCount)
    for row in 0..<last.rows { last[row, row % outputCount] = 1 }
    var deltas = [last]
    for l in network.layers.indices.reversed() where l > 0 {
      var previous = network.pulledBack(
        throughLayer: l, deltas[deltas.count - 1], rowsPerSample: outputCount, at: parameters)
      let (rows, columns) = (previous.rows, previous.columns)
      previous.elements.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        network.activation.scaleByDerivative(
          base, rows: rows, columns: columns, activations: activations[l].elements, repeats: outputCount)
      }
      deltas.append(previous)
    }
    self.network = network
    self.activations = activations
    self.deltas = deltas.reversed()
  }

  /// The Gram matrix K = G Gᵀ: K = Σ_l ⟨δ^l_ic, δ^l_jc'⟩ (⟨h_i, h_j⟩ + 1 where there is a bias), (n·C) × (n·C).
  /// Cost: (n·C)² Σ widths operations.
  var gram: Matrix {
    var result = upperTriangleOfGram
    result.copyUpperTriangleToLower()
    return result
  }

  /// ``gram`` on and above the diagonal; what stands below it is of no use.
  var upperTriangleOfGram: Matrix {
    let (n, outputs) = (sampleCount, network.outputDimension)
    let size = n * outputs
    // Rows of samples that are done together, so that their products stay in the cache until they are added: all of a
    // small matrix, whose products need one triangle only, and few of a large one.
    let block = size <= 256 ? n : max(1, 64 / outputs)
    var result = Matrix(rows: size, columns: size)
    result.elements.withUnsafeMutableBufferPointer { result in
      guard let k = result.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: Double.self, capacity: block * n * (1 + outputs * outputs)) { room in
        guard let h = room.baseAddress else { return }
        let d = h + block * n
        for first in stride(from: 0, to: n, by: block) {
          let rows = min(block, n - first)
          // Products with the samples from `first` on.
          let columns = n - first
          for (l, layer) in network.layers.enumerated() {
            Self.multiplyRows(from: first, rows, of: activations[l], into: h)
            if l + 1 < network.layerCount {
              Self.multiplyRows(from: first * outputs, rows * outputs, of: deltas[l], into: d)
            }
            let bias = layer.bias == nil ? 0.0 : 1
            for i in 0..<rows {
              let target = k + (first + i) * outputs * size + first * outputs
              if l + 1 < network.layerCount {
                addProducts(h + i * columns, d + i * outputs * columns * outputs, bias, i..<columns, into: target)
              } else {
                addEqualOutputs(h + i * columns, bias, i..<columns, into: target)
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The products of `rows` rows of a matrix with all rows from the first of them on; with the same rows, at least those
  /// above the diagonal.
  private static func multiplyRows(
    from first: Int, _ rows: Int, of matrix: Matrix, into result: UnsafeMutablePointer<Double>
  ) {
    matrix.elements.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      let start = base + first * matrix.columns
      if first + rows == matrix.rows { return BLAS.gram(rows, matrix.columns, start, intoUpperTriangleOf: result) }
      BLAS.multiply(rows, matrix.rows - first, matrix.columns, start, .plain, start, .transposed, into: result)
    }
  }

  /// Adds d ∘ (h + bias) for one sample's rows of d, in the columns of these samples.
  private func addProducts(
    _ h: UnsafePointer<Double>, _ d: UnsafePointer<Double>, _ bias: Double, _ samples: Range<Int>,
    into k: UnsafeMutablePointer<Double>
  ) {
    let outputs = network.outputDimension
    for c in 0..<outputs {
      let (from, to) = (d + c * samples.upperBound * outputs, k + c * sampleCount * outputs)
      if outputs == 1 {
        for j in samples { to[j] += from[j] * (h[j] + bias) }
      } else {
        for j in samples {
          let product = h[j] + bias
          for column in j * outputs..<(j + 1) * outputs { to[column] += from[column] * product }
        }
      }
    }
  }

  /// Adds h + bias for one sample where outputs are equal: the output layer's deltas are unit vectors.
  private func addEqualOutputs(
    _ h: UnsafePointer<Double>, _ bias: Double, _ samples: Range<Int>, into k: UnsafeMutablePointer<Double>
  ) {
    let outputs = network.outputDimension
    if outputs == 1 {
      for j in samples { k[j] += h[j] + bias }
    } else {
      for c in 0..<outputs {
        let to = k + c * sampleCount * outputs + c
        for j in samples { to[j * outputs] += h[j] + bias }
      }
    }
  }

  /// Gᵀ c, P numbers. Cost: n P + n C Σ widths multiplications.
  func transposedTimes(_ weights: [Double]) -> [Double] {
    let outputCount = network.outputDimension
    precondition(weights.count == sampleCount * outputCount, "\(sampleCount * outputCount) weights are needed")
    var result = [Double](repeating: 0, count: network.parameterCount)
    for (l, layer) in network.layers.enumerated() {
      // Σ_c c_ic δ_ic for every sample, then one product with the activations.
      let width = layer.outputs
      let weighted = Matrix(rows: sampleCount, columns: width) { weighted in
        deltas[l].elements.withUnsafeBufferPointer { delta in
          guard var from = delta.baseAddress else { return }
          for row in weights.indices {
            let weight = weights[row]
            let to = weighted + row / outputCount * width
            if row % outputCount == 0 {
              for a in 0..<width { to[a] = weight * from[a] }
            } else {
              for a in 0..<width { to[a] += weight * from[a] }
            }
            from += width
          }
        }
      }
      result.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        BLAS.multiply(
          width, layer.inputs, sampleCount, weighted.elements, .transposed, activations[l].elements,
          into: base + layer.weights)
      }
      if let range = layer.biasRange { result.replaceSubrange(range, with: weighted.columnSums) }
    }
    return result
  }
}

extension DenseNetwork {
  /// δ W of a layer for rows of δ of which `rowsPerSample` in succession belong to one sample.
  func pulledBack(throughLayer l: Int, _ delta: Matrix, rowsPerSample: Int, at parameters: [Double]) -> Matrix {
    let layer = layers[l]
    return Matrix(rows: delta.rows, columns: layer.inputs) { result in
      parameters.withUnsafeBufferPointer { p in
        guard let base = p.baseAddress else { return }
        multiplyRows(
          delta.rows, layer.inputs, layer.outputs, delta.elements, group: rowsPerSample, base + layer.weights,
          into: result)
      }
    }
  }
}
