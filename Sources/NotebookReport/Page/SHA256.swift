/// The SHA-256 digest (FIPS 180-4) of bytes: what the page's security policy names its style and script by.
enum SHA256 {
  static func digest(_ message: some Sequence<UInt8>) -> [UInt8] {
    var bytes = Array(message)
    let bitCount = UInt64(bytes.count) * 8
    bytes.append(0x80)
    while bytes.count % 64 != 56 { bytes.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }

    var hash = initialHash
    var schedule = [UInt32](repeating: 0, count: 64)
    for block in stride(from: 0, to: bytes.count, by: 64) {
      for t in 0..<16 {
        let i = block + 4 * t
        schedule[t] =
          UInt32(bytes[i]) << 24 | UInt32(bytes[i + 1]) << 16 | UInt32(bytes[i + 2]) << 8 | UInt32(bytes[i + 3])
      }
      for t in 16..<64 {
        let w15 = schedule[t - 15]
        let w2 = schedule[t - 2]
        let s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >> 3)
        let s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >> 10)
        schedule[t] = schedule[t - 16] &+ s0 &+ schedule[t - 7] &+ s1
      }
      var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
      var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
      for t in 0..<64 {
        let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = (e & f) ^ (~e & g)
        let t1 = h &+ sum1 &+ choice &+ constants[t] &+ schedule[t]
        let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ sum0 &+ majority)
      }
      for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { hash[index] &+= value }
    }
    return hash.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

  private static let primes: [UInt32] = {
    var primes: [UInt32] = []
    var candidate: UInt32 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }()

  /// The first 32 bits of the fractional part of x^(1/degree), found by exact integer bisection.
  private static func fraction(of x: UInt32, root degree: Int) -> UInt32 {
    // r = ⌊x^(1/degree) · 2³²⌋, that is the largest r with r^degree ≤ x · 2^(32·degree).
    var low: UInt64 = 0
    var high: UInt64 = 1 << 37
    while high - low > 1 {
      let middle = (low + high) / 2
      if power(middle, degree) <= WideInteger(x, shiftedLeftByWords: degree) { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  private static func power(_ base: UInt64, _ degree: Int) -> WideInteger {
    var result = WideInteger(1, shiftedLeftByWords: 0)
    for _ in 0..<degree { result = result.multiplied(by: base) }
    return result
  }

  private static let initialHash = primes.prefix(8).map { fraction(of: $0, root: 2) }
  private static let constants = primes.map { fraction(of: $0, root: 3) }

  /// A small natural number of 32-bit words, lowest first.
  private struct WideInteger {
    var words: [UInt32]

    init(_ value: UInt32, shiftedLeftByWords count: Int) {
      words = Array(repeating: 0, count: count) + [value]
    }

    func multiplied(by factor: UInt64) -> WideInteger {
      var result = [UInt32](repeating: 0, count: words.count + 2)
      for (i, word) in words.enumerated() {
        for (j, part) in [UInt32(truncatingIfNeeded: factor), UInt32(factor >> 32)].enumerated() {
          var carry = UInt64(word) * UInt64(part)
          var k = i + j
          while carry > 0 && k < result.count {
            carry += UInt64(result[k])
            result[k] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
            k += 1
          }
        }
      }
      var product = self
      product.words = result
      return product
    }

    static func <= (a: WideInteger, b: WideInteger) -> Bool {
      for index in (0..<max(a.words.count, b.words.count)).reversed() {
        let x = index < a.words.count ? a.words[index] : 0
        let y = index < b.words.count ? b.words[index] : 0
        if x != y { return x < y }
      }
      return true
    }
  }
}
