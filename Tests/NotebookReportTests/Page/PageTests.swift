import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

/// A page without what the machine may lack.
func page(_ source: String, _ recording: Recording = Recording()) -> HTMLReport.Page {
  var options = HTMLReport.Options()
  options.highlightsCode = false
  options.katex = nil
  return HTMLReport(
    NotebookParser().parse(source: source, path: "a/Sample.swift").notebook, recording, options: options
  )
  .page()
}

/// The part of the page between `<main>` and `</main>`.
func main(_ source: String, _ recording: Recording = Recording()) -> String {
  let html = page(source, recording).html
  guard let start = html.range(of: "<main id=\"nb-main\">\n"), let end = html.range(of: "</main>") else { return html }
  return String(html[start.upperBound..<end.lowerBound])
}

@Suite("The page")
struct PageTests {
  @Test("A small page reads as this text")
  func snapshot() {
    let source = """
      //: # Title
      //: A *small* page with \\(x).
      //| label: fig-a
      //| caption: A figure.
      let x = 1 < 2 // why
      """
    let recording = Recording(
      cells: [
        CellRecord(
          index: 0, outputs: [.text("1 & 2")],
          expectations: [Expectation(claim: "x", held: true, detail: "", line: 5)], seconds: 0.5)
      ], inlineValues: [0: .init(text: "<7>", tex: "7")])
    #expect(
      main(source, recording) == """
        <p>A <em>small</em> page with <span class="value">&lt;7&gt;</span>.</p>
        <div class="cell" id="nb-cell-1">
        <details class="code" open><summary>Code <span class="lines">line 5</span></summary>
        <pre tabindex="0" role="group" aria-label="Code, line 5"><code><span class="l" data-n="5">let x = 1 &lt; 2 // why
        </span></code></pre></details>
        <pre class="output" tabindex="0">1 &amp; 2</pre>
        <ul class="claims">
        <li><span class="mark ok" aria-hidden="true">✓</span><span><b>holds:</b> x</span></li>
        </ul>
        </div>

        """)
    #expect(page(source, recording).html.contains("<h1>Title</h1>"))
  }

  @Test("An empty page is at most 60 kB and has all landmarks")
  func empty() {
    let empty = page("")
    #expect(empty.size <= 60_000)
    #expect(empty.diagnostics.isEmpty)
    for piece in [
      "<!doctype html>\n<html lang=\"en\">", "<main ", "<header ", "<footer ", "class=\"skip\"", "<h1>Sample</h1>",
      "name=\"viewport\"",
    ] {
      #expect(empty.html.contains(piece), "\(piece)")
    }
  }

  @Test("The policy allows nothing but the page's one style and one script, by their hashes")
  func policy() throws {
    let html = HTMLReport(SampleNotebook.notebook, SampleNotebook.recording).page().html
    let policy = try #require(html.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/)?.1)
    #expect(policy.hasPrefix("default-src 'none'; "))
    #expect(!policy.contains("unsafe"))
    let styles = html.split(separator: "<style").dropFirst()
    let scripts = html.split(separator: "<script").dropFirst()
    #expect(styles.count == 1 && scripts.count == 1)
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
      let start = try #require(html.range(of: "<\(element)>")).upperBound
      let end = try #require(html.range(of: "</\(element)>")).lowerBound
      let hash = Data(SHA256.hash(html[start..<end].utf8)).base64EncodedString()
      #expect(policy.contains("\(directive) 'sha256-\(hash)'"))
    }
  }

  @Test("The page has no style attribute, no event handler and loads nothing")
  func nothingRemote() throws {
    for recording in [SampleNotebook.recording, SampleNotebook.failedRecording] {
      let html = HTMLReport(SampleNotebook.notebook, recording).page().html
      let names = attributeNames(html)
      #expect(names.contains("href") && !names.contains("style") && !names.contains { $0.hasPrefix("on") })
      #expect(html.firstMatch(of: /\ssrc(set)?\s*=\s*"(?!data:)/) == nil)
      #expect(html.firstMatch(of: /url\((?!data:|#)/) == nil)
      #expect(!html.contains("@import"))
      #expect(html.firstMatch(of: /<(iframe|object|embed|form|base|video|audio)\b/) == nil)
    }
  }

  @Test("Every id is used once, and every link in the page leads somewhere")
  func ids() {
    for recording in [SampleNotebook.recording, SampleNotebook.failedRecording] {
      let html = HTMLReport(SampleNotebook.notebook, recording).page().html
      let ids = html.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
      #expect(ids.count == Set(ids).count, "\(Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys)")
      let targets = html.matches(of: /href="#([^"]*)"/).map { String($0.1) }
      #expect(Set(targets).subtracting(ids).isEmpty)
      let references = html.matches(of: /url\(#([^)]*)\)/).map { String($0.1) }
      #expect(!references.isEmpty && Set(references).subtracting(ids).isEmpty)
    }
  }

  @Test("The same notebook and recording give the same bytes")
  func determinism() {
    let pages = (0..<2).map { _ in HTMLReport(SampleNotebook.notebook, SampleNotebook.recording).page().html }
    #expect(pages[0] == pages[1])
  }

  @Test("What differs from run to run stands in the provenance block only")
  func provenance() throws {
    var again = SampleNotebook.recording
    again.provenance.date = "2026-11-24T12:00:00Z"
    again.provenance.totalSeconds = 99
    again.provenance.compileSeconds = 98
    again.provenance.peakMemoryBytes = 97
    for index in again.cells.indices { again.cells[index].seconds = Double(index) }
    let pages = try [SampleNotebook.recording, again].map { recording in
      let html = HTMLReport(SampleNotebook.notebook, recording).page().html
      let start = try #require(html.range(of: "<!-- provenance -->")).lowerBound
      let end = try #require(html.range(of: "<!-- /provenance -->")).upperBound
      return html[..<start] + html[end...]
    }
    #expect(pages[0] == pages[1])
  }

  @Test("Headings never skip a level, and there is one h1")
  func headings() {
    let html = page("//: # T\n//: #### a\n//: ## b\n//: ###### c\n//: # d\n//: > # e").html
    let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.1) }
    #expect(levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  @Test("The source can be taken from the page")
  func source() throws {
    let source = "//: </script><!-- \"é\" -->\nlet x = \"</footer>\"\n"
    let html = page(source).html
    let data = try #require(html.firstMatch(of: /id="nb-source"[^>]*base64,([^"]*)"/)?.1)
    #expect(Data(base64Encoded: String(data)).map { String(decoding: $0, as: UTF8.self) } == source)
  }
}
