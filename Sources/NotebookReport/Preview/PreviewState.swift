/// What a preview says beside a page.
public struct PreviewState: Equatable, Sendable {
  /// The notebook's name; empty for the list of all.
  public var name: String
  /// Changes whenever the page or its problems do.
  public var version: String
  /// How it stands, in a few words: `up to date, 0.6 s`.
  public var words: String
  /// What is wrong with the notebook as it was saved last; empty for nothing.
  public var problems: [PreviewProblem]
  /// The notebook as it was saved last, whose lines are quoted.
  public var source: String
  /// What is seen beneath the problems: `This is the last good page`. Empty for nothing to say.
  public var remark: String
  /// Links to related pages, as words and path.
  public var links: [Link]

  /// A link to another page of the preview.
  public struct Link: Equatable, Sendable {
    /// What is read.
    public var words: String
    /// A path on the same server.
    public var path: String

    /// A link from its parts.
    public init(_ words: String, _ path: String) {
      self.words = words
      self.path = path
    }
  }

  /// A state from its parts.
  public init(
    name: String, version: String, words: String, problems: [PreviewProblem] = [], source: String = "",
    remark: String = "", links: [Link] = []
  ) {
    self.name = name
    self.version = version
    self.words = words
    self.problems = problems
    self.source = source
    self.remark = remark
    self.links = links
  }

  /// The strip at the foot of the window.
  var html: HTML {
    """
    <aside id="preview" aria-label="Preview" data-name="\(name)" data-version="\(version)">
    \(list)<p><span role="status">\(words)</span>\(links.map { " <a href=\"\($0.path)\">\($0.words)</a>" as HTML }.joined())</p>
    </aside>
    """
  }

  private var list: HTML {
    guard !problems.isEmpty else { return .empty }
    let errors = problems.count { $0.isError }
    let warnings = problems.count - errors
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let head = (errors > 0 ? "✗ " : "") + counts.joined(separator: ", ") + (remark.isEmpty ? "" : ". \(remark)")
    return """
      <details class="failure"\(HTML(errors > 0 ? " open" : ""))>
      <summary class="failure-title">\(head)</summary>
      <ul>
      \(problems.map { $0.html(source: source, file: name + ".swift") }.joined())</ul>
      </details>

      """
  }
}
