import Foundation
import NotebookFormat

/// Reads notebooks and prints what is wrong with their markup.
enum NotebookReader {
  /// Reads and checks everything that can be checked without the compiler.
  static func check(_ path: String, options: PageOptions) throws -> ParsedNotebook {
    var parsed = try read(path)
    if !parsed.hasErrors { parsed.diagnostics += proseErrors(in: parsed, options: options) }
    return parsed
  }

  /// What is wrong in the prose of a notebook whose markup is right.
  static func proseErrors(in parsed: ParsedNotebook, options: PageOptions) -> [Diagnostic] {
    // Pictures may still be made by the run: only errors count here.
    let found = PageWriter(options: options, notebookPath: parsed.notebook.path).check(parsed.notebook)
    return found.filter { $0.severity == .error && !parsed.diagnostics.contains($0) }
  }

  static func read(_ path: String) throws -> ParsedNotebook {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Stop(.usage, "the notebook '\(path)' cannot be read")
    }
    return NotebookParser().parse(bytes: Array(data), path: path)
  }

  static func print(_ parsed: ParsedNotebook) {
    let printer = DiagnosticPrinter(parsed.notebook, style: Console.style)
    for diagnostic in parsed.diagnostics { Console.note(printer.text(diagnostic)) }
  }
}
