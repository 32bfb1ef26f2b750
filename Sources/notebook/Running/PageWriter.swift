import NotebookFormat

/// Makes the page of a report.
struct PageWriter {
  let options: PageOptions

  struct Page {
    var bytes: [UInt8]
    var warnings: [String]
    /// The largest page that is allowed.
    var limit: Int
  }

  func page(_ notebook: Notebook, _ recording: Recording) throws -> Page {
    let limit = options.maxSize?.bytes ?? notebook.options.maximumSize ?? 10_000_000
    return Page(bytes: Array("<!doctype html>".utf8), warnings: [], limit: limit)
  }
}
