#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A search for the largest ‖A x‖_p / ‖x‖_p, 1 < p < ∞, by power iteration from many starts.
///
/// One step maps x to y = A x, z = Aᵀ(|y|^{p−1} sgn y) and the next x = |z|^{q−1} sgn z with 1/p + 1/q = 1; the quotient
/// never falls. It converges to a stationary point, hence the many starts: coordinate vectors (the columns of largest
/// norm first), the vector of ones, random vectors, and one given from outside. All starts take a few steps; the best
/// ones go on until the quotient stands still.
struct BoydIteration {
  /// The largest quotient found: a lower bound of ‖A‖_p.
  private(set) var value = 0.0
  /// Where it is attained, p-norm 1.
  private(set) var vector: [Double]

  init(_ matrix: Matrix, exponent p: Double, extraStart: [Double]) {
    vector = [Double](repeating: 0, count: matrix.columns)
    var candidates = Self.starts(matrix, exponent: p, extraStart: extraStart).map {
      Self.ascend(matrix, exponent: p, from: $0, steps: 4, tolerance: 0)
    }
    candidates.sort { $0.value > $1.value }
    for candidate in candidates.prefix(8) {
      let polished = Self.ascend(matrix, exponent: p, from: candidate.vector, steps: 500, tolerance: 1e-15)
      if polished.value > value { (value, vector) = polished }
    }
  }

  private static func starts(_ matrix: Matrix, exponent p: Double, extraStart: [Double]) -> [[Double]] {
    // On random matrices up to 784 × 100, one start in a hundred climbs to the best value: a hundred are worth having.
    let affordable = max(8, min(matrix.columns + 64, 40_000_000 / (matrix.rows * matrix.columns)))
    let randomCount = min(64, max(4, affordable / 3))
    let columnNorms = (0..<matrix.columns).map { vectorNorm(matrix.column($0), exponent: p) }
    let longest = columnNorms.indices.sorted { columnNorms[$0] > columnNorms[$1] }.prefix(affordable - randomCount)
    var generator = SplitMix64(seed: 0x0B0D)
    return [extraStart, [Double](repeating: 1, count: matrix.columns)]
      + longest.map { column in (0..<matrix.columns).map { $0 == column ? 1 : 0 } }
      + (0..<randomCount).map { _ in generator.normals(matrix.columns) }
  }

  private static func ascend(
    _ matrix: Matrix, exponent p: Double, from start: [Double], steps: Int, tolerance: Double
  ) -> (value: Double, vector: [Double]) {
    let startNorm = vectorNorm(start, exponent: p)
    guard startNorm > 0 else { return (0, start) }
    var x = start.map { $0 / startNorm }
    var y = matrix.times(x)
    var value = vectorNorm(y, exponent: p)
    for _ in 0..<steps {
      guard let next = successor(matrix, exponent: p, of: y) else { break }
      let image = matrix.times(next)
      let nextValue = vectorNorm(image, exponent: p)
      guard nextValue > value * (1 + tolerance) else { break }
      (x, y, value) = (next, image, nextValue)
    }
    return (value, x)
  }

  private static func successor(_ matrix: Matrix, exponent p: Double, of y: [Double]) -> [Double]? {
    let top = y.reduce(0) { max($0, abs($1)) }
    guard top > 0 else { return nil }
    let z = matrix.transposedTimes(y.map { signedPower($0 / top, p - 1) })
    let largest = z.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    let next = z.map { signedPower($0 / largest, 1 / (p - 1)) }
    let norm = vectorNorm(next, exponent: p)
    return next.map { $0 / norm }
  }

  private static func signedPower(_ base: Double, _ exponent: Double) -> Double {
    base < 0 ? -pow(-base, exponent) : pow(base, exponent)
  }
}
