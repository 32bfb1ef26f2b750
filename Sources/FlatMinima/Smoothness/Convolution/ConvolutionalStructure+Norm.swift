import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ConvolutionalStructure {
  /// ‖w ∗‖₂ of the first layer as a linear map from images to feature maps, as ``normValue`` says: the symbol bound, or
  /// the norm itself.
  ///
  /// - Throws: ``SpectralError`` or `OperatorNormError` when an iteration does not converge.
  public func operatorNorm() throws -> Double {
    switch normValue {
    case .attained: try attainedOperatorNorm()
    case .certified: try symbolBound()
    }
  }

  /// ‖w ∗‖₂ itself: by its singular values while the matrix has at most 2¹⁸ entries, else by Lanczos on the convolution
  /// followed by its transpose.
  ///
  /// Lanczos stops at a relative residual of 10⁻⁶. Its value is never above the norm but for rounding, and nearly always
  /// within 10⁻⁶ of it. Cost: some tens of convolutions.
  ///
  /// - Throws: ``SpectralError`` or `OperatorNormError` when an iteration does not converge.
  public func attainedOperatorNorm() throws -> Double {
    let map = point.network.linearMap(of: layer, at: point.parameters)
    guard point.parameters[layer.weightRange].contains(where: { $0 != 0 }) else { return 0 }
    let (inputs, outputs) = (layer.inputShape.count, layer.outputShape.count)
    if Double(inputs) * Double(outputs) <= 0x1p18 { return try map.times(.identity(inputs)).spectralNorm() }
    func row(_ x: [Double]) -> Matrix { Matrix(rows: 1, columns: x.count, elements: x) }
    let product =
      inputs <= outputs
      ? ActionOperator(dimension: inputs) { map.transposedTimes(map.times(row($0))).elements }
      : ActionOperator(dimension: outputs) { map.times(map.transposedTimes(row($0))).elements }
    return max(0, try product.largestEigenpair(tolerance: 1e-6).value).squareRoot()
  }

  /// An upper bound of ‖w ∗‖₂, but for rounding: the largest ‖Ŵ(θ)‖₂ over the frequencies θ of the padded grid, where
  /// Ŵ(θ)_oc = Σ_{ab} w_ocab e^{i(θ₁a + θ₂b)}.
  ///
  /// The convolution is a restriction of the circular one on a grid of (height + 2 padding) × (width + 2 padding), whose
  /// norm that is; a stride only leaves outputs out. For a single window ‖w‖₂ is returned, which is the norm without padding.
  /// Cost: half a grid of singular values of matrices of twice outputs × channels.
  /// - Throws: `OperatorNormError` when the singular values do not converge.
  public func symbolBound() throws -> Double {
    let (channels, inputs, kernel) = (layer.channels, layer.inputShape.channels, layer.kernel)
    let weights = Matrix(
      rows: channels * inputs, columns: kernel.area, elements: Array(point.parameters[layer.weightRange]))
    if layer.positionCount == 1 {
      return try Matrix(rows: channels, columns: layer.patchSize, elements: weights.elements).spectralNorm()
    }
    let height = layer.inputShape.height + 2 * layer.padding.height
    let width = layer.inputShape.width + 2 * layer.padding.width
    // Opposite frequencies have conjugate symbols, of equal norm.
    let norms = try parallelMap(0...height / 2) { u in
      var largest = 0.0
      for v in 0..<width {
        var cosines = [Double](repeating: 0, count: kernel.area)
        var sines = cosines
        for a in 0..<kernel.height {
          for b in 0..<kernel.width {
            let turns = Double((u * a) % height) / Double(height) + Double((v * b) % width) / Double(width)
            cosines[a * kernel.width + b] = cos(2 * .pi * turns)
            sines[a * kernel.width + b] = sin(2 * .pi * turns)
          }
        }
        largest = max(
          largest, try Self.norm(weights.times(cosines), weights.times(sines), rows: channels, columns: inputs))
      }
      return largest
    }
    return norms.max() ?? 0
  }

  /// ‖A + iB‖₂, which is that of the real matrix [A, −B; B, A].
  private static func norm(
    _ real: [Double], _ imaginary: [Double], rows: Int, columns: Int
  ) throws(OperatorNormError) -> Double {
    var both = Matrix(rows: 2 * rows, columns: 2 * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        both[i, j] = real[i * columns + j]
        both[i + rows, j + columns] = real[i * columns + j]
        both[i + rows, j] = imaginary[i * columns + j]
        both[i, j + columns] = -imaginary[i * columns + j]
      }
    }
    return try both.spectralNorm()
  }
}
