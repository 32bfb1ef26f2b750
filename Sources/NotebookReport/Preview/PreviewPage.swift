import Foundation

/// A page as a preview shows it: the report as it lies on the disk, a strip with its state, and one more script, which
/// alone may ask for anything, and only this preview.
public struct PreviewPage: Sendable {
  private let page: String

  /// A preview of a report's page.
  ///
  /// - Parameter report: The page as it was written.
  public init(report: String) { page = report }

  /// A preview of a notebook that has no page yet.
  public static func waiting(for name: String) -> PreviewPage {
    PreviewPage(
      report: frame(title: name).html(
        """

        <header class="top">
        <div class="tools"></div>
        <h1>\(name)</h1>
        <p class="status"><span class="result">No page yet</span></p>
        </header>
        <main id="nb-main">
        <p>The page appears here by itself.</p>
        </main>

        """))
  }

  /// The list of all notebooks of a preview.
  public static func index(_ entries: [Entry]) -> PreviewPage {
    let items = entries.map { entry -> HTML in
      """
      <li><a href="\(entry.path)">\(entry.title)</a> <span class="fine" data-row="\(entry.name)">\(entry.words)</span></li>

      """
    }
    return PreviewPage(
      report: frame(title: "Preview").html(
        """

        <header class="top">
        <div class="tools"></div>
        <h1>Preview</h1>
        <p class="subtitle">Pages follow their notebooks as they are saved.</p>
        </header>
        <main id="nb-main">
        <ul>
        \(items.joined())</ul>
        </main>

        """))
  }

  /// A notebook in the list of all.
  public struct Entry: Sendable {
    var name: String
    var title: String
    var path: String
    var words: String

    /// An entry from its parts: the notebook's name, its title, the path of its preview, and how it stands.
    public init(name: String, title: String, path: String, words: String) {
      self.name = name
      self.title = title
      self.path = path
      self.words = words
    }
  }

  private static func frame(title: String) -> PageFrame {
    PageFrame(
      language: "en", title: title, style: Palette.rules(Palette.colors) + Stylesheet.base, script: Script.text,
      columnClass: "single")
  }

  /// The page with its state. Without what is added here it is the report, byte for byte, but for its policy.
  public func html(_ state: PreviewState) -> String {
    var html = page
    // The page writes its policy before anything that a notebook says, and escapes what that says.
    if let start = html.range(of: Self.policyStart),
      let end = html.range(of: "\">", range: start.upperBound..<html.endIndex)
    {
      let policy = String(html[start.upperBound..<end.lowerBound])
      html.replaceSubrange(start.upperBound..<end.lowerBound, with: Self.extended(policy))
    }
    if let head = html.range(of: "</head>") {
      html.insert(contentsOf: "<style>\(PreviewStyle.text)</style>\n", at: head.lowerBound)
    }
    if let body = html.range(of: "</body>", options: .backwards) {
      html.insert(contentsOf: "\(state.html.text)\n<script>\(PreviewScript.text)</script>\n", at: body.lowerBound)
    }
    return html
  }

  private static let policyStart = "<meta http-equiv=\"Content-Security-Policy\" content=\""

  /// The report's policy, which now allows the strip's style and script by their hashes, and asking this preview.
  static func extended(_ policy: String) -> String {
    policy
      .replacing("style-src ", with: "style-src \(SecurityPolicy.source(PreviewStyle.text)) ")
      .replacing("script-src ", with: "script-src \(SecurityPolicy.source(PreviewScript.text)) ")
      + "; connect-src 'self'"
  }
}
