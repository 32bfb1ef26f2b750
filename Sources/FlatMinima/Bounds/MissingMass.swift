#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The missing mass π_n(δ): the probability that a new input has no training input within δ. Bounds and estimates.
///
/// A priori, from a covering of the support by N cells of diameter at most δ: `uniformCells`, `exponentialBound`,
/// `anyMeasureBound`, `simpleAnyMeasureBound`. From the training inputs alone: `goodTuring`. From held-out inputs, with
/// confidence limits: ``HoldOutCoverage``.
///
/// Derived in Documentation/Theory, section "Missing mass".
public enum MissingMass {
  /// E π_n for N equally probable cells that cover, exactly if π_n counts empty cells: (1 − 1/N)^n.
  ///
  /// - Throws: `BoundError.outOfRange` unless cells ≥ 1 and samples ≥ 1.
  public static func uniformCells(_ cells: Double, samples: Int) throws(BoundError) -> Double {
    try require(cells, samples)
    return cells.isInfinite ? 1 : exp(Double(samples) * log1p(-1 / cells))
  }

  /// The bound e^{−n/N} of `uniformCells`.
  ///
  /// - Throws: `BoundError.outOfRange` unless cells ≥ 1 and samples ≥ 1.
  public static func exponentialBound(cells: Double, samples: Int) throws(BoundError) -> Double {
    try require(cells, samples)
    return exp(-Double(samples) / cells)
  }

  /// E π_n ≤ N/(n + 1) · (n/(n + 1))^n for every distribution on a support that N cells of diameter at most δ cover.
  ///
  /// Attained by N = n + 1 equally probable cells. May exceed 1.
  ///
  /// - Throws: `BoundError.outOfRange` unless cells ≥ 1 and samples ≥ 1.
  public static func anyMeasureBound(cells: Double, samples: Int) throws(BoundError) -> Double {
    try require(cells, samples)
    let n = Double(samples)
    return cells / (n + 1) * exp(-n * log1p(1 / n))
  }

  /// The simpler and slightly larger form N/(e n) of `anyMeasureBound`.
  ///
  /// - Throws: `BoundError.outOfRange` unless cells ≥ 1 and samples ≥ 1.
  public static func simpleAnyMeasureBound(cells: Double, samples: Int) throws(BoundError) -> Double {
    try require(cells, samples)
    return cells / (M_E * Double(samples))
  }

  /// What to add to a bound of the mean mass of empty cells, as the ones above are, for an upper limit of π_n that
  /// holds with the given confidence: √(log(1/α)/n), α = 1 − confidence.
  ///
  /// The mass U of the empty cells, which is at least π_n, satisfies P(U ≥ E U + ε) ≤ e^{−nε²} (McAllester and Ortiz
  /// 2003; cited from memory). π_n(δ) itself need not be that close to its own mean: one sample may cover nearly all.
  ///
  /// - Throws: `BoundError.outOfRange` unless samples ≥ 1 and 0 < confidence < 1.
  public static func deviation(samples: Int, confidence: Double) throws(BoundError) -> Double {
    try requirePositive(samples, "samples")
    try requireConfidence(confidence)
    return (-log1p(-confidence) / Double(samples)).squareRoot()
  }

  /// The leave-one-out estimate after Good and Turing: the fraction of samples with no other sample within δ.
  ///
  /// Its expectation is exactly E π_{n−1}(δ). Cost: O(n² d) once for the neighbours.
  ///
  /// - Parameters:
  ///   - neighbors: the nearest other samples, from `NearestNeighbors(within:norm:)`.
  ///   - radius: δ ≥ 0.
  /// - Throws: `BoundError.outOfRange`.
  public static func goodTuring(_ neighbors: NearestNeighbors, radius: Double) throws(BoundError) -> Double {
    try requireNonNegative(radius, "radius")
    return Double(neighbors.distances.count { $0 > radius }) / Double(neighbors.count)
  }

  private static func require(_ cells: Double, _ samples: Int) throws(BoundError) {
    guard cells >= 1 else { throw .outOfRange(name: "cells", value: "\(cells)", allowed: "1 or more") }
    try requirePositive(samples, "samples")
  }
}
