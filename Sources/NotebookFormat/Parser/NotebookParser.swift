/// Reads a Swift file as a notebook: prose, cells and options, and all that is wrong with its markup, in one pass.
///
/// Whatever is wrong, there is a notebook: a report can be written with the diagnostics in it. The cost is linear in
/// the size of the file.
public struct NotebookParser: Sendable {
  /// A parser; it has no state.
  public init() {}

  /// Reads a file's bytes; `path` is what diagnostics quote.
  public func parse(bytes: [UInt8], path: String) -> ParsedNotebook {
    let source = SourceText(bytes)
    let scan = SwiftScan(source)
    var assembly = Assembly(source: source, scan: scan)
    assembly.assemble()
    let notebook = Notebook(
      path: path, source: source.string, options: assembly.notebookOptions, blocks: assembly.blocks)
    var diagnostics = source.diagnostics + assembly.diagnostics
    let checker = LabelChecker(hasBibliography: notebook.options.bibliography != nil)
    diagnostics += checker.check(notebook.blocks, places: assembly.labelPlaces)
    diagnostics += checker.check(notebook.options) + notebook.cells.flatMap { checker.check($0.options) }
    diagnostics.sort { ($0.line, $0.column, $0.code) < ($1.line, $1.column, $1.code) }
    return ParsedNotebook(notebook: notebook, diagnostics: diagnostics)
  }

  /// Reads text as ``parse(bytes:path:)`` reads bytes.
  public func parse(source: String, path: String) -> ParsedNotebook {
    parse(bytes: Array(source.utf8), path: path)
  }
}
