import Learning
import LinearAlgebra

/// What is left of the bias identity for a convolution without padding: adding t_c to every entry of channel c is adding
/// w̄ t to the biases, where w̄_oc is the sum of the kernel's entries.
///
/// Hence (1/n) Σ (∂f/∂t)(∂f/∂t)ᵀ = w̄ᵀ H_bb w̄ exactly, where ∂f/∂t sums ∇_x f over each channel: smoothness along
/// constant shifts of the channels is flatness along the biases. Summed over outputs.
/// Source: derived in Documentation/Theory.
public struct ChannelShiftIdentity: Sendable {
  /// (1/n) Σ (∂f/∂t)(∂f/∂t)ᵀ, c × c.
  public let shiftGram: Matrix
  /// H_bb, the block of H of the first layer's biases, O × O.
  public let biasHessian: Matrix
  /// w̄ᵀ H_bb w̄, c × c.
  public let pulledBack: Matrix
}

extension ConvolutionalStructure {
  /// Both sides of the identity for constant shifts of the channels.
  ///
  /// - Throws: ``Refusal/noBiases`` or ``Refusal/zeroPadding(_:)`` where it does not hold.
  public func channelShiftIdentity() throws(Refusal) -> ChannelShiftIdentity {
    guard layer.bias != nil else { throw .noBiases }
    guard layer.padding == 0 else { throw .zeroPadding(layer.padding) }
    let (channels, area) = (layer.inputShape.channels, layer.inputShape.height * layer.inputShape.width)
    let gradients = point.jacobian.inputGradients
    let rows = gradients.rows
    let shifts = Matrix(rows: rows * channels, columns: area, elements: gradients.elements)
      .times([Double](repeating: 1, count: area))
    var biasGradients: [Double] = []
    for sample in 0..<point.data.count {
      for output in 0..<point.network.outputDimension {
        biasGradients += point.jacobian.deltas(ofLayer: 0, sample: sample, output: output).transposed.columnSums
      }
    }
    let kernelSums = Matrix(
      rows: layer.channels * channels, columns: layer.kernel.area,
      elements: Array(point.parameters[layer.weightRange])
    ).times([Double](repeating: 1, count: layer.kernel.area))
    let sums = Matrix(rows: layer.channels, columns: channels, elements: kernelSums)
    let inverse = 1 / Double(point.data.count)
    let biasHessian =
      inverse * Matrix(rows: rows, columns: layer.channels, elements: biasGradients).gramOfColumns
    return ChannelShiftIdentity(
      shiftGram: inverse * Matrix(rows: rows, columns: channels, elements: shifts).gramOfColumns,
      biasHessian: biasHessian, pulledBack: sums.transposedTimes(biasHessian.times(sums)))
  }
}
