import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

/// Whether KaTeX is installed; without it formulas stay TeX, and these tests have nothing to test.
private let katex = KaTeXAssets.find()

private func mathPage(_ source: String, _ recording: Recording = Recording()) -> HTMLReport.Page {
  var options = HTMLReport.Options()
  options.highlightsCode = false
  return HTMLReport(NotebookParser().parse(source: source, path: "a.swift").notebook, recording, options: options)
    .page()
}

@Suite("Math")
struct MathTests {
  @Test("A formula has its picture, its MathML and its TeX", .enabled(if: katex != nil))
  func formula() {
    let html = mathPage("//: $W^*_1 < \\frac{a}{b}$").html
    #expect(html.contains("class=\"katex-html\" aria-hidden=\"true\""))
    #expect(html.contains("<math>"))
    #expect(html.contains("<annotation encoding=\"application/x-tex\">W^*_1 &lt; \\frac{a}{b}</annotation>"))
    #expect(
      html.contains("@font-face{font-family:KaTeX_Math;font-weight:400;font-style:italic;src:url(data:font/woff2;"))
    #expect(!html.contains("KaTeX_Fraktur"))
  }

  @Test("Formulas have no style attribute, and every class that stands for one has a rule", .enabled(if: katex != nil))
  func styles() {
    let html = mathPage(
      "//: $\\sqrt{x}$ $$\\color{red}\\begin{matrix}a&b\\\\c&d\\end{matrix}\\quad\\overbrace{x+y}^{2}$$"
    ).html
    #expect(!attributeNames(html).contains("style"))
    let classes = Set(
      html.matches(of: /class="([^"]*)"/).flatMap { $0.1.split(separator: " ") }.filter {
        $0.firstMatch(of: /^m[0-9]+$/) != nil
      })
    #expect(classes.count > 10)
    for name in classes { #expect(html.contains(".\(name){")) }
    #expect(html.contains("{color:red!important}"))
  }

  @Test("A page with math stays below 60 kB", .enabled(if: katex != nil))
  func size() {
    let html = mathPage("//: $\\mathbb{R}\\mathcal{T}\\mathbf{x}\\sum_{i=1}^n \\left(\\int f\\right)$").html
    #expect(html.utf8.count < 60_000)
  }

  @Test("A page without math has nothing of KaTeX")
  func without() {
    let html = mathPage("//: no math").html
    #expect(!html.contains("@font-face"))
  }

  @Test("An unknown macro is told at its place", .enabled(if: katex != nil))
  func unknownMacro() {
    let page = mathPage("//: See é $a + \\nothing$.\n//: $$ {x $$")
    #expect(page.diagnostics.map(\.code) == ["NB050", "NB050"])
    #expect(page.diagnostics[0].message == "Undefined control sequence: \\nothing")
    #expect(page.diagnostics[0].line == 1 && page.diagnostics[0].column == 17)
    #expect(page.diagnostics[1].line == 2)
    #expect(page.html.contains("<code class=\"tex missing\">a + \\nothing</code>"))
  }

  @Test("Inline values become TeX inside math, and places after them hold", .enabled(if: katex != nil))
  func values() {
    let recording = Recording(inlineValues: [0: .init(text: "1e-3", tex: "1\\times10^{-3}")])
    let page = mathPage("//: $\\eta = \\(rate, \"%.3g\") + \\nothing$ and $\\(rate)$", recording)
    #expect(page.diagnostics.map(\.column) == [31])
    #expect(page.html.contains("\\text{not computed}"))
  }

  @Test("Macros hold for the formulas after them", .enabled(if: katex != nil))
  func macros() {
    let page = mathPage("//: $\\newcommand{\\E}{\\mathbb{E}}$ $\\E x$ $\\E x$")
    #expect(page.diagnostics.isEmpty)
  }

  @Test(
    "Nothing in TeX acts", .enabled(if: katex != nil),
    arguments: [
      "\\href{javascript:alert(1)}{x}", "\\url{javascript:alert(1)}", "\\includegraphics{http://x/y.png}",
      "\\htmlStyle{position:fixed}{x}", "\\htmlClass{banner}{x}", "\\htmlData{on=x}{x}", "\\text{</span><script>}",
      "\\color{red;background:url(http://x)}x", "\\def\\a{\\a\\a}\\a", "\\rule{10000em}{10000em}", "\\unicode{x}",
    ])
  func harmless(_ tex: String) {
    let html = mathPage("//: $\(tex)$").html
    #expect(!attributeNames(html).contains { $0 == "style" || $0.hasPrefix("on") || $0 == "data-on" })
    #expect(html.firstMatch(of: /href="javascript/) == nil)
    #expect(html.firstMatch(of: /<style>[^<]*url\(http/) == nil)
    #expect(html.matches(of: /<script/).count == 1)
    #expect(!html.contains("class=\"enclosing banner\""))
    #expect(html.firstMatch(of: /:[0-9]{4,}em/) == nil)
  }

  @Test("Without KaTeX formulas are shown as TeX, with a warning")
  func missing() {
    let page = page("//: Text\n//: $a<b$")
    #expect(page.html.contains("<code class=\"tex\">a&lt;b</code>"))
    #expect(page.diagnostics.map(\.code) == ["NB051"])
    #expect(page.diagnostics.map(\.severity) == [.warning])
    #expect(page.diagnostics.map(\.line) == [2])
  }

  @Test("KaTeX is looked for where FLATBOOK_KATEX says, and only there")
  func environment() {
    #expect(KaTeXAssets.find(environment: ["FLATBOOK_KATEX": "/nowhere"]) == nil)
  }

  @Test("Markdown leaves math alone")
  func markdown() {
    let html = main("//: $W^*$ and $V^*$, $a_b$ $c_d$, $x|y$\n//:\n//: | $|x|$ |\n//: | - |\n//: | $a \\| b$ |")
    for tex in ["W^*", "V^*", "a_b", "c_d", "|x|", "a \\| b"] {
      #expect(html.contains("<code class=\"tex\">\(tex)</code>"))
    }
  }
}
