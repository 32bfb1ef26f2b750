import Flatbook

/// What the machine can do at most, measured where the rows are measured.
enum OurMachine {
  /// Matrix products of 1024³: operations per second in "rate".
  static func matrixProducts() -> () -> [String: [Double]] {
    let size = 1024
    var generator = SplitMix64(seed: 1)
    let a = generator.normals(size * size)
    let b = generator.normals(size * size)
    var c = [Double](repeating: 0, count: size * size)
    return {
      let clock = ContinuousClock()
      var best = Double.infinity
      for _ in 0..<3 {
        let passed = clock.measure { BLAS.multiply(size, size, size, a, .plain, b, .plain, into: &c) }.components
        best = min(best, Double(passed.seconds) + Double(passed.attoseconds) * 1e-18)
      }
      return ["rate": [2 * Double(size * size * size) / best], "entry": [c[0]]]
    }
  }

  /// a ← b + 3 c over three arrays of 64 MiB: bytes per second in "rate", counted once for every array.
  static func stream() -> () -> [String: [Double]] {
    let count = 1 << 23
    let b = [Double](repeating: 1, count: count)
    let c = [Double](repeating: 2, count: count)
    var a = [Double](repeating: 0, count: count)
    return {
      let clock = ContinuousClock()
      var best = Double.infinity
      for _ in 0..<3 {
        let passed = clock.measure {
          a.withUnsafeMutableBufferPointer { a in
            b.withUnsafeBufferPointer { b in
              c.withUnsafeBufferPointer { c in
                for i in 0..<count { a[i] = b[i] + 3 * c[i] }
              }
            }
          }
        }.components
        best = min(best, Double(passed.seconds) + Double(passed.attoseconds) * 1e-18)
      }
      return ["rate": [24 * Double(count) / best], "entry": [a[count / 2]]]
    }
  }
}
