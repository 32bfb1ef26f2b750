import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

private let attacks = [
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
  "</title><script>alert(1)</script>", "</style><script>alert(1)</script>", "</textarea><b>x</b>", "-->", "<!--",
  "&lt;script&gt;", "<a href=\"javascript:alert(1)\">x</a>", "<iframe src=//example.org></iframe>", "]]><script>",
  "<style>*{display:none}</style>", "<base href=//example.org>", "<form action=//example.org>", "\u{0}<script>",
  "<math><style><img src=x onerror=alert(1)></style></math>", "<ScRiPt>alert(1)</sCrIpT>", "{{constructor}}",
  "</pre></code></main><script>", "<meta http-equiv=refresh content=0>", "`<script>`", "\\<script>",
]

/// The page's tags by name, so that a tag too many shows.
private func tags(_ html: String) -> [String: Int] {
  var counts: [String: Int] = [:]
  for match in html.matches(of: /<([a-zA-Z!\/][^\s>]*)/) { counts[String(match.1).lowercased(), default: 0] += 1 }
  return counts
}

/// The names of all attributes, with quoted values skipped as a browser does.
func attributeNames(_ html: String) -> Set<String> {
  var names: Set<String> = []
  for tag in html.matches(of: /<[a-zA-Z][^\s>\/]*((?:[^>"]|"[^"]*")*)>/) {
    for name in tag.1.replacing(/"[^"]*"/, with: " ").split(whereSeparator: { " \n=/".contains($0) }) {
      names.insert(name.lowercased())
    }
  }
  return names
}

@Suite("Injection strings stay text")
struct InjectionTests {
  private func isHarmless(_ html: String) {
    let counts = tags(html)
    #expect(counts["script"] == 1 && counts["style"] == 1 && counts["title"] == 1)
    for name in ["img", "iframe", "base", "form", "object", "embed", "math", "textarea", "svg"] {
      #expect(counts[name] == nil, "\(name)")
    }
    for name in attributeNames(html) {
      #expect(!name.hasPrefix("on") && name != "style" && name != "srcdoc", "\(name)")
    }
    #expect(html.firstMatch(of: /href\s*=\s*["']?\s*javascript/.ignoresCase()) == nil)
    #expect((5...7).contains(counts["meta"] ?? 0))
  }

  @Test("in prose, titles, options and code", arguments: attacks)
  func prose(_ attack: String) {
    isHarmless(
      page(
        """
        //| title: \(attack)
        //| subtitle: \(attack)
        //| authors: ["\(attack.replacing("\"", with: "\\\""))"]
        //| description: \(attack)
        //| date: \(attack)
        //| license: \(attack)

        //: # Other
        //: \(attack)
        //:
        //: ## \(attack)
        //:
        //: - \(attack)
        //:
        //: | \(attack) |
        //: | --- |
        //: | \(attack) |
        //:
        //: [\(attack)](x \"\(attack)\") **\(attack)** $\(attack)$ [^a] ![\(attack)](nothing.png)
        //:
        //: - Callout(\(attack)): \(attack)
        //:
        //: ```\(attack)
        //: \(attack)
        //: ```
        //:
        //: [^a]: \(attack)
        // %% \(attack)
        //| caption: \(attack)
        //| alt: \(attack)
        let x = 1 // \(attack)
        """
      ).html)
  }

  @Test("in everything that a run records", arguments: attacks)
  func recording(_ attack: String) {
    let table = TableOutput(title: attack, columns: [attack], rows: [[.text(attack)]])
    let figure = FigureOutput(
      svg: "<sv>\(attack)", width: 100, height: 100, alt: attack, notes: [attack], data: [table],
      palette: [ThemeColor(name: attack, light: attack, dark: attack)])
    var provenance = Provenance()
    provenance.commit = attack
    provenance.command = attack
    provenance.toolchain = attack
    provenance.dependencies = [attack]
    let recording = Recording(
      cells: [
        CellRecord(
          index: 0, outputs: [.text(attack), .table(table), .figure(figure)],
          expectations: [Expectation(claim: attack, held: false, detail: attack, line: 3)],
          standardOutput: CapturedText(attack), standardError: CapturedText(attack), seconds: 1)
      ],
      parameters: [
        Parameter(
          name: attack, type: attack, value: attack, defaultValue: attack, range: attack, help: attack,
          isOverridden: true, line: 3)
      ],
      inlineValues: [0: .init(text: attack, tex: attack), 1: .init(text: attack, tex: attack)],
      failure: Failure(kind: .trap, message: attack, line: 3, column: 2, details: attack), failedCell: 0,
      provenance: provenance)
    isHarmless(page("//: # T\n//: \\(a) $\\(b)$ [x](\\(a) \"\\(a)\")\nlet x = 1", recording).html)
  }

  @Test(
    "Links go to safe addresses only",
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
      "//example.org", "java&#10;script:alert(1)", "\\\\example.org\\x", "blob:x",
    ])
  func links(_ url: String) {
    let result = page("//: [a](<\(url)>)")
    #expect(!result.html.contains("example.org"))
    #expect(result.html.firstMatch(of: /<main[^>]*>\s*<p>a<\/p>/) != nil)
    #expect(result.diagnostics.map(\.code) == ["NB046"])
  }

  @Test(
    "Good links are kept", arguments: ["https://a.org/x?y=1&z=2", "mailto:a@b.org", "other.html", "#nb-main", "a/b:c"])
  func goodLinks(_ url: String) {
    #expect(main("//: [a](\(url))").contains("href=\"\(HTML.escape(url))\""))
  }

  @Test(
    "Images come from the notebook's folder only",
    arguments: [
      "../x.png", "/etc/passwd", "https://example.org/x.png", "data:image/svg+xml,x", "a/../../x", "%2e%2e/x.png",
      "none.png",
    ])
  func images(_ url: String) {
    let result = page("//: ![alt](\(url))")
    #expect(tags(result.html)["img"] == nil)
    #expect(result.diagnostics.map(\.code) == ["NB047"])
  }

  @Test("HTML in prose is shown as text and warned of at its place")
  func html() {
    let result = page("//: Text\n//: and <b>bold</b>.")
    #expect(result.diagnostics.map(\.code) == ["NB045", "NB045"])
    #expect(result.diagnostics.first?.line == 2)
    #expect(result.diagnostics.first?.column == 9)
    #expect(result.html.contains("and &lt;b&gt;bold&lt;/b&gt;."))
  }
}
