/// A short text whose parts may stand above or below the line, such as 10⁻³.
public struct RichText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// Where a part of a text stands.
  public enum Script: Hashable, Sendable {
    /// On the line.
    case normal
    /// Raised and smaller.
    case superscript
    /// Lowered and smaller.
    case `subscript`

    /// Size relative to the text around it.
    public var scale: Double { self == .normal ? 1 : 0.72 }

    /// How far the part is raised, relative to the size of the text around it.
    public var rise: Double {
      switch self {
      case .normal: 0
      case .superscript: 0.36
      case .subscript: -0.2
      }
    }
  }

  /// A part of a text in one script.
  public struct Run: Hashable, Sendable {
    /// The characters.
    public var text: String
    /// Where they stand.
    public var script: Script

    /// A part from its characters and where they stand.
    public init(_ text: String, _ script: Script = .normal) {
      self.text = text
      self.script = script
    }
  }

  /// The parts, from the first to the last.
  public var runs: [Run]

  /// A text from its parts.
  public init(_ runs: [Run]) { self.runs = runs }

  /// A text on the line.
  public init(_ text: String) { runs = [Run(text)] }

  /// A text on the line.
  public init(stringLiteral value: String) { self.init(value) }

  /// The characters alone, with `^` and `_` before what is raised or lowered.
  public var plain: String {
    var result = ""
    for run in runs {
      switch run.script {
      case .normal: result += run.text
      case .superscript: result += "^" + run.text
      case .subscript: result += "_" + run.text
      }
    }
    return result
  }
}
