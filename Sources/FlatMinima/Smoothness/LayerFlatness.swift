import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The trace of H layer by layer, and what of it no rescaling of a ReLU network changes.
///
/// Under a ``Rescaling`` tr H_{W_l} is divided by the square of what W_l is multiplied by, and so is tr H_{b_l} for b_l.
/// Source: derived in Documentation/Theory.
public struct LayerFlatness: Sendable, Hashable {
  /// tr H_{W_l} = (1/n) Σ ‖∇_{W_l} f_c‖², one per layer.
  public let weightTraces: [Double]
  /// tr H_{b_l}, one per layer; 0 without biases.
  public let biasTraces: [Double]
  /// ‖W_l‖_F², one per layer.
  public let squaredWeightNorms: [Double]
  /// ‖b_l‖², one per layer; 0 without biases.
  public let squaredBiasNorms: [Double]

  /// At any point of any dense network. Cost: n C Σ widths, no eigenproblem.
  public init(at point: ParameterPoint<DenseNetwork>) {
    let network = point.network
    let outputs = network.outputDimension
    let inverse = 1 / Double(point.data.count)
    var weightTraces: [Double] = []
    var biasTraces: [Double] = []
    for l in network.layers.indices {
      let deltas = point.jacobian.deltas[l]
      let inputs = point.jacobian.activations[l]
      var (weights, biases) = (0.0, 0.0)
      for row in 0..<deltas.rows {
        let delta = deltas.row(row)
        let input = inputs.row(row / outputs)
        let square = dot(delta, delta)
        weights += square * dot(input, input)
        biases += square
      }
      weightTraces.append(inverse * weights)
      biasTraces.append(network.layers[l].bias == nil ? 0 : inverse * biases)
    }
    self.weightTraces = weightTraces
    self.biasTraces = biasTraces
    squaredWeightNorms = network.layers.indices.map {
      let weights = network.weights(ofLayer: $0, in: point.parameters).elements
      return dot(weights, weights)
    }
    squaredBiasNorms = network.layers.indices.map {
      network.bias(ofLayer: $0, in: point.parameters).map { dot($0, $0) } ?? 0
    }
  }

  /// tr H: changed by rescaling.
  public var trace: Double { weightTraces.reduce(0, +) + biasTraces.reduce(0, +) }

  /// Σ_l ‖W_l‖_F² tr H_{W_l}, the relative flatness of the weights: unchanged by rescaling.
  public var relativeTrace: Double { zip(squaredWeightNorms, weightTraces).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Σ_l ‖b_l‖² tr H_{b_l}, the relative flatness of the biases: unchanged by rescaling.
  public var relativeBiasTrace: Double { zip(squaredBiasNorms, biasTraces).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The infimum over all rescalings of Σ_l tr H_{W_l}, the trace by the weights alone: L (Π_l tr H_{W_l})^{1/L}.
  ///
  /// For two layers 2√(tr H_{W₁} tr H_{W₂}). Unchanged by rescaling. Attained by ``balancing`` unless a factor is 0.
  public var smallestWeightTrace: Double {
    let count = Double(weightTraces.count)
    guard weightTraces.allSatisfy({ $0 > 0 }) else { return 0 }
    return count * exp(weightTraces.reduce(0) { $0 + log($1) } / count)
  }

  /// The rescaling after which all tr H_{W_l} are equal, where their sum is least; nil when one of them is 0 and the
  /// least value is not attained.
  public var balancing: Rescaling? {
    guard weightTraces.allSatisfy({ $0 > 0 }) else { return nil }
    let mean = weightTraces.reduce(0) { $0 + log($1) } / Double(weightTraces.count)
    var logarithm = 0.0
    let scales = weightTraces.dropLast().map { trace in
      logarithm += (log(trace) - mean) / 2
      return exp(logarithm)
    }
    return try? Rescaling(hiddenScales: scales)
  }

  /// The rescaling at which tr H, biases included, is least; nil when the trace by the weights of a layer is 0.
  ///
  /// In the logarithms of the scales the trace is a sum of exponentials of linear functions, convex, so there is one
  /// minimum; found by minimising over one scale after the other, which has a closed form. Two layers take one round.
  public var flattening: Rescaling? {
    guard weightTraces.allSatisfy({ $0 > 0 }) else { return nil }
    var scales = [Double](repeating: 1, count: weightTraces.count + 1)
    for _ in 0..<10_000 {
      var largestChange = 0.0
      for l in 0..<weightTraces.count - 1 {
        // β_l stands in A/β_l² + B β_l².
        let above = weightTraces[l + 1] / (scales[l + 2] * scales[l + 2])
        let below = scales[l] * scales[l] * weightTraces[l] + biasTraces[l]
        let best = (below / above).squareRoot().squareRoot()
        largestChange = max(largestChange, abs(log(best / scales[l + 1])))
        scales[l + 1] = best
      }
      if largestChange < 1e-15 { break }
    }
    return try? Rescaling(hiddenScales: Array(scales.dropFirst().dropLast()))
  }

  /// The same for the parameters that a rescaling leads to, without evaluating the network.
  public func rescaled(by rescaling: Rescaling) throws(RescalingError) -> LayerFlatness {
    guard rescaling.hiddenScales.count == weightTraces.count - 1 else {
      throw .badScaleCount(found: rescaling.hiddenScales.count, expected: weightTraces.count - 1)
    }
    func times(_ values: [Double], _ factors: [Double], _ exponent: Double) -> [Double] {
      zip(values, factors).map { $0 * pow($1, exponent) }
    }
    return LayerFlatness(
      weightTraces: times(weightTraces, rescaling.weightFactors, -2),
      biasTraces: times(biasTraces, rescaling.biasFactors, -2),
      squaredWeightNorms: times(squaredWeightNorms, rescaling.weightFactors, 2),
      squaredBiasNorms: times(squaredBiasNorms, rescaling.biasFactors, 2))
  }

  /// The least tr H, biases included, over all rescalings; unchanged by rescaling. nil as ``flattening``.
  public var smallestTrace: Double? { flattening.flatMap { try? rescaled(by: $0).trace } }

  private init(
    weightTraces: [Double], biasTraces: [Double], squaredWeightNorms: [Double], squaredBiasNorms: [Double]
  ) {
    self.weightTraces = weightTraces
    self.biasTraces = biasTraces
    self.squaredWeightNorms = squaredWeightNorms
    self.squaredBiasNorms = squaredBiasNorms
  }
}
