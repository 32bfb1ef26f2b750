import NotebookFormat

/// What happens while a notebook runs, for whoever waits.
public enum RunProgress: Sendable {
  /// The notebook is being compiled.
  case compiling
  /// The notebook is compiled, or was found compiled, after so many seconds.
  case compiled(seconds: Double, isFromCache: Bool)
  /// Why it was compiled or not, and what was wrong with a program that was kept.
  case explained(CompileReason, damage: String?)
  /// A cell begins, one of so many.
  case cell(Cell, of: Int)
  /// `progress(over:)` is through with `done` of `total` elements; the label may be empty.
  case work(done: Int, total: Int, label: String)
}
