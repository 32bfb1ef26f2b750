import LinearAlgebra

/// A half-space that all inputs lie in, as deep inside as was found: a unit vector c with ⟨c, x_i⟩ ≥ margin for every i.
///
/// The largest margin of all is the distance of the convex hull of the inputs from the origin. The margin returned is
/// proven, it is the smallest of the n inner products; ``upperBound`` is proven, too, it is the norm of a point of the
/// hull. That no half-space contains the inputs is not proven by an upper bound that is tiny but not 0.
/// Source: Mitchell, Dem'yanov and Malozemov 1974 for the steps; enclosure derived in Documentation/Theory.
public struct MaximumMargin: Sendable, Hashable {
  /// c, of length 1; d numbers.
  public let direction: [Double]
  /// min_i ⟨c, x_i⟩; not positive where no half-space was found.
  public let margin: Double
  /// No unit vector has a larger margin.
  public let upperBound: Double
  /// max_i ‖x_i‖, the scale against which the margin is small or large.
  public let largestInputNorm: Double

  /// Whether all inputs lie in an open half-space: there is a c with ⟨c, x_i⟩ > 0 for all of them.
  public var status: Hypothesis.Status {
    // Inner products of d terms are known up to rounding of this size.
    if margin > 8 * Double(direction.count) * .ulpOfOne * largestInputNorm { return .holds }
    return upperBound <= 1e-10 * largestInputNorm ? .fails : .notChecked
  }

  /// The best half-space found for the rows of `inputs`.
  ///
  /// Weight is moved from the active input farthest along the present point of the hull to the least far one, until the
  /// margin is within `tolerance` of its upper bound, relatively, or the steps are used up. Compared at the end with the
  /// direction of equal coordinates, which serves positive data such as images, and with the mean input.
  /// Cost: 2 n d operations for each of at most `steps` steps; by default as many as fit in 4 · 10⁸ operations, from
  /// 100 to 20 000.
  public init(of inputs: Matrix, tolerance: Double = 1e-6, steps: Int? = nil) {
    let n = inputs.rows
    let d = inputs.columns
    let squares = (0..<n).map { i in dot(inputs.row(i), inputs.row(i)) }
    largestInputNorm = (squares.max() ?? 0).squareRoot()
    guard n > 0, largestInputNorm > 0 else {
      direction = (0..<d).map { $0 == 0 ? 1 : 0 }
      margin = 0
      upperBound = 0
      return
    }
    let limit = steps ?? max(100, min(20_000, 200_000_000 / max(1, n * d)))
    // The input nearest to the origin is the first point of the hull.
    let nearest = squares.indices.min { squares[$0] < squares[$1] } ?? 0
    var weights = [Double](repeating: 0, count: n)
    weights[nearest] = 1
    var point = inputs.row(nearest)
    for step in 0..<limit {
      // Rounding is removed now and then.
      if step % 64 == 63 { point = inputs.transposedTimes(weights) }
      let length = norm(point)
      guard length > 1e-12 * largestInputNorm else { break }
      let products = inputs.times(point)
      var (low, high) = (0, nearest)
      var highest = -Double.infinity
      for i in 0..<n {
        if products[i] < products[low] { low = i }
        if weights[i] > 0, products[i] > highest { (high, highest) = (i, products[i]) }
      }
      // ‖p‖² − min ⟨p, x_i⟩ bounds what is missing from the largest margin.
      if length * length - products[low] <= tolerance * length * length { break }
      var difference = 0.0
      for j in 0..<d {
        let entry = inputs[high, j] - inputs[low, j]
        difference += entry * entry
      }
      guard difference > 0 else { break }
      let moved = min(weights[high], (products[high] - products[low]) / difference)
      guard moved > 0 else { break }
      weights[high] = moved == weights[high] ? 0 : weights[high] - moved
      weights[low] += moved
      for j in 0..<d { point[j] += moved * (inputs[low, j] - inputs[high, j]) }
    }
    let total = weights.reduce(0, +)
    point = inputs.transposedTimes(weights.map { $0 / total })

    var best: (margin: Double, direction: [Double])?
    for candidate in [point, [Double](repeating: 1, count: d), inputs.columnSums] {
      let length = norm(candidate)
      guard length > 0 else { continue }
      let unit = candidate.map { $0 / length }
      let margin = inputs.times(unit).min() ?? 0
      if best.map({ margin > $0.margin }) ?? true { best = (margin, unit) }
    }
    direction = best?.direction ?? (0..<d).map { $0 == 0 ? 1 : 0 }
    margin = best?.margin ?? 0
    upperBound = max(norm(point), margin)
  }
}
