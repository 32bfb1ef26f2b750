import NotebookFormat

/// What happens while a notebook runs, for whoever waits.
public enum RunProgress: Sendable {
  case compiling
  case compiled(seconds: Double, isFromCache: Bool)
  case cell(Cell, of: Int)
  case work(done: Int, total: Int, label: String)
}
