import NotebookFormat

/// How numbers read in a table: at most five significant digits, a real minus sign, no noise.
enum NumberFormat {
  static func text(_ value: TableOutput.Value) -> String {
    switch value {
    case .integer(let integer): minus(String(integer))
    case .number(let number): text(number)
    case .text(let text): text
    case .missing: "–"
    }
  }

  static func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    if number == 0 { return "0" }
    if number == number.rounded(), abs(number) < 1e7 { return minus(String(Int(number))) }
    let (digits, exponent) = significant(abs(number), 5)
    let sign = number < 0 ? "−" : ""
    if exponent < -4 || exponent > 6 {
      let mantissa = digits.count > 1 ? "\(digits.prefix(1)).\(digits.dropFirst())" : digits
      return "\(sign)\(mantissa)e\(minus(String(exponent)))"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    if digits.count <= exponent + 1 {
      return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return "\(sign)\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
  }

  /// The numbers of a column, with the same decimals where they are of like size.
  static func column(_ values: [TableOutput.Value]) -> [String] {
    let texts = values.map(text)
    let sizes = values.compactMap { value -> Double? in
      if case .number(let number) = value, number.isFinite, number != 0 { abs(number) } else { nil }
    }
    guard let largest = sizes.max(), let smallest = sizes.min(), smallest / largest > 1e-3, largest < 1e6,
      !texts.contains(where: { $0.contains("e") })
    else { return texts }
    let wanted = texts.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
    // Five significant digits of the largest number.
    var digitsBeforePoint = 0
    var size = largest
    while size >= 1 {
      size /= 10
      digitsBeforePoint += 1
    }
    while size < 0.1 {
      size *= 10
      digitsBeforePoint -= 1
    }
    let decimals = min(wanted, max(5 - digitsBeforePoint, 0))
    return zip(values, texts).map { value, text in
      guard case .number(let number) = value, number.isFinite else { return text }
      return fixed(number, decimals)
    }
  }

  /// A number with so many decimals, at most 12.
  private static func fixed(_ number: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<min(decimals, 12) { scale *= 10 }
    let scaled = Int((abs(number) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = number < 0 && scaled != 0 ? "−" : ""
    return decimals == 0 ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// A number as an attribute of HTML or SVG has it.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }

  private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }

  /// The first digits of a positive number, rounded, without trailing zeros, and the power of ten of the first one.
  private static func significant(_ number: Double, _ count: Int) -> (digits: String, exponent: Int) {
    // The shortest digits that name the number: `1.2345e-05`, `123.45`, `0.001`.
    let description = "\(number)".lowercased().split(separator: "e")
    let mantissa = description[0]
    var exponent = description.count > 1 ? Int(description[1]) ?? 0 : 0
    let point = mantissa.firstIndex(of: ".") ?? mantissa.endIndex
    exponent += mantissa[..<point].count - 1
    var digits = mantissa.compactMap(\.wholeNumberValue)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    if digits.count > count {
      let roundsUp = digits[count] >= 5
      digits.removeSubrange(count...)
      if roundsUp {
        var index = count - 1
        while index >= 0, digits[index] == 9 {
          digits[index] = 0
          index -= 1
        }
        if index >= 0 {
          digits[index] += 1
        } else {
          digits.insert(1, at: 0)
          exponent += 1
        }
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits.map(String.init).joined(), exponent)
  }
}
