import NotebookFormat

/// Why a notebook was compiled, or why it was not.
public struct CompileReason: Equatable, Sendable {
  /// The reason in words, such as `compiled again: lines 12 to 14 changed`.
  public var words: String

  static func found(_ last: CompileMemory?, _ notebook: Notebook) -> CompileReason {
    guard let last else { return CompileReason(words: "not compiled: the same program was compiled before") }
    guard let lines = LineChange(from: last.source, to: notebook.source) else {
      return CompileReason(words: "not compiled: nothing changed since the last time")
    }
    return CompileReason(words: "not compiled: only text changed (\(lines.words))")
  }

  static func compiled(_ key: CompileKey, _ last: CompileMemory?, _ notebook: Notebook) -> CompileReason {
    guard let last else { return CompileReason(words: "compiled: it was not compiled here before") }
    var changes: [String] = []
    if key.source != last.key.source {
      let lines = LineChange(from: last.source, to: notebook.source)
      if let lines {
        let isCode = notebook.cells.contains { $0.lines.overlaps(lines.new) } || !notebook.inlineValues.isEmpty
        changes.append(
          isCode || lines.shift == 0 ? "\(lines.words) changed" : "text changed (\(lines.words)) and moved the code")
      } else {
        changes.append("the notebook is compiled under another path or with another frame")
      }
    }
    changes += key.changes(since: last.key)
    if changes.isEmpty { changes = ["nothing changed, but the program was no longer kept"] }
    return CompileReason(words: "compiled again: " + changes.joined(separator: "; "))
  }

  static func damaged(_ words: String) -> CompileReason {
    CompileReason(words: "compiled again: the kept program was damaged: \(words)")
  }

  static let refreshed = CompileReason(words: "compiled again: --cache refresh")
  static let off = CompileReason(words: "compiled: --cache off")
}
