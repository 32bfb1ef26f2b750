import LinearAlgebra

/// How the Gram matrix of the gradients of a layer is computed.
public enum GramMethod: Sendable, Hashable, CaseIterable {
  /// Whichever of the other two takes fewer operations, layer by layer.
  case cheaper
  /// ⟨Δ_iᵀ Δ_j, P_iᵀ P_j⟩ for every pair: (nC·S)² (outputs + κc/C²) operations. For few windows: it
  /// needs at least n (C·S)² numbers of memory.
  case factors
  /// The gradients Δ_i P_iᵀ, some output channels at a time, and their inner products: (nC)² outputs·κc operations.
  case gradients
}

extension ConvolutionalJacobian {
  /// K = G Gᵀ, (n·C) × (n·C), layer by layer in the cheaper way.
  public var gram: Matrix { gram(.cheaper) }

  /// K = G Gᵀ, (n·C) × (n·C). The result does not depend on the method but for rounding.
  ///
  /// Memory: a few blocks of gradients of at most 32 MB each, or of one output channel's gradients, and four matrices of
  /// the size of K.
  public func gram(_ method: GramMethod) -> Matrix {
    let size = rowCount
    var result = Matrix(rows: size, columns: size)
    let shares = network.affineLayers.indices.flatMap { division(ofLayer: $0, method) }
    for start in stride(from: 0, to: shares.count, by: 4) {
      let parts = parallelMap(shares[start..<min(shares.count, start + 4)]) { ($0, upperTriangle($0)) }
      for (share, part) in parts {
        let first = share.firstRow * size
        for i in part.elements.indices { result.elements[first + i] += part.elements[i] }
      }
    }
    result.copyUpperTriangleToLower()
    return result
  }

  /// A part of the work: what some output channels add to K, or what a layer adds to some rows of it.
  private enum Share: Sendable {
    case channels(Range<Int>, layer: Int)
    case samples(Range<Int>, layer: Int, outputs: Int)

    var firstRow: Int {
      switch self {
      case .channels: 0
      case .samples(let samples, _, let outputs): samples.lowerBound * outputs
      }
    }
  }

  private static let blockEntries = 1 << 22

  private func division(ofLayer index: Int, _ method: GramMethod) -> [Share] {
    guard sampleCount > 0 else { return [] }
    let layer = network.affineLayers[index]
    let (rows, positions) = (Double(rowCount), Double(layer.positionCount))
    let (patch, channels) = (Double(layer.patchSize), Double(layer.channels))
    let byGradients = rows * channels * patch * (rows + 2 * positions)
    let n = Double(sampleCount)
    let byFactors = positions * positions * (rows * rows * (channels + 1) + n * n * patch)
    if method == .factors || (method == .cheaper && byFactors < byGradients) {
      let height = max(1, Self.blockEntries / (outputDimension * rowCount * layer.positionCount * layer.positionCount))
      return stride(from: 0, to: sampleCount, by: height).map {
        .samples($0..<min(sampleCount, $0 + height), layer: index, outputs: outputDimension)
      }
    }
    let width = max(1, Self.blockEntries / (rowCount * layer.patchSize))
    return stride(from: 0, to: layer.channels, by: width).map {
      .channels($0..<min(layer.channels, $0 + width), layer: index)
    }
  }

  /// What a share adds to the upper triangle of K, from its first row on; what stands below the diagonal is arbitrary.
  private func upperTriangle(_ share: Share) -> Matrix {
    switch share {
    case .channels(let channels, let layer): gramOfGradients(layer, channels)
    case .samples(let samples, let layer, _): gramOfFactors(layer, samples)
    }
  }

  private func gramOfGradients(_ index: Int, _ channels: Range<Int>) -> Matrix {
    let layer = network.affineLayers[index]
    let (size, positions, width) = (rowCount, layer.positionCount, channels.count)
    // One row per output and sample: these channels' share of Δ Pᵀ, then of Δ 1.
    let biasCount = layer.bias == nil ? 0 : width
    let columns = width * layer.patchSize
    var gradients = Matrix(rows: size, columns: columns)
    var sums = Matrix(rows: size, columns: biasCount)
    var delta = [Double](repeating: 0, count: positions * width)
    gradients.elements.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      for sample in 0..<sampleCount {
        let patches = layer.window.patches(of: features[index].rows(in: sample..<sample + 1))
        for row in sample * outputDimension..<(sample + 1) * outputDimension {
          deltas[index].elements.withUnsafeBufferPointer { source in
            for position in 0..<positions {
              let place = row * deltas[index].columns + position * layer.channels + channels.lowerBound
              for i in 0..<width { delta[position * width + i] = source[place + i] }
            }
          }
          BLAS.multiply(width, layer.patchSize, positions, delta, .transposed, patches, into: target + row * columns)
          if biasCount > 0 {
            for position in 0..<positions {
              for i in 0..<width { sums[row, i] += delta[position * width + i] }
            }
          }
        }
      }
    }
    var result = Matrix(rows: size, columns: size)
    BLAS.gram(size, columns, gradients.elements, intoUpperTriangleOf: &result.elements)
    if biasCount > 0 { BLAS.gram(size, biasCount, sums.elements, beta: 1, intoUpperTriangleOf: &result.elements) }
    return result
  }

  private func gramOfFactors(_ index: Int, _ samples: Range<Int>) -> Matrix {
    let layer = network.affineLayers[index]
    let (size, positions, outputs) = (rowCount, layer.positionCount, outputDimension)
    // From the first of these samples on: what is to the left is below the diagonal.
    let first = samples.lowerBound
    let count = sampleCount - first
    let height = samples.count
    var deltaProducts = Matrix(rows: height * outputs * positions, columns: count * outputs * positions)
    deltas[index].elements.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress.map({ $0 + first * outputs * deltas[index].columns }) else { return }
      BLAS.multiply(
        deltaProducts.rows, deltaProducts.columns, layer.channels, base, .plain, base, .transposed,
        into: &deltaProducts.elements)
    }
    let patches = layer.window.patches(of: features[index].rows(in: first..<sampleCount))
    var patchProducts = Matrix(
      rows: height * positions, columns: count * positions, repeating: layer.bias == nil ? 0 : 1)
    BLAS.multiply(
      patchProducts.rows, patchProducts.columns, layer.patchSize, patches, .plain, patches, .transposed, beta: 1,
      into: &patchProducts.elements)
    var result = Matrix(rows: height * outputs, columns: size)
    deltaProducts.elements.withUnsafeBufferPointer { d in
      patchProducts.elements.withUnsafeBufferPointer { p in
        for row in 0..<height * outputs {
          for column in 0..<count * outputs {
            var sum = 0.0
            for s in 0..<positions {
              let left = (row * positions + s) * deltaProducts.columns + column * positions
              let right = ((row / outputs) * positions + s) * patchProducts.columns + (column / outputs) * positions
              for t in 0..<positions { sum += d[left + t] * p[right + t] }
            }
            result[row, first * outputs + column] = sum
          }
        }
      }
    }
    return result
  }
}
