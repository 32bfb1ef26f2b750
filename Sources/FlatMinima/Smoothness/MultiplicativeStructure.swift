import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bridge between the weights of a dense layer and what goes into it: f = f̃(Wh + b), so that with
/// δ = ∂f/∂(Wh + b) ∇_W f = δ hᵀ, ∇_b f = δ and ∇_h f = Wᵀ δ.
///
/// Hence ‖∇_h f‖_p ≤ (‖Wᵀ‖_p / ‖h‖_p) ‖∇_W f‖_p at every sample, whatever comes before and after the layer. For the
/// first layer h is the network's input x; for layer l, counted from 0, the activations of the layer below.
/// Source: Ma and Ying 2021 for the first layer; proof, for every layer, in Documentation/Theory.
public struct MultiplicativeStructure: Sendable {
  private let point: ParameterPoint<DenseNetwork>
  /// Which layer this is about; 0 is the first.
  public let layer: Int
  /// W, the layer's weights, outputs × inputs.
  public let weights: Matrix
  /// Which value of ‖Wᵀ‖_p is used.
  public let normValue: NormValue
  /// ∇_h f_c at every sample, (n·C) × inputs of the layer.
  private let gradients: Matrix

  /// Where ‖Wᵀ‖_p has no closed form there is a best value found and a certified upper bound.
  public enum NormValue: Sendable, Hashable {
    /// Never below the norm, but for rounding where it has a closed form: what a proof needs.
    case certified
    /// The largest quotient found, never above the norm and nearly always equal to it: what a plot shows.
    case attained
  }

  /// The structure of one layer at a point.
  ///
  /// - Parameter layer: 0 for the first; below the network's number of layers.
  public init(of point: ParameterPoint<DenseNetwork>, layer: Int = 0, normValue: NormValue = .certified) {
    precondition(
      point.network.layers.indices.contains(layer),
      "the network has \(point.network.layerCount) layers, counted from 0; there is no layer \(layer)")
    self.point = point
    self.layer = layer
    weights = point.network.weights(ofLayer: layer, in: point.parameters)
    self.normValue = normValue
    gradients = point.gradients(intoLayer: layer)
  }

  /// ‖Wᵀ‖_{2k}, the operator norm from l_{2k} to l_{2k}.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func weightNorm(order k: Int) throws -> Double {
    let norm = try OperatorNorm(of: weights.transposed, exponent: Double(2 * k))
    return normValue == .certified ? norm.upper : norm.lower
  }

  /// Both sides of the averaged inequality, with the weights alone and with the biases of the layer.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func inequality(order k: Int) throws -> MultiplicativeInequality {
    let norm = try weightNorm(order: k)
    let deltas = point.jacobian.deltas[layer]
    let outputs = point.network.outputDimension
    // A sample at which δ = 0 adds nothing to either side, whatever its h.
    let active = (0..<point.data.count).filter { i in
      (i * outputs..<(i + 1) * outputs).contains { row in (0..<deltas.columns).contains { deltas[row, $0] != 0 } }
    }
    let smallest = active.isEmpty ? 0 : inputNorms(order: k).rows(at: active).elements.min() ?? 0
    let hasBias = point.network.layers[layer].bias != nil
    let exponent = Double(2 * k)
    let moment = point.parameterGradientMoment(order: k, of: .weights(ofLayer: layer))
    // (1 + ‖h‖^p)^{1/p}, with the larger of the two factored out so that no power overflows.
    let larger = max(1, smallest)
    let extended = larger * pow(pow(1 / larger, exponent) + pow(smallest / larger, exponent), 1 / exponent)
    let weightsBound = smallest > 0 ? norm / smallest * moment : .infinity
    return MultiplicativeInequality(
      order: k, layer: layer,
      inputGradientMoment: Smoothness.gradientMoment(gradients, sampleCount: point.data.count, order: k),
      weightNorm: norm, smallestInputNorm: smallest,
      weightsBound: active.isEmpty || norm == 0 ? 0 : weightsBound,
      weightsAndBiasBound: hasBias
        ? norm * point.parameterGradientMoment(order: k, of: .layer(layer)) / extended : nil)
  }

  /// min_i ‖h_i‖_{2k} over all samples; zero when one is all zero, and then the inequality without biases may say
  /// nothing.
  public func smallestInputNorm(order k: Int) -> Double { inputNorms(order: k).elements.min() ?? 0 }

  /// ‖h_i‖_{2k} of every sample, n × 1.
  private func inputNorms(order k: Int) -> Matrix {
    let inputs = point.jacobian.activations[layer]
    let norms = (0..<inputs.rows).map { vectorNorm(inputs.row($0), exponent: Double(2 * k)) }
    return Matrix(rows: norms.count, columns: 1, elements: norms)
  }

  /// ‖Wᵀ δ‖ / (‖Wᵀ‖ ‖δ‖) for every sample and output: 1 where the inequality is tight, as far as ``normValue`` is the
  /// norm. 0 where δ = 0.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func tightness(order k: Int) throws -> [Double] {
    let norm = try weightNorm(order: k)
    let deltas = point.jacobian.deltas[layer]
    return (0..<deltas.rows).map { row in
      let length = vectorNorm(deltas.row(row), exponent: Double(2 * k))
      guard length > 0, norm > 0 else { return 0 }
      return vectorNorm(gradients.row(row), exponent: Double(2 * k)) / length / norm
    }
  }
}

extension ParameterPoint where N == DenseNetwork {
  /// ∇_h f_c by what goes into a layer, (n·C) × inputs of the layer, row i·C + c; for layer 0 by the network's inputs.
  func gradients(intoLayer layer: Int) -> Matrix {
    layer == 0
      ? jacobian.inputGradients
      : jacobian.deltas[layer].times(network.weights(ofLayer: layer, in: parameters))
  }
}

/// The averaged inequality g_{h,2k} ≤ (‖Wᵀ‖_{2k} / min_i ‖h_i‖_{2k}) g_{W,2k} of one layer with its numbers.
public struct MultiplicativeInequality: Sendable, Hashable {
  /// k
  public let order: Int
  /// Which layer; 0 is the first, whose h is the network's input.
  public let layer: Int
  /// g_{h,2k}, the left-hand side; for the first layer the Sobolev seminorm g_{x,2k}.
  public let inputGradientMoment: Double
  /// ‖Wᵀ‖_{2k}
  public let weightNorm: Double
  /// min_i ‖h_i‖_{2k} over the samples at which δ ≠ 0; the others, a dead ReLU layer's, add nothing to either side.
  public let smallestInputNorm: Double
  /// The right-hand side by W alone; infinite when an h with δ ≠ 0 is all zero.
  public let weightsBound: Double
  /// The right-hand side by W and b, ‖Wᵀ‖ (1 + min‖h‖^{2k})^{−1/2k} g_{(W,b),2k}; nil without biases.
  public let weightsAndBiasBound: Double?

  /// The smaller of the right-hand sides.
  public var bestBound: Double { min(weightsBound, weightsAndBiasBound ?? .infinity) }

  /// Left over the better right side, at most 1; nil where both are 0.
  public var observedRatio: Double? { bestBound > 0 ? inputGradientMoment / bestBound : nil }
}
