#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A number format such as `%.3g`, `%d`, `%+.1e` or `%.0f %%`, checked when it is made.
///
/// Text around the one conversion is kept. A format never reaches C as it was written: the conversion is rebuilt
/// from its checked parts.
public struct NumberFormat: Equatable, Sendable {
  /// What is wrong with a format, and what would be right.
  public struct Mistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// The mistake in words, and a format that is right.
    public var description: String

    /// A mistake in words.
    public init(description: String) {
      self.description = description
    }
  }

  /// The format as it was written.
  public let pattern: String
  private let prefix: String
  private let suffix: String
  private let flags: String
  private let width: Int
  private let precision: Int?
  private let conversion: Character

  /// Whether the format is for text, `%s`.
  public var isForText: Bool { conversion == "s" }

  /// Reads a format with exactly one conversion, width and precision at most 99; `%%` stands for a percent sign.
  ///
  /// - Throws: ``Mistake`` for anything else.
  public init(_ pattern: String) throws(Mistake) {
    func wrong(_ what: String) -> Mistake {
      Mistake(description: "the format \"\(pattern)\" \(what); write one such as \"%.3g\", \"%.2f\", \"%d\" or \"%s\"")
    }
    self.pattern = pattern
    var parts: [String] = [""]
    var found: (flags: String, width: Int, precision: Int?, conversion: Character)?
    var rest = Substring(pattern)
    while let character = rest.popFirst() {
      guard character == "%" else {
        parts[parts.count - 1].append(character)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        parts[parts.count - 1].append("%")
        continue
      }
      guard found == nil else { throw wrong("has more than one conversion") }
      let flags = Self.take(from: &rest) { "+- 0#".contains($0) }
      let width = Self.take(from: &rest) { $0.isASCII && $0.isNumber }
      var precision: Int?
      if rest.first == "." {
        rest.removeFirst()
        let digits = Self.take(from: &rest) { $0.isASCII && $0.isNumber }
        guard digits.count <= 2 else { throw wrong("asks for more than 99 digits") }
        precision = Int(digits) ?? 0
      }
      guard width.count <= 2 else { throw wrong("asks for more than 99 places") }
      guard let conversion = rest.popFirst() else { throw wrong("ends inside its conversion") }
      guard "eEfFgGdisx".contains(conversion) else { throw wrong("has the unknown conversion %\(conversion)") }
      found = (flags, Int(width) ?? 0, precision, conversion == "i" ? "d" : conversion)
      parts.append("")
    }
    guard let found else { throw wrong("has no conversion") }
    prefix = parts[0]
    suffix = parts[1]
    flags = found.flags
    width = found.width
    precision = found.precision
    conversion = found.conversion
  }

  private static func take(from rest: inout Substring, while belongs: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: belongs)
    rest.removeFirst(taken.count)
    return String(taken)
  }

  /// The number as the format says. `%d` rounds; `%s` gives the shortest text that reads back as the same number.
  public func text(_ number: Double) -> String {
    if conversion == "s" { return prefix + padded(number.description) + suffix }
    if conversion == "d" || conversion == "x" {
      let rounded = number.rounded()
      if let integer = Int(exactly: rounded) { return text(integer) }
      return prefix + Self.print(specification("f", precision: 0), rounded) + suffix
    }
    return prefix + Self.print(specification(conversion, precision: precision ?? 6), number) + suffix
  }

  /// The whole number as the format says; formats for fractions take it as a number.
  public func text(_ number: Int) -> String {
    if conversion == "x" { return prefix + padded(String(number, radix: 16)) + suffix }
    if conversion == "d" { return prefix + Self.print("%" + flags + widthText + "ld", number) + suffix }
    return conversion == "s" ? prefix + padded(String(number)) + suffix : text(Double(number))
  }

  /// Text as `%s` shows it; nil where the format is for numbers.
  public func text(_ string: String) -> String? {
    guard conversion == "s" else { return nil }
    return prefix + padded(precision.map { String(string.prefix($0)) } ?? string) + suffix
  }

  private var widthText: String { width == 0 ? "" : String(width) }

  private func specification(_ conversion: Character, precision: Int) -> String {
    "%\(flags)\(widthText).\(precision)\(conversion)"
  }

  private func padded(_ string: String) -> String {
    let space = String(repeating: " ", count: max(0, width - string.count))
    return flags.contains("-") ? string + space : space + string
  }

  private static func print(_ specification: String, _ number: some CVarArg) -> String {
    // The longest: 309 digits before the point, 99 places after it.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      let count = withVaList([number]) { vsnprintf(buffer.baseAddress, buffer.count, specification, $0) }
      let bytes = buffer.prefix(max(0, min(Int(count), buffer.count - 1))).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
