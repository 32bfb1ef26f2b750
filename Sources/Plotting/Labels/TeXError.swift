/// Why a formula in a label cannot be set: where, what was found, and what to do.
public struct TeXError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// A command that labels do not know, with its backslash.
    case unknownCommand(String)
    /// A character that means something else in TeX.
    case reservedCharacter(Character)
    /// A brace that opens and is never closed.
    case unclosedGroup
    /// A closing brace that nothing opened.
    case unopenedGroup
    /// A command without what must follow it.
    case missingArgument(of: String)
    /// A second `^` or `_` on the same base.
    case doubleScript(Character)
    /// `\left` without `\right`, or the other way round.
    case unpairedDelimiter(String)
    /// Something that cannot stand after `\left`, `\right` or `\big`.
    case unknownDelimiter(String, after: String)
    /// Groups inside groups beyond what a label can show.
    case tooDeep(limit: Int)
    /// A label longer than any figure can show.
    case tooLong(characters: Int, limit: Int)
  }

  /// What is wrong.
  public var reason: Reason
  /// Where in the label, counted in characters from 1.
  public var position: Int

  /// An error at a place of a label.
  public init(_ reason: Reason, at position: Int) {
    self.reason = reason
    self.position = position
  }

  /// Where the error is, what was found and what to do, as the end of a sentence.
  public var description: String {
    switch reason {
    case .unknownCommand(let name):
      "\(name) is not known at character \(position); Documentation/Plots.md lists what labels can show, and "
        + "\\operatorname{…} sets a name."
    case .reservedCharacter(let character):
      "“\(character)” at character \(position) has a meaning of its own in TeX; write \\\(character)."
    case .unclosedGroup: "the { at character \(position) is never closed; add a }."
    case .unopenedGroup: "the } at character \(position) closes nothing; remove it, or write \\} for a brace."
    case .missingArgument(let name): "\(name) at character \(position) has nothing to act on; write \(name){…}."
    case .doubleScript(let mark):
      "a second \(mark) on the same base at character \(position); group the first with braces."
    case .unpairedDelimiter(let name):
      "\(name) at character \(position) has no \(name == "\\left" ? "\\right" : "\\left"); add one, with a dot for no "
        + "delimiter."
    case .unknownDelimiter(let found, let command):
      "\(command) at character \(position) is followed by “\(found)”; a delimiter such as (, [, |, \\{ or \\lVert must "
        + "stand there."
    case .tooDeep(let limit): "at character \(position) groups are nested more than \(limit) deep; take some apart."
    case .tooLong(let characters, let limit):
      "it has \(characters) characters; a label with a formula has at most \(limit)."
    }
  }
}
