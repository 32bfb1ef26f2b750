#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RandomNumberGenerator {
  /// A standard normal draw (mean 0, variance 1).
  ///
  /// Consumes exactly two uniform draws u₀ and u₁ and returns √(−2 log(1 − u₀)) · cos(2π u₁); the sine partner is
  /// thrown away, so that the generator alone is the whole state. No draw exceeds 8.58 in absolute value, because
  /// u₀ has 53 bits.
  ///
  /// Source: Box and Muller, "A note on the generation of random normal deviates" (1958).
  public mutating func normal() -> Double { normalPair().0 }

  /// Two independent standard normal draws from two uniform draws: the cosine and the sine of one angle.
  public mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log1p(-uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// `count` independent standard normal draws: cosine and sine of consecutive pairs, in that order.
  ///
  /// An odd count throws the last sine away.
  public mutating func normals(_ count: Int) -> [Double] {
    precondition(count >= 0, "cannot draw \(count) numbers")
    var draws: [Double] = []
    draws.reserveCapacity(count + 1)
    while draws.count < count {
      let (first, second) = normalPair()
      draws.append(first)
      draws.append(second)
    }
    if draws.count > count { draws.removeLast() }
    return draws
  }
}
