#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The p-norm (Σ |xᵢ|^p)^{1/p} of a vector for p ≥ 1, and the largest |xᵢ| for p = ∞. O(length).
///
/// The largest entry is factored out first, so that nothing overflows that need not; a NaN gives a NaN.
public func vectorNorm(_ vector: some Sequence<Double>, exponent p: Double) -> Double {
  precondition(p >= 1, "a norm needs an exponent of at least 1, not \(p)")
  var largest = 0.0
  for entry in vector {
    if entry.isNaN { return .nan }
    largest = max(largest, abs(entry))
  }
  if largest == 0 || largest.isInfinite || p.isInfinite { return largest }
  if p == 1 { return vector.reduce(0) { $0 + abs($1) } }
  if p == 2 {
    return largest * vector.reduce(0) { sum, entry in sum + (entry / largest) * (entry / largest) }.squareRoot()
  }
  return largest * pow(vector.reduce(0) { $0 + pow(abs($1) / largest, p) }, 1 / p)
}
