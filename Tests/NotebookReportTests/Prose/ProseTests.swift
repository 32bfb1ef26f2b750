import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Prose on the page")
struct ProseTests {
  @Test("Markdown becomes HTML")
  func markdown() {
    let html = main(
      "//: Text\n//:\n//: ## A & B\n//: 1. *a* ~~b~~\n//: 2. `c<d`\n//:\n//: ---\n//: ```swift\n//: x < y\n//: ```")
    #expect(
      html == """
        <p>Text</p>
        <h2 id="a-b"><span class="number">1</span> A &amp; B</h2>
        <ol>
        <li><em>a</em> <del>b</del></li>
        <li><code>c&lt;d</code></li>
        </ol>
        <hr>
        <pre class="plain" tabindex="0"><code>x &lt; y
        </code></pre>

        """)
  }

  @Test("The first heading is the page's title, whether or not an option says the same")
  func title() {
    #expect(page("//: # A *b*\n").html.contains("<h1>A <em>b</em></h1>"))
    #expect(page("//| title: A b\n//: # A *b*\n").html.matches(of: /<h[12]/).count == 2)
    let both = page("//| title: Other\n//: # A\n").html
    #expect(both.contains("<h1>Other</h1>") && both.contains("<h2 id=\"a\">"))
    #expect(page("//: # A $x$").html.contains("<title>A x</title>"))
  }

  @Test("Equations, sections and theorems are numbered and linked")
  func references() {
    let html = main(
      """
      //: [](#eq-a) [](#sec-b) [](#thm-c) [text](#sec-b)
      //:
      //: $$x$$ {#eq-a}
      //:
      //: ## One
      //: ## Two {#sec-b}
      //: - Lemma: First.
      //: - Callout(Theorem): Second. {#thm-c}
      """)
    #expect(html.contains("<a href=\"#eq-a\">Equation\u{A0}(1)</a> <a href=\"#sec-b\">Section\u{A0}2</a>"))
    #expect(html.contains("<a href=\"#thm-c\">Theorem\u{A0}2</a> <a href=\"#sec-b\">text</a>"))
    #expect(html.contains("<h2 id=\"sec-b\"><span class=\"number\">2</span> Two</h2>"))
    #expect(
      html.contains(
        "<div class=\"callout statement\" role=\"note\" id=\"thm-c\">\n<p class=\"callout-title\">Theorem 2"))
    #expect(html.contains("<div class=\"equation\" id=\"eq-a\">"))
    #expect(html.contains("<span class=\"eqno\">(1)</span>"))
  }

  @Test("Callouts are set apart; lists and quotations are not")
  func callouts() {
    #expect(main("//: - Note: *a*").contains("<p class=\"callout-title\">Note</p>\n<p><em>a</em></p>"))
    #expect(main("//: > Tip: a\n//: >\n//: > b").contains("callout tip"))
    #expect(main("//: - Callout(Try & see): a").contains("<p class=\"callout-title\">Try &amp; see</p>"))
    #expect(main("//: - Note: a\n//: - b").contains("<ul>"))
    #expect(main("//: > Someone: a").contains("<blockquote>"))
  }

  @Test("Headings with the same words have ids of their own")
  func sameHeadings() {
    let html = main("//: Text\n//: ## A\n//: ## A\n//: ## nb-main\n//: ## fig-a\n//: ## é")
    for id in ["a", "a-2", "s-nb-main", "s-fig-a", "s-"] { #expect(html.contains("<h2 id=\"\(id)\">")) }
  }

  @Test("Footnotes are numbered through the page")
  func footnotes() {
    let html = main(
      "//: a[^x] b[^y] c[^x]\n//:\n//: [^y]: why\n//: [^x]: exactly\n\nlet z = 1\n//: d[^x]\n//:\n//: [^x]: third")
    #expect(
      html.contains("<a id=\"nb-noteref-3\" href=\"#nb-note-3\" role=\"doc-noteref\" aria-label=\"Note 3\">3</a>"))
    #expect(html.contains("<li id=\"nb-note-1\"><p>exactly "))
    #expect(html.contains("<li id=\"nb-note-3\"><p>third "))
    #expect(html.matches(of: /href="#nb-note-1"/).count == 2)
  }

  @Test("Placeholders that prose forges mean nothing")
  func forged() {
    let prose = Prose(
      lines: 1...1, markdown: "a \u{E002}9\u{E003} \u{E000}7\u{E001} \u{E000}x", sourceLines: [1], inlineValues: [])
    let notebook = Notebook(path: "a.swift", source: "", options: NotebookOptions(), blocks: [.prose(prose)])
    #expect(HTMLReport(notebook, Recording()).page().html.contains("not computed"))
    for text in [
      "\u{E002}9\u{E003}", "# \u{E002}9\u{E003}", "## a \u{E002}9\u{E003}", "- Callout(Theorem): \u{E002}9\u{E003}",
    ] {
      #expect(page("//: \(text)\n").html.contains("</html>"))
    }
  }

  @Test("Deep nesting does no harm", .timeLimit(.minutes(1)))
  func deep() {
    let html = main(
      "//: " + String(repeating: "> ", count: 3000) + "x\n//:\n//: " + String(repeating: "*a **b ", count: 2000))
    #expect(!html.isEmpty)
  }
}
