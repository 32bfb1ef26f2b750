/// tr A and ‖A‖_F² of a symmetric operator, estimated from its action on the same random probes.
public struct TraceEstimates: Sendable, Hashable {
  /// tr A
  public let trace: StochasticEstimate
  /// ‖A‖_F² = tr A²
  public let squaredFrobeniusNorm: StochasticEstimate

  /// ‖A‖_F
  public var frobeniusNorm: StochasticEstimate { squaredFrobeniusNorm.squareRoot }
}

/// Probes that share one block product.
private let blockSize = 16

extension SymmetricOperator {
  /// tr A = E zᵀAz and ‖A‖_F² = E ‖Az‖² over vectors z of random signs.
  ///
  /// The variance of zᵀAz is 2 Σ_{i≠j} a_ij², so a diagonal operator is met exactly by a single probe.
  /// Cost: one application per probe, in blocks of 16.
  /// Source: Hutchinson 1990; variances derived in Documentation/Theory.
  ///
  /// - Throws: ``SpectralError/notFinite`` when a product is not finite.
  public func hutchinson(
    probes: Int = 32, using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> TraceEstimates {
    precondition(probes >= 1, "an estimate needs a probe")
    var traces: [Double] = []
    var squares: [Double] = []
    while traces.count < probes {
      let vectors = generator.signs(rows: min(blockSize, probes - traces.count), columns: dimension)
      let images = self.images(ofRows: vectors)
      for row in 0..<vectors.rows {
        let image = images.row(row)
        let trace = dot(vectors.row(row), image)
        let square = dot(image, image)
        guard trace.isFinite, square.isFinite else { throw .notFinite }
        traces.append(trace)
        squares.append(square)
      }
    }
    return TraceEstimates(
      trace: StochasticEstimate(mean: traces, applications: probes),
      squaredFrobeniusNorm: StochasticEstimate(mean: squares, applications: probes))
  }

  /// tr A and ‖A‖_F² by Hutch++: exactly on the range of a random sketch, by probes on what is left.
  ///
  /// With Q an orthonormal basis of A S, S a sketch of random signs,
  /// tr A = tr QᵀAQ + E zᵀ(I − QQᵀ)A(I − QQᵀ)z and ‖A‖_F² = ‖AQ‖_F² + E ‖A(I − QQᵀ)z‖². The sketch takes the large
  /// eigenvalues away, and the standard error is that of the rest: 0 but for rounding when the rank is at most `sketch`. A sketch as wide as the
  /// operator asks for its matrix instead, and nothing is left to chance.
  /// Cost: 2 `sketch` + `probes` applications and 8 `sketch`² · dimension operations; memory 3 `sketch` · dimension.
  /// Source: Meyer, Musco, Musco and Woodruff 2021 for the trace; the second line derived in Documentation/Theory.
  ///
  /// - Throws: ``SpectralError/notFinite`` when a product is not finite.
  public func hutchPlusPlus(
    sketch: Int = 16, probes: Int = 16, using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> TraceEstimates {
    precondition(sketch >= 1 && probes >= 1, "an estimate needs a sketch and a probe")
    if sketch >= dimension {
      let matrix = images(ofRows: .identity(dimension))
      guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
      return TraceEstimates(
        trace: .exact(matrix.trace, applications: dimension),
        squaredFrobeniusNorm: .exact(dot(matrix.elements, matrix.elements), applications: dimension))
    }
    let sketched = images(ofRows: generator.signs(rows: sketch, columns: dimension))
    guard sketched.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let basis = orthonormalRows(of: sketched)
    let basisImages = images(ofRows: basis)
    guard basisImages.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    let known = dot(basis.elements, basisImages.elements)
    let knownSquares = dot(basisImages.elements, basisImages.elements)
    let spent = sketch + basis.rows
    var traces: [Double] = []
    var squares: [Double] = []
    while traces.count < probes {
      var vectors = generator.signs(rows: min(blockSize, probes - traces.count), columns: dimension)
      vectors = vectors - vectors.timesTransposed(basis).times(basis)
      let images = self.images(ofRows: vectors)
      for row in 0..<vectors.rows {
        let image = images.row(row)
        let trace = dot(vectors.row(row), image)
        let square = dot(image, image)
        guard trace.isFinite, square.isFinite else { throw .notFinite }
        traces.append(trace)
        squares.append(square)
      }
    }
    return TraceEstimates(
      trace: StochasticEstimate(mean: traces, plus: known, applications: spent + probes),
      squaredFrobeniusNorm: StochasticEstimate(mean: squares, plus: knownSquares, applications: spent + probes))
  }
}
