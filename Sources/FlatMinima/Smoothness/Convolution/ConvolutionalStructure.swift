import Learning
import LinearAlgebra

/// What the multiplicative structure becomes when the first layer is a convolution: f(x) = f̃(w ∗ x + b), so that with
/// Δ = ∂f/∂(w ∗ x + b) and the patch matrix P(x) ∇_w f = Δ P(x)ᵀ, ∇_b f = Δ 1 and ∇_x f is the transposed convolution of Δ.
///
/// In general ∇_x f is not bounded by ∇_w f: the sum over windows can cancel. Where the S windows of a sample are linearly
/// independent it is, with the smallest singular value of P(x) in the place of ‖x‖; elsewhere there is a ratio to report
/// and nothing to prove, and the ``Refusal`` says why. Source: derived in Documentation/Theory.
public struct ConvolutionalStructure: Sendable {
  let point: ParameterPoint<ConvolutionalNetwork>
  /// The first layer; a dense one counts as a convolution with a single window.
  public let layer: AffineLayer
  /// Which value of the norm of the convolution is used.
  public let normValue: MultiplicativeStructure.NormValue

  /// Why an inequality cannot be stated.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Something else than a convolution or a dense layer gets the sample.
    case firstLayerHasNoWeights
    /// There are more windows than entries in one, so that some combination of them vanishes.
    case moreWindowsThanEntries(windows: Int, entries: Int)
    /// The windows of a sample are linearly dependent, to rounding.
    case dependentWindows(sample: Int, smallestSingularValue: Double, largest: Double)
    /// The first layer has no biases.
    case noBiases
    /// With zeros around the image a constant shift of it changes windows at the border differently.
    case zeroPadding(GridSize)

    /// The reason in words.
    public var description: String {
      switch self {
      case .firstLayerHasNoWeights:
        "the samples do not go into a layer with weights: nothing ties the input gradient to the first weights"
      case .moreWindowsThanEntries(let windows, let entries):
        """
        the first layer has \(windows) windows of \(entries) entries: more windows than entries are linearly dependent, \
        the gradient by the weights can vanish where the input gradient does not, and no bound holds
        """
      case .dependentWindows(let sample, let smallest, let largest):
        """
        the windows of sample \(sample) are linearly dependent (smallest singular value \(smallest), largest \(largest)): \
        the gradient by the weights can vanish where the input gradient does not, and no bound holds
        """
      case .noBiases: "the first layer has no biases"
      case .zeroPadding(let padding):
        "the first layer pads by \(padding): a constant shift of a channel is not a shift of the biases at the border"
      }
    }
  }

  /// The structure at a point.
  ///
  /// - Throws: ``Refusal/firstLayerHasNoWeights`` when pooling, a nonlinearity or a shortcut comes first.
  public init(
    of point: ParameterPoint<ConvolutionalNetwork>, normValue: MultiplicativeStructure.NormValue = .certified
  ) throws(Refusal) {
    guard let layer = point.network.firstLayer else { throw .firstLayerHasNoWeights }
    self.point = point
    self.layer = layer
    self.normValue = normValue
  }

  /// P(x_i), (c·κ) × S: window s is column s.
  public func patches(ofSample sample: Int) -> Matrix { point.jacobian.patches(ofLayer: 0, sample: sample) }

  /// Both sides of the inequality at every sample, or why it cannot be stated there.
  ///
  /// Cost: the norm of the convolution, and at each sample the gradients by the first layer and the singular values of
  /// P(x_i) if S ≤ c·κ.
  /// - Throws: ``SpectralError`` or `OperatorNormError` when an iteration does not converge.
  public func inequalities() throws -> [PatchInequality] {
    let norm = try operatorNorm()
    return try parallelMap(0..<point.data.count) { try inequality(atSample: $0, operatorNorm: norm) }
  }

  private func inequality(atSample sample: Int, operatorNorm: Double) throws -> PatchInequality {
    let patches = patches(ofSample: sample)
    let outputs = point.network.outputDimension
    var inputSquare = 0.0
    var weightSquare = 0.0
    var biasSquare = 0.0
    for output in 0..<outputs {
      let deltas = point.jacobian.deltas(ofLayer: 0, sample: sample, output: output)
      let gradient = deltas.timesTransposed(patches).elements
      weightSquare += dot(gradient, gradient)
      let inputGradient = point.jacobian.inputGradients.row(sample * outputs + output)
      inputSquare += dot(inputGradient, inputGradient)
      if layer.bias != nil {
        let sums = deltas.transposed.columnSums
        biasSquare += dot(sums, sums)
      }
    }
    let weightNorm = weightSquare.squareRoot()
    let weightsAndBiasNorm = (weightSquare + biasSquare).squareRoot()
    let smallest = try smallestSingularValue(patches, sample: sample)
    let extended = try layer.bias.map { _ in
      try smallestSingularValue(patches.appendingOnes, sample: sample)
    }
    return PatchInequality(
      sample: sample, inputGradientNorm: inputSquare.squareRoot(), weightGradientNorm: weightNorm,
      operatorNorm: operatorNorm, smallestSingularValue: smallest,
      weightsBound: smallest.map { operatorNorm / $0 * weightNorm },
      weightsAndBiasBound: extended.map { $0.map { operatorNorm / $0 * weightsAndBiasNorm } })
  }

  /// σ_min of a patch matrix, if it has as many as it has columns and none is zero to rounding.
  private func smallestSingularValue(
    _ patches: Matrix, sample: Int
  ) throws(OperatorNormError) -> Result<Double, Refusal> {
    guard patches.columns <= patches.rows else {
      return .failure(.moreWindowsThanEntries(windows: patches.columns, entries: patches.rows))
    }
    let values = try patches.singularValues()
    let (largest, smallest) = (values.first ?? 0, values.last ?? 0)
    guard smallest > Double(patches.rows) * .ulpOfOne * largest else {
      return .failure(.dependentWindows(sample: sample, smallestSingularValue: smallest, largest: largest))
    }
    return .success(smallest)
  }
}

/// ‖∇_x f‖₂ ≤ (‖w ∗‖₂ / σ_min(P(x))) ‖∇_w f‖_F at one sample, with its numbers. Norms go over all outputs.
public struct PatchInequality: Sendable, Hashable {
  /// The sample's index.
  public let sample: Int
  /// ‖∇_x f‖₂, the left-hand side.
  public let inputGradientNorm: Double
  /// ‖∇_w f‖_F by the weights of the first layer.
  public let weightGradientNorm: Double
  /// ‖w ∗‖₂, of the convolution as a linear map.
  public let operatorNorm: Double
  /// σ_min(P(x)), the smallest of S singular values.
  public let smallestSingularValue: Result<Double, ConvolutionalStructure.Refusal>
  /// The right-hand side by the weights alone, or why there is none.
  public let weightsBound: Result<Double, ConvolutionalStructure.Refusal>
  /// The right-hand side by weights and biases, with a row of ones below P(x); nil without biases.
  public let weightsAndBiasBound: Result<Double, ConvolutionalStructure.Refusal>?

  /// ‖∇_x f‖₂ / ‖∇_w f‖_F, which is all that can be said where there is no bound; infinite where the weights' gradient
  /// vanishes and the input's does not, nil where both vanish.
  public var ratio: Double? {
    inputGradientNorm == 0 && weightGradientNorm == 0 ? nil : inputGradientNorm / weightGradientNorm
  }
}

extension Matrix {
  /// The matrix with a row of ones below.
  fileprivate var appendingOnes: Matrix {
    Matrix(rows: rows + 1, columns: columns, elements: elements + [Double](repeating: 1, count: columns))
  }
}
