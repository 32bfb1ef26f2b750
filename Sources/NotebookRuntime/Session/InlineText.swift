import NotebookFormat

/// A value as prose and math quote it.
enum InlineText {
  static func text(of value: Any, format: String?) throws -> (text: String, tex: String, number: Double?) {
    let value = unwrapped(value)
    let plain = try plain(value, format: format)
    return (NumberText.typeset(plain), NumberText.tex(plain), number(value))
  }

  /// The value with all its digits, where it is a number.
  private static func number(_ value: Any?) -> Double? {
    switch value {
    case let number as Double: number
    case let number as Float: Double(number)
    case let number as any BinaryInteger: Double(exactly: number)
    default: nil
    }
  }

  private static func plain(_ value: Any?, format pattern: String?) throws -> String {
    let format = try pattern.map { try NumberFormat($0) }
    switch value {
    case nil: return "–"
    case let number as Double: return format?.text(number) ?? NumberText.text(number)
    case let number as Float: return format?.text(Double(number)) ?? NumberText.text(Double(number))
    case let number as any BinaryInteger:
      if let integer = Int(exactly: number) { return format?.text(integer) ?? String(integer) }
      return format?.text(Double(number)) ?? "\(number)"
    case .some(let other):
      let text = "\(other)"
      guard let format else { return text }
      guard let result = format.text(text) else {
        throw NumberFormat.Mistake(
          description: "the format \"\(format.pattern)\" is for numbers, and the value is text")
      }
      return result
    }
  }

  private static func unwrapped(_ value: Any) -> Any? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return value }
    return mirror.children.first.flatMap { unwrapped($0.value) }
  }
}
