import LinearAlgebra

extension GradientSpan {
  /// An upper bound of η*_4 for batches of one sample: the largest η ≤ 2/λ_max(H) with
  /// (1/n) Σ [(tr M_i²)² + 2 tr M_i⁴] ≤ r(r + 2), where M_i = I − ηH_i.
  ///
  /// What ``MeanSquareStability/traceThreshold`` is for order 2: the mean over all directions instead of the worst one.
  /// For one output and m_i = ‖g_i‖² it reads (1/n) Σ [3(1 − ηm_i)⁴ + 2(r − 1)(1 − ηm_i)²] ≤ 2r + 1. Larger batches
  /// may be stable beyond it. Infinite without gradients. Cost: n eigenproblems of size C.
  /// Source: derived in Documentation/Theory.
  /// - Throws: ``SpectralError`` when a gradient is not finite.
  public func isotropicFourthOrderThreshold() throws(SpectralError) -> Double {
    guard let sharpness = eigenvalues.first else { return .infinity }
    var spectra: [[Double]] = []
    for i in 0..<sampleCount {
      let block = coordinates.rows(at: i * outputDimension..<(i + 1) * outputDimension).gramOfRows
      spectra.append(try SymmetricEigen(of: block, vectors: .omitted).values)
    }
    let dimension = Double(rank)
    // What a sample adds to r(r + 2), divided by η, so that nothing cancels for small η.
    func slope(_ eta: Double) -> Double {
      spectra.reduce(0) { sum, spectrum in
        // tr M² = r + ηs and tr M⁴ = r + ηf.
        var s = 0.0
        var f = 0.0
        for value in spectrum {
          let x = eta * value
          s += value * (x - 2)
          f += value * (x - 2) * (1 + (1 - x) * (1 - x))
        }
        return sum + 2 * dimension * s + eta * s * s + 2 * f
      }
    }
    return bracketedRoot(from: 0, to: 2 / sharpness, slope)
  }
}
