import NotebookFormat

/// A failure as compilers tell theirs: the place, plain words, the source line, a caret.
enum FailurePrinter {
  static func text(_ failure: Failure, in notebook: Notebook) -> String {
    guard let line = failure.line else { return "\(notebook.path): error: \(failure.message)" }
    let column = failure.column ?? 1
    var text = "\(notebook.path):\(line):\(column): error: \(failure.message)"
    let lines = notebook.source.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.indices.contains(line - 1) {
      let source = lines[line - 1]
      text += "\n" + source
      if failure.column != nil {
        let before = String(decoding: source.utf8.prefix(column - 1), as: UTF8.self)
        text += "\n" + before.map { $0 == "\t" ? "\t" : " " }.joined() + "^"
      }
    }
    return text
  }
}
