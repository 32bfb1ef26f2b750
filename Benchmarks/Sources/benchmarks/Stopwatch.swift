import Flatbook

/// The value of a computation with the time it took: of the median of three runs where one takes less than a second.
func timed<Value>(_ work: () throws -> Value) throws -> (value: Value, seconds: Double) {
  let clock = ContinuousClock()
  func run() throws -> (Value, Double) {
    let start = clock.now
    let value = try work()
    let passed = (clock.now - start).components
    return (value, Double(passed.seconds) + Double(passed.attoseconds) * 1e-18)
  }
  let (value, first) = try run()
  guard first < 1 else { return (value, first) }
  let second = try run().1
  let third = try run().1
  return (value, median([first, second, third]))
}

extension Double {
  /// With so many digits behind the point.
  func rounded(digits: Int) -> String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "−∞" : "∞" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = (magnitude * scale).rounded()
    let text = String(Int(whole))
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let point = padded.index(padded.endIndex, offsetBy: -digits)
    let sign = self < 0 && whole > 0 ? "−" : ""
    return digits == 0 ? sign + padded : "\(sign)\(padded[..<point]).\(padded[point...])"
  }

  /// A time: "105 µs", "35.9 ms", "1.3 s".
  var asTime: String {
    if self < 1e-3 { return "\((self * 1e6).rounded(digits: 0)) µs" }
    return self < 1 ? "\((self * 1000).rounded(digits: 1)) ms" : "\(rounded(digits: 1)) s"
  }

  /// A small number as a power of ten with two digits: "3.1e-09".
  var asError: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : rounded(digits: 0) }
    var exponent = 0
    var mantissa = magnitude
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    while mantissa >= 10 {
      mantissa /= 10
      exponent += 1
    }
    return "\(self < 0 ? "−" : "")\(mantissa.rounded(digits: 1))e\(exponent)"
  }
}
