import ArgumentParser
import NotebookFormat

/// How the time to parse a notebook grows with its length.
struct NotebookParserSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook-parser",
    abstract: "Parses notebooks of growing length, sound and damaged; the time for a megabyte should stay the same.")

  @Option(help: "The most cells.")
  var cells = 20_000

  /// A text that is repeated, and what it is.
  private static let samples: [(name: String, text: String)] = [
    (
      "prose, options, code",
      "//: Prose with $x^2$, `code`, [a link](x.html) and \\(value, \"%.3g\").\n//| caption: A *caption*\n"
        + "let a = [1, 2, 3].map { \"\\($0 * 2)\" } // why\n"
    ),
    ("nested comments", "/* a /* b /* c */ */ */ let x = 1\n//: Prose\n"),
    ("unclosed marks", "//: $x `y \\(z [@a {#b $$ w\n//| capton: x\nlet s = \"\\(\n"),
  ]

  func run() throws {
    guard cells >= 8 else { throw ValidationError("--cells is at least 8") }
    print("| notebook | cells | size | diagnostics | time | per megabyte |\n| --- | --- | --- | --- | --- | --- |")
    for sample in Self.samples {
      for count in [cells / 8, cells / 4, cells / 2, cells] {
        let bytes = Array(String(repeating: sample.text, count: count).utf8)
        let (parsed, seconds) = try timed { NotebookParser().parse(bytes: bytes, path: "a.swift") }
        let megabytes = Double(bytes.count) / 1e6
        print(
          "| \(sample.name) | \(parsed.notebook.cells.count) | \((megabytes * 100).rounded() / 100) MB | "
            + "\(parsed.diagnostics.count) | \(seconds.asTime) | \((seconds / megabytes).asTime) |")
      }
    }
  }
}
