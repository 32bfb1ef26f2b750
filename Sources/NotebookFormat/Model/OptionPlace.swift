/// Where the value of an option stands in the file.
public struct OptionPlace: Codable, Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column of its first character in UTF-8 bytes, from 1.
  public var column: Int

  /// A place from line and column.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Options whose values have places, and texts that may quote computed values.
protocol PlacedOptions {
  var places: [String: OptionPlace] { get set }
  var inlineValues: [InlineValue] { get set }
  /// The options that quote values, and whether they are Markdown.
  static var quotingTexts: [(key: String, path: WritableKeyPath<Self, String?>, isMarkdown: Bool)] { get }
}

extension NotebookOptions: PlacedOptions {
  static var quotingTexts: [(key: String, path: WritableKeyPath<Self, String?>, isMarkdown: Bool)] {
    [("subtitle", \.subtitle, true), ("description", \.description, true)]
  }
}

extension CellOptions: PlacedOptions {
  static var quotingTexts: [(key: String, path: WritableKeyPath<Self, String?>, isMarkdown: Bool)] {
    [("caption", \.caption, true), ("alt", \.alt, false)]
  }
}
