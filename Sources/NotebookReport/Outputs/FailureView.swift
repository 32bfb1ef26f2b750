import NotebookFormat

/// A failure where it happened: plain words, the line with a caret, and what helps a developer folded.
struct FailureView {
  var failure: Failure
  var source: String

  var html: HTML {
    """
    <div class="failure" id="nb-failure">
    <p class="failure-title">✗ The notebook stopped here: \(Self.words(failure.kind))</p>
    <p>\(failure.message)</p>
    \(excerpt)</div>

    """
  }

  /// A failure that was meant: told calmly, as what the cell is there to show.
  var expected: HTML {
    let words: HTML = failure.kind == .thrown ? "Throws an error, as it is meant to" : "Traps, as it is meant to"
    let place: HTML? = failure.line.map { " (line \($0))" }
    return """
      <div class="callout note" role="note">
      <p class="callout-title">\(words)</p>
      <p><code>\(failure.message)</code>\(place)</p>
      </div>

      """
  }

  /// The source line with its caret, and the details.
  var excerpt: HTML {
    var html = HTML.empty
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    if let line = failure.line, lines.indices.contains(line - 1) {
      let number = String(line)
      html += "<pre tabindex=\"0\">\(number) | \(lines[line - 1])\n"
      if let column = failure.column {
        html += "\(padding(number.count)) | \(padding(lines[line - 1], column))<span class=\"caret\">^</span>\n"
      }
      html += "</pre>\n"
    }
    if let details = failure.details, !details.isEmpty {
      html += "<details><summary>Details</summary><pre tabindex=\"0\">\(HTML.preformatted(details))</pre></details>\n"
    }
    return html
  }

  private func padding(_ count: Int) -> String { String(repeating: " ", count: count) }

  private func padding(_ line: Substring, _ column: Int) -> String {
    var padding = ""
    var bytes = 0
    for character in line {
      if bytes >= column - 1 { break }
      padding += character == "\t" ? "\t" : " "
      bytes += character.utf8.count
    }
    return padding
  }

  static func words(_ kind: Failure.Kind) -> String {
    switch kind {
    case .expectation: "a claim does not hold"
    case .thrown: "an error was thrown"
    case .trap: "the program trapped"
    case .timeout: "its time ran out"
    case .exited: "it ended its own process"
    case .compilation: "it does not compile"
    case .outputLimit: "it wrote too much"
    case .memory: "it took too much memory"
    case .unmet: "a cell that is meant to fail did not"
    }
  }
}
