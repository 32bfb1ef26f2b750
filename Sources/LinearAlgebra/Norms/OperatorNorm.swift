#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The norm of a matrix A as a map from l_p to l_p, ‖A‖_p = max ‖A x‖_p / ‖x‖_p, enclosed between two numbers.
///
/// For p = 1, 2, ∞ and for a single row or column the norm is computed and both ends agree. For other exponents no
/// efficient method is known: the lower end is a value that is attained at `maximizer`, found by iteration from many
/// starts and in practice nearly always the norm; the upper end is certified, the smallest of three proven bounds. Use
/// the upper end in a bound and the lower end in a picture.
///
/// ```swift
/// let norm = try OperatorNorm(of: firstLayer.transposed, exponent: 4)
/// print(norm.lower...norm.upper)
/// ```
///
/// Sources: Boyd, "The power method for l^p norms" (1974); Higham, "Estimating the matrix p-norm" (1992); Schur's test
/// and the theorem of Riesz and Thorin; section "Operator norms" of Documentation/Theory.
public struct OperatorNorm: Equatable, Sendable {
  /// The exponent p, from 1 to ∞.
  public let exponent: Double
  /// A value ‖A x‖_p / ‖x‖_p that is attained, at `maximizer`.
  public let lower: Double
  /// A number that the norm does not exceed.
  public let upper: Double
  /// Whether the norm was computed, not enclosed: then both ends agree.
  public let isExact: Bool
  /// Where `lower` is attained: one number per column, p-norm 1; empty where the norm was computed without it.
  public let maximizer: [Double]
  /// The three proven upper bounds, of which `upper` is the smallest, unless the norm is exact.
  public let certificates: Certificates

  /// Proven upper bounds of an operator norm.
  public struct Certificates: Equatable, Sendable {
    /// Riesz and Thorin between 2 and the nearer end: ‖A‖₂^{2/p} ‖A‖_∞^{1−2/p} for p ≥ 2, with 1 for ∞ below.
    public let rieszThorinTwo: Double
    /// Riesz and Thorin between the ends: ‖A‖₁^{1/p} ‖A‖_∞^{1−1/p}.
    public let rieszThorinOneInfinity: Double
    /// Schur's test with the best positive vector found: at best the norm of the matrix of absolute values.
    public let schur: Double

    var smallest: Double { min(rieszThorinTwo, rieszThorinOneInfinity, schur) }
  }

  /// Encloses ‖A‖_p.
  ///
  /// The entries are divided by the largest of them first, so that neither tiny nor huge matrices lose anything. Where
  /// the norm is not computed, the upper end is widened by a rounding allowance of some units in the last place times the sizes.
  ///
  /// Cost: the singular values, some hundred products with |A|, and where the norm is not computed four products with A
  /// and Aᵀ per start: all columns and 64 random vectors while entries times starts stay below 40 million, then fewer,
  /// never less than 8. A 784 × 500 matrix takes about 0.1 s. The random vectors have a fixed seed: the result depends
  /// on the matrix alone.
  ///
  /// - Parameters:
  ///   - matrix: A; an empty one has norm 0.
  ///   - p: the exponent, from 1 to ∞.
  /// - Throws: `OperatorNormError` for entries that are not finite, an exponent below 1 or not a number, or a norm
  ///   that overflows.
  public init(of matrix: Matrix, exponent p: Double) throws(OperatorNormError) {
    guard p >= 1 else { throw .invalidExponent("\(p)") }
    var scale = 0.0
    for (place, entry) in matrix.elements.enumerated() {
      guard entry.isFinite else {
        throw .notFinite(row: place / matrix.columns, column: place % matrix.columns, value: "\(entry)")
      }
      scale = max(scale, abs(entry))
    }
    guard scale > 0 else {
      let nothing = Certificates(rieszThorinTwo: 0, rieszThorinOneInfinity: 0, schur: 0)
      self.init(exponent: p, lower: 0, upper: 0, isExact: true, maximizer: [], certificates: nothing)
      return
    }
    var scaled = matrix
    for i in scaled.elements.indices { scaled.elements[i] /= scale }
    try self.init(scaled: scaled, scale: scale, exponent: p)
  }

  private init(scaled: Matrix, scale: Double, exponent p: Double) throws(OperatorNormError) {
    let one = scaled.largestColumnSum
    let infinity = scaled.largestRowSum
    let two = try scaled.spectralNorm()
    let nearEnd = p >= 2 ? infinity : one
    let towardsEnd = p >= 2 ? 1 - 2 / p : 2 / p - 1
    let schur = SchurCertificate(of: scaled, exponent: p)
    let allowance = 1 + 8 * Double(scaled.rows + scaled.columns) * Double.ulpOfOne
    let certificates = Certificates(
      rieszThorinTwo: scale * allowance * pow(two, 1 - towardsEnd) * pow(nearEnd, towardsEnd),
      rieszThorinOneInfinity: scale * allowance * pow(one, 1 / p) * pow(infinity, 1 - 1 / p),
      schur: scale * allowance * schur.bound)

    var exact: Double?
    if p == 1 {
      exact = one
    } else if p == 2 {
      exact = two
    } else if p.isInfinite {
      exact = infinity
    } else if scaled.rows == 1 {
      exact = vectorNorm(scaled.elements, exponent: p / (p - 1))
    } else if scaled.columns == 1 {
      exact = vectorNorm(scaled.elements, exponent: p)
    }
    if let exact {
      guard (exact * scale).isFinite else { throw .overflow }
      self.init(
        exponent: p, lower: exact * scale, upper: exact * scale, isExact: true, maximizer: [],
        certificates: certificates)
      return
    }
    let search = BoydIteration(scaled, exponent: p, extraStart: schur.vector)
    guard certificates.smallest.isFinite else { throw .overflow }
    let lower = search.value * scale
    self.init(
      exponent: p, lower: lower, upper: max(certificates.smallest, lower), isExact: false, maximizer: search.vector,
      certificates: certificates)
  }

  private init(
    exponent: Double, lower: Double, upper: Double, isExact: Bool, maximizer: [Double], certificates: Certificates
  ) {
    self.exponent = exponent
    self.lower = lower
    self.upper = upper
    self.isExact = isExact
    self.maximizer = maximizer
    self.certificates = certificates
  }
}

extension Matrix {
  /// ‖A‖_∞: the largest sum of absolute values in a row.
  fileprivate var largestRowSum: Double {
    (0..<rows).map { i in elements[i * columns..<(i + 1) * columns].reduce(0) { $0 + abs($1) } }.max() ?? 0
  }

  /// ‖A‖₁: the largest sum of absolute values in a column.
  fileprivate var largestColumnSum: Double {
    var sums = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      for j in 0..<columns { sums[j] += abs(self[i, j]) }
    }
    return sums.max() ?? 0
  }
}
