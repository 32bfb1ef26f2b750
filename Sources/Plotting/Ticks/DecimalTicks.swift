/// Evenly spaced decimal numbers: multiples of `10^exponent` by whole numbers, so that their digits are exact.
struct DecimalTicks {
  var coefficients: [Int]
  var exponent: Int

  var values: [Double] { coefficients.map { decimal($0, exponent: exponent) } }

  /// The numbers with labels made together.
  var ticks: [Tick] {
    zip(values, labels).map { Tick(value: $0, label: $1) }
  }

  /// The labels: all with the same number of decimals, all plain or all with the same power of ten.
  var labels: [LabelText] {
    guard coefficients.contains(where: { $0 != 0 }) else { return coefficients.map { _ in "0" } }
    var coefficients = coefficients
    var exponent = exponent
    while coefficients.allSatisfy({ $0 % 10 == 0 }) {
      coefficients = coefficients.map { $0 / 10 }
      exponent += 1
    }
    let digits = coefficients.map { String($0.magnitude).count }.max() ?? 1
    let magnitude = digits + exponent - 1
    let thousands = magnitude >= 4 ? 3 : 4
    let plain =
      magnitude > 20 || exponent < -20
      ? nil : coefficients.map { Self.plain($0, exponent: exponent, commasBeyond: thousands) }
    let mantissas = coefficients.map { Self.plain($0, exponent: exponent - magnitude) }
    if let plain {
      let scientificLength = (mantissas.map(\.count).max() ?? 0) + 3
      let plainLength = plain.map(\.count).max() ?? 0
      if (-4...5).contains(magnitude) && plainLength <= max(8, scientificLength) || plainLength <= scientificLength {
        return plain.map { LabelText($0) }
      }
    }
    return zip(coefficients, mantissas).map { coefficient, mantissa in
      coefficient == 0
        ? "0" : LabelText("\(mantissa)×10", raised: Self.signed(magnitude))
    }
  }

  /// A whole number with a real minus sign.
  static func signed(_ number: Int) -> String { number < 0 ? "−\(number.magnitude)" : "\(number)" }

  /// `coefficient × 10^exponent` written out, with `-exponent` decimals, and with commas between thousands in numbers of
  /// more than so many digits before the point.
  static func plain(_ coefficient: Int, exponent: Int, commasBeyond most: Int = 4) -> String {
    var digits = String(coefficient.magnitude)
    var fraction = ""
    if exponent >= 0 {
      if coefficient != 0 { digits += String(repeating: "0", count: exponent) }
    } else {
      if digits.count <= -exponent { digits = String(repeating: "0", count: 1 - exponent - digits.count) + digits }
      fraction = "." + digits.suffix(-exponent)
      digits.removeLast(-exponent)
    }
    if digits.count > most {
      var grouped = ""
      for (index, digit) in digits.enumerated() {
        if index > 0 && (digits.count - index) % 3 == 0 { grouped.append(",") }
        grouped.append(digit)
      }
      digits = grouped
    }
    return (coefficient < 0 ? "−" : "") + digits + fraction
  }
}
