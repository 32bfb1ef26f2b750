import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("A corpus of injection strings stays text")
struct InjectionCorpusTests {
  private let strings = InjectionCorpus.strings

  private func expectHarmless(
    _ html: String, scripts: Int = 1, _ name: String, _ location: SourceLocation = #_sourceLocation
  ) {
    let census = MarkupCensus(html)
    #expect(census.violations.isEmpty, "\(name.debugDescription.prefix(200))", sourceLocation: location)
    #expect(census.elements["script", default: 0] == scripts && census.elements["style"] == 1, sourceLocation: location)
    for name in ["html", "head", "body", "main"] { #expect(census.elements[name] == 1, sourceLocation: location) }
  }

  @Test("The corpus holds at least 500 different strings")
  func count() {
    #expect(strings.count >= 500 && Set(strings).count == strings.count)
    print("injection: \(strings.count) strings")
  }

  @Test("Escaped text means the text itself again")
  func unescaped() {
    for string in strings where !string.utf8.contains(where: { $0 < 32 && ![9, 10, 13].contains($0) || $0 == 127 }) {
      #expect(Array(HTML.unescape(HTML.escape(string)).utf8) == Array(string.utf8), "\(string.debugDescription)")
    }
  }

  @Test("The census finds what it looks for")
  func census() {
    for bad in [
      "<p onclick=\"x\">", "<p style=\"x\">", "<x-y>", "<a href=\"javascript:x\">", "<img src=\"//x\">", "<p a=b>",
      "<meta http-equiv=\"refresh\">",
      "a < b", "<p \"x\">", "<a href=\"data:text/html,x\">", "<!ELEMENT x>",
    ] { #expect(!MarkupCensus(bad).violations.isEmpty, "\(bad)") }
    let good = MarkupCensus(
      "<!doctype html><p class=\"a > b\">x &lt; y</p><script>if (a < b) \"<p onclick=x>\"</script><!-- <x-y> --><p>")
    #expect(good.violations.isEmpty && good.elements == ["p": 2, "script": 1])
  }

  @Test("in a notebook, its file's name, its bibliography, all that its run records, and a site with its search")
  func reports() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("injection-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var reports: [HTMLReport.Page] = []
    for attack in strings {
      try InjectionPages.bibliography(attack).write(
        to: folder.appendingPathComponent("references.bib"), atomically: false, encoding: .utf8)
      let report = InjectionPages.report(attack, folder: folder)
      expectHarmless(report.html, attack)
      // The very text stands there, with what HTML cannot hold replaced.
      #expect(report.html.contains("\(HTML.escape(attack))</pre>"))
      reports.append(report)
    }
    for file in try InjectionPages.site(strings, reports) {
      expectHarmless(file.html, scripts: file.name == "index.html" ? 2 : 1, file.name)
    }
  }

  @Test("in the index of a sweep and the page of what drifted")
  func otherPages() {
    expectHarmless(InjectionPages.sweep(strings), scripts: 0, "sweep")
    expectHarmless(InjectionPages.drift(strings), scripts: 0, "drift")
  }

  @Test("in formulas", .enabled(if: KaTeXAssets.find() != nil))
  func formulas() throws {
    let katex = try #require(KaTeXAssets.find())
    expectHarmless(try #require(try InjectionPages.formulas(strings, katex)), scripts: 0, "formulas")
  }

  @Test("in CSV: fields come back whole, and none begins as a formula does")
  func csv() {
    let text = CommaSeparated.text(TableOutput(columns: ["x"], rows: strings.map { [.text($0)] }))
    #expect(text.hasSuffix(CommaSeparated.lineEnd))
    // Read as RFC 4180 says.
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if rest.first == "\"" {
          field.unicodeScalars.append("\"")
          rest.removeFirst()
        } else {
          isQuoted = false
        }
      } else if scalar == "\"", field.isEmpty {
        isQuoted = true
      } else if scalar == "\r", rest.first == "\n" {
        rest.removeFirst()
        fields.append(field)
        field = ""
      } else {
        field.unicodeScalars.append(scalar)
      }
    }
    #expect(fields.count == strings.count + 1)
    for (string, field) in zip(strings, fields.dropFirst()) {
      #expect(
        Array(field.utf8) == Array(string.utf8) || Array(field.utf8) == Array(("'" + string).utf8),
        "\(string.debugDescription)")
      let first = field.unicodeScalars.first {
        !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
      }
      #expect(
        first.map { !"=+-@＝＋－＠".unicodeScalars.contains($0) } ?? true || Double(field) != nil,
        "\(string.debugDescription)")
    }
  }
}
