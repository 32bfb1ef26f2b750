import NotebookFormat

/// The top of the page: title, authors, and in one line what came of the run.
struct HeaderView {
  var notebook: Notebook
  var recording: Recording

  func html(title: HTML, subtitle: HTML?, description: HTML?) -> HTML {
    let subtitleHTML: HTML? = subtitle.map { "<p class=\"subtitle\">\($0)</p>\n" }
    let descriptionHTML: HTML? = description.map { "<p class=\"abstract\">\($0)</p>\n" }
    return """
      <header class="top">
      <div class="tools"></div>
      <h1>\(title)</h1>
      \(subtitleHTML)\(byline)\(descriptionHTML)<p class="status">\(status)</p>
      \(banner)</header>

      """
  }

  private var byline: HTML {
    let authors = notebook.options.authors
    var parts: [String] = []
    if let last = authors.last {
      parts.append(authors.count > 1 ? authors.dropLast().joined(separator: ", ") + " and " + last : last)
    }
    if let date = notebook.options.date { parts.append(date) }
    return parts.isEmpty ? .empty : "<p class=\"byline\">\(parts.joined(separator: " · "))</p>\n"
  }

  private var status: HTML {
    var items: [HTML] = []
    if recording.failure != nil {
      let place: HTML? = recording.failedCell.map { " in cell \($0 + 1)" }
      items.append("<span class=\"result no\">✗ Failed\(place)</span>")
    } else if recording.cells.isEmpty && !notebook.cells.isEmpty {
      items.append("<span class=\"result\">Not run</span>")
    } else {
      items.append("<span class=\"result ok\">✓ Ran to its end</span>")
    }
    let claims = recording.cells.flatMap(\.expectations)
    if !claims.isEmpty {
      let held = claims.count { $0.held }
      let count: HTML = held == claims.count ? "\(held)" : "\(held) of \(claims.count)"
      items.append("<span>\(count) claim\(HTML(claims.count == 1 ? "" : "s")) held</span>")
    }
    items.append("<span>seed \(String(recording.seed ?? notebook.options.seed))</span>")
    for parameter in recording.parameters where parameter.isOverridden {
      items.append("<span><code>\(parameter.name)</code> = \(parameter.value)</span>")
    }
    if let commit = recording.provenance.commit {
      let dirty: HTML = recording.provenance.hasUncommittedChanges == true ? " with changes" : ""
      items.append("<span>commit <code>\(commit.prefix(10))</code>\(dirty)</span>")
    }
    return items.joined(separator: "\n")
  }

  private var banner: HTML {
    guard let failure = recording.failure else { return .empty }
    let target = recording.failedCell == nil ? "" : "#nb-failure"
    let line: HTML? = failure.line.map { " on line \($0)" }
    let link: HTML = target.isEmpty ? "" : " <a href=\"\(target)\">Go to the place</a>"
    let details: HTML =
      recording.failedCell == nil
      ? FailureView(failure: failure, source: notebook.source).excerpt : .empty
    return """
      <div class="banner">
      <p class="failure-title">✗ This notebook did not run to its end: \(FailureView.words(failure.kind))\(line)</p>
      <p>\(failure.message)\(link)</p>
      \(details)</div>

      """
  }
}
