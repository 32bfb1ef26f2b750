import NotebookFormat

/// A notebook's cells with calls to the recording session between them.
///
/// The cells keep the lines and columns of the notebook's own file, so that compiler messages, traps and `#line`
/// speak of that file.
public struct InstrumentedSource: Equatable, Sendable {
  /// What the compiler gets.
  public let text: String

  /// - Parameter path: The path that compiler messages and `#filePath` give for the notebook.
  public init(_ notebook: Notebook, path: String) {
    let quotedPath = Self.literal(path)
    var lines: [String] = ["import enum NotebookRuntime._NotebookSession"]
    func place(_ line: Int) -> String { "#sourceLocation(file: \(quotedPath), line: \(line))" }
    for cell in notebook.cells {
      lines.append("_NotebookSession.beginCell(\(cell.index))")
      let frame = Self.frame(of: cell)
      lines += frame.before
      lines.append(place(cell.lines.lowerBound))
      lines.append(cell.code)
      lines.append("#sourceLocation()")
      lines += frame.after
    }
    lines.append("_NotebookSession.beginCell(-1)")
    for value in notebook.inlineValues {
      let format = value.format.map(Self.literal) ?? "nil"
      lines.append("_NotebookSession.inline(\(value.id), format: \(format)) {")
      lines.append(place(value.line))
      lines.append(String(repeating: " ", count: max(0, value.column - 1)) + value.expression)
      lines.append("#sourceLocation()")
      lines.append("}")
    }
    lines.append("_NotebookSession.end()")
    text = lines.joined(separator: "\n") + "\n"
  }

  /// What stands around a cell that is meant to fail; around others nothing.
  ///
  /// Such a cell is a scope of its own: what it declares is gone after it, since it may never have been made.
  private static func frame(of cell: Cell) -> (before: [String], after: [String]) {
    let session = "_NotebookSession"
    switch cell.options.expect {
    case nil: return ([], [])
    case .error:
      return (
        ["do {", "try \(session).mayThrow()"],
        [
          "} catch { \(session).caught(error, inCell: \(cell.index)) }",
          "\(session).requireFailure(ofCell: \(cell.index))",
        ]
      )
    case .trap:
      return (
        ["if \(session).isCopy(forCell: \(cell.index)) {", "do {", "try \(session).mayThrow()"],
        ["} catch { \(session).copyThrew(error) }", "\(session).endCopy()", "}"]
      )
    }
  }

  /// A Swift string literal without interpolation.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
