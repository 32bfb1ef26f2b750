extension DataTable {
  /// The table as comma-separated values after RFC 4180: a line of titles, then a line for each row, ends of lines CR LF,
  /// fields in quotes where they need them.
  ///
  /// A number has as few digits as tell it from every other `Double`; whole numbers have no fraction. Infinite values
  /// are `inf` and `-inf`; NaN and values beyond the end of a shorter column are empty fields. The cost is linear in the
  /// number of fields.
  public func csv() -> String {
    var text = columns.map { Self.field($0.name) }.joined(separator: ",") + "\r\n"
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { text += "," }
        switch column.values {
        case .numbers(let numbers): if row < numbers.count { text += Self.field(numbers[row]) }
        case .texts(let texts): if row < texts.count { text += Self.field(texts[row]) }
        case .repeated(let numbers, let each, let count):
          if row < count { text += Self.field(numbers[row / each % numbers.count]) }
        }
      }
      text += "\r\n"
    }
    return text
  }

  private static func field(_ number: Double) -> String {
    if number.isNaN { return "" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

/// A file's name and what it holds.
public struct DataFile: Hashable, Sendable {
  /// Without a folder, with its ending.
  public var name: String
  /// In UTF-8 when it is written.
  public var text: String

  /// A file from its name and its text.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

extension Drawing {
  /// The numbers behind the figure, a file of comma-separated values for each table, named by number and title.
  public func csv() -> [DataFile] {
    let tables = self.tables
    let digits = String(tables.count).count
    return tables.enumerated().map { index, table in
      let number = String(index + 1)
      let padding = String(repeating: "0", count: digits - number.count)
      return DataFile(name: "\(padding)\(number)-\(Self.slug(table.title ?? "data")).csv", text: table.csv())
    }
  }

  /// A title as a part of a file's name: letters and digits, with single hyphens between them.
  private static func slug(_ title: String) -> String {
    var slug = ""
    for character in title.lowercased().prefix(60) {
      if character.isLetter || character.isNumber {
        slug.append(character)
      } else if !slug.isEmpty, !slug.hasSuffix("-") {
        slug.append("-")
      }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? "data" : slug
  }
}

extension Drawable {
  /// The numbers behind every mark.
  public func tables() -> [DataTable] { drawing(measuring: ApproximateTextMeasurer()).tables }

  /// The numbers behind the figure, a file of comma-separated values for each table, named by number and title.
  ///
  /// ```swift
  /// for file in figure.csv() { print(file.name, file.text) }
  /// ```
  public func csv() -> [DataFile] { drawing(measuring: ApproximateTextMeasurer()).csv() }
}
