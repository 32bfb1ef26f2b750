extension RandomNumberGenerator {
  /// A uniform draw from 0 ..< `bound`: the remainder of a 64-bit draw, with the last incomplete cycle rejected.
  ///
  /// Without bias, and dependent only on the generator's stream, not on the version of the standard library. For
  /// every bound that fits in memory a rejection is rarer than once in 2²⁰ draws.
  public mutating func uniformIndex(below bound: Int) -> Int {
    precondition(bound > 0, "no index lies below \(bound)")
    let range = UInt64(bound)
    let excess = (UInt64.max % range + 1) % range  // 2⁶⁴ mod bound
    var draw = next()
    while draw > UInt64.max - excess { draw = next() }
    return Int(draw % range)
  }

  /// The indices 0 ..< `count` in a uniformly random order. O(count).
  ///
  /// Fisher and Yates's shuffle from the last place down: place i is exchanged with a place drawn from 0 ... i.
  public mutating func shuffledIndices(_ count: Int) -> [Int] {
    precondition(count >= 0, "cannot shuffle \(count) indices")
    var indices = Array(0..<count)
    for place in stride(from: count - 1, through: 1, by: -1) {
      indices.swapAt(place, uniformIndex(below: place + 1))
    }
    return indices
  }
}
