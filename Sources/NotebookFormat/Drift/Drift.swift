/// One thing that a new run of a notebook found otherwise than it was recorded.
public struct Drift: Codable, Equatable, Sendable {
  /// What kind of thing was compared.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A value that prose quotes.
    case value
    /// Text that was shown or printed.
    case text
    /// A table, value by value.
    case table
    /// The data of a figure, value by value, and what the figure says in words.
    case figure
    /// A picture.
    case image
    /// A claim made with `expect`.
    case expectation
    /// A parameter of the run.
    case parameter
    /// The seed of the run.
    case seed
    /// A whole cell.
    case cell
    /// How the run ended, or a cell that is meant to fail.
    case ending
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// The cell's label, or `cell 3`; nil for what belongs to no cell.
  public var cell: String?
  /// The line of the notebook, from 1: as it is now, or as it was recorded for what is gone; nil where there is none.
  public var line: Int?
  /// What differs, in words, such as `row 3, “sharpness”`.
  public var name: String
  /// What was recorded; nil where nothing was.
  public var recorded: String?
  /// What the new run found; nil where it found nothing.
  public var found: String?
  /// |found − recorded| / |recorded| of two numbers, ∞ where the recorded one is 0; nil for what is no number.
  public var relativeDifference: Double?
  /// How many more values of the same table or text differ that are not listed one by one.
  public var unlisted: Int

  /// A difference from its parts.
  public init(
    kind: Kind, cell: String? = nil, line: Int? = nil, name: String, recorded: String?, found: String?,
    relativeDifference: Double? = nil, unlisted: Int = 0
  ) {
    self.kind = kind
    self.cell = cell
    self.line = line
    self.name = name
    self.recorded = recorded
    self.found = found
    self.relativeDifference = relativeDifference
    self.unlisted = unlisted
  }
}

extension Drift {
  /// The difference in one line, without its place: `tbl-runs, row 3, “sharpness”: recorded 20, found 21
  /// (relative difference 0.05)`.
  public var words: String {
    var text = [cell, name.isEmpty ? nil : name].compactMap { $0 }.joined(separator: ", ")
    switch (recorded, found) {
    case (let recorded?, let found?): text += ": recorded \(Self.short(recorded)), found \(Self.short(found))"
    case (let recorded?, nil): text += ": recorded \(Self.short(recorded)), now missing"
    case (nil, let found?): text += ": not recorded, found \(Self.short(found))"
    case (nil, nil): break
    }
    if let relativeDifference { text += " (relative difference \(NumberText.text(Self.rounded(relativeDifference))))" }
    if unlisted > 0 { text += "; \(unlisted) more there" }
    return text
  }

  /// A relative difference to three digits.
  public static func rounded(_ difference: Double) -> Double {
    (try? NumberFormat("%.3g")).flatMap { Double($0.text(difference)) } ?? difference
  }

  /// Text as a list can hold it: one line, not too long.
  public static func short(_ text: String) -> String {
    let line = text.split(separator: "\n").joined(separator: " ⏎ ")
    return line.count <= 96 ? line : line.prefix(90) + " …"
  }
}
