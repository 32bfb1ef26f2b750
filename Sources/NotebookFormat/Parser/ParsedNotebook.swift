/// A notebook as it was read, with everything that is wrong in its markup.
public struct ParsedNotebook: Equatable, Sendable {
  /// What could be read, whatever is wrong.
  public var notebook: Notebook
  /// In the order of the file.
  public var diagnostics: [Diagnostic]

  /// A notebook with its diagnostics, which are expected in the order of the file.
  public init(notebook: Notebook, diagnostics: [Diagnostic]) {
    self.notebook = notebook
    self.diagnostics = diagnostics
  }

  /// Whether the notebook must not be run: something is wrong, or warned of in a strict notebook.
  public var hasErrors: Bool {
    diagnostics.contains { $0.severity == .error } || notebook.options.strict && !diagnostics.isEmpty
  }
}
