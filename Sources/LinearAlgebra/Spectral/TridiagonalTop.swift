/// The largest eigenvalue of a symmetric tridiagonal matrix with its unit eigenvector. Cost: some ten passes over the
/// entries, against the cube of the size for all eigenpairs.
///
/// Laguerre's iteration from above, which converges to the largest root of a polynomial with real roots from any point
/// above it (Parlett, "The Symmetric Eigenvalue Problem"), then bisection on the signs of the pivots of T − λ; the vector
/// from the twisted factorisation with the smallest pivot, up and down from there (Parlett and Dhillon 1997).
public struct TridiagonalTop: Sendable {
  /// λ_max
  public let value: Double
  /// The unit eigenvector.
  public let vector: [Double]

  /// From the diagonal and the entries beside it.
  ///
  /// - Parameter offDiagonal: at least one entry fewer than the diagonal; further ones are not read.
  public init(diagonal: [Double], offDiagonal: [Double]) {
    let n = diagonal.count
    let off = offDiagonal.prefix(max(0, n - 1)).map(abs)
    guard n > 1 else {
      value = diagonal.first ?? 0
      vector = [1]
      return
    }
    // Squares of entries must be numbers.
    let largest = max(diagonal.reduce(0) { max($0, abs($1)) }, off.max() ?? 0)
    if largest.isFinite, largest > 0x1p400 || (largest < 0x1p-400 && largest > 0) {
      let exponent = largest.exponent
      func scaled(_ entries: some Sequence<Double>) -> [Double] {
        entries.map { Double(sign: .plus, exponent: -Int(exponent), significand: $0) }
      }
      let top = TridiagonalTop(diagonal: scaled(diagonal), offDiagonal: scaled(offDiagonal.prefix(n - 1)))
      value = Double(sign: .plus, exponent: Int(exponent), significand: top.value)
      vector = top.vector
      return
    }
    // λ_max is at least every diagonal entry and at most the ends of Gershgorin's intervals.
    var low = diagonal[0]
    var high = -Double.infinity
    for i in 0..<n {
      low = max(low, diagonal[i])
      high = max(high, diagonal[i] + (i > 0 ? off[i - 1] : 0) + (i + 1 < n ? off[i] : 0))
    }
    // T − λ has only negative pivots exactly for λ > λ_max.
    func isAbove(_ shift: Double) -> Bool {
      var pivot = diagonal[0] - shift
      guard pivot < 0 else { return false }
      for i in 1..<n {
        pivot = diagonal[i] - shift - off[i - 1] * off[i - 1] / pivot
        guard pivot < 0 else { return false }
      }
      return true
    }
    // The logarithmic derivative of det(T − λ) is Σ 1/(λ − λ_i), the derivative of that −Σ 1/(λ − λ_i)²; both by the
    // recurrence of the pivots. Nil where not all pivots are negative.
    func laguerreStep(from shift: Double) -> Double? {
      var pivot = diagonal[0] - shift
      var (first, second) = (-1.0, 0.0)
      guard pivot < 0 else { return nil }
      var inverse = 1 / pivot
      var ratio = first * inverse
      var (sum, squares) = (ratio, ratio * ratio)
      for i in 1..<n {
        let factor = off[i - 1] * off[i - 1] * inverse
        // b²/d has the derivatives −b² d'/d² and b² (2 d'²/d³ − d''/d²).
        (first, second) = (factor * ratio - 1, factor * (second * inverse - 2 * ratio * ratio))
        pivot = diagonal[i] - shift - factor
        guard pivot < 0 else { return nil }
        inverse = 1 / pivot
        ratio = first * inverse
        sum += ratio
        squares += ratio * ratio - second * inverse
      }
      let count = Double(n)
      return count / (sum + max(0, (count - 1) * (count * squares - sum * sum)).squareRoot())
    }
    var next = high
    for _ in 0..<50 {
      guard let step = laguerreStep(from: next) else { break }
      high = next
      guard step > 4 * abs(high).ulp else { break }
      next = high - step
    }
    // The root is now a few roundings below.
    var reach = 4 * abs(high).ulp
    while high - reach > low, isAbove(high - reach) {
      high -= reach
      reach *= 2
    }
    low = max(low, high - reach)
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if isAbove(middle) { high = middle } else { low = middle }
    }
    value = high
    // Pivots from above and from below; a zero is replaced by what rounding would leave.
    let tiny = max(abs(high), .leastNormalMagnitude) * .ulpOfOne * .ulpOfOne
    func safe(_ pivot: Double) -> Double { abs(pivot) > tiny ? pivot : -tiny }
    var down = [Double](repeating: 0, count: n)
    var up = down
    down[0] = safe(diagonal[0] - high)
    for i in 1..<n { down[i] = safe(diagonal[i] - high - off[i - 1] * off[i - 1] / down[i - 1]) }
    up[n - 1] = safe(diagonal[n - 1] - high)
    for i in (0..<n - 1).reversed() { up[i] = safe(diagonal[i] - high - off[i] * off[i] / up[i + 1]) }
    var twist = 0
    var smallest = Double.infinity
    for i in 0..<n {
      let gamma = abs(down[i] + up[i] - (diagonal[i] - high))
      if gamma < smallest { (twist, smallest) = (i, gamma) }
    }
    var entries = [Double](repeating: 0, count: n)
    entries[twist] = 1
    for i in (0..<twist).reversed() { entries[i] = -off[i] * entries[i + 1] / down[i] }
    for i in twist + 1..<max(twist + 1, n) { entries[i] = -off[i - 1] * entries[i - 1] / up[i] }
    let length = norm(entries)
    // The signs of the entries beside the diagonal, which are positive in a Lanczos process.
    var sign = 1.0 / length
    for i in 0..<n {
      entries[i] *= sign
      if i + 1 < n, offDiagonal[i] < 0 { sign = -sign }
    }
    vector = entries
  }
}
