import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("The source that a page carries")
struct EmbeddedSourceTests {
  private func page(_ bytes: [UInt8], path: String = "a/Sample.swift") -> String {
    var options = HTMLReport.Options()
    options.highlightsCode = false
    options.katex = nil
    options.source = .bytes(bytes)
    let notebook = NotebookParser().parse(bytes: bytes, path: path).notebook
    return HTMLReport(notebook, Recording(), options: options).page().html
  }

  @Test(
    "comes out as it went in, byte for byte",
    arguments: [
      "", "let x = 1", "let x = \"</script><script>alert(1)</script>\"\n", "//: a\r\nlet x = 1\r\n",
      "let x = 1\rlet y = 2",
      "\u{FEFF}let x = 1\n", "// é e\u{301} 漢字 🎈 \u{202E}abc\u{2028}\n", "<!-- /source --><!-- source -->\n",
      "//: <a id=\"nb-source\" class=\"download\" download=\"x\" data-sha256=\"0\" href=\"data:text/plain\">\n",
      "</footer></a>' \" & &amp; \\u003c \u{0}\u{7F}\t\n\n\n",
    ])
  func roundTrip(source: String) throws {
    let bytes = Array(source.utf8)
    let notebook = try EmbeddedSource.read(page: page(bytes))
    #expect(notebook == .init(name: "Sample.swift", bytes: bytes))
  }

  @Test("comes out even where it is not Unicode")
  func invalid() throws {
    let bytes: [UInt8] = [0x2F, 0x2F, 0xFF, 0xC3, 0x28, 0x0A]
    #expect(try EmbeddedSource.read(page: page(bytes)).bytes == bytes)
  }

  @Test("is the text as it was read where nobody gives the file")
  func parsed() throws {
    let html = NotebookReportTests.page("let x = 1\r\n").html
    #expect(try EmbeddedSource.read(page: html).bytes == Array("let x = 1\n".utf8))
  }

  @Test("adds no tag, and no attribute that acts, whatever it holds")
  func inert() {
    let attack = "//: x\n/* </a><script>alert(1)</script><img src=x onerror=alert(1)> */\n"
    let html = page(Array(attack.utf8), path: "a/x\" onclick=\"alert(1).swift")
    #expect(html.components(separatedBy: "<script").count == 2)
    #expect(!html.contains("<img"))
    #expect(attributeNames(html).allSatisfy { !$0.hasPrefix("on") })
    #expect((try? EmbeddedSource.read(page: html))?.name == "x\" onclick=\"alert(1).swift")
  }

  @Test("can be left out")
  func leftOut() {
    var options = HTMLReport.Options()
    options.highlightsCode = false
    options.source = .leftOut
    let notebook = NotebookParser().parse(source: "//: secret of the source\n", path: "A.swift").notebook
    let html = HTMLReport(notebook, Recording(), options: options).page().html
    #expect(!html.contains("nb-source\""))
    #expect(!html.contains(Base64.encode(Array("//: secret of the source\n".utf8))))
    #expect(throws: EmbeddedSource.Missing.absent) { try EmbeddedSource.read(page: html) }
  }

  @Test("is refused where it was cut or changed, and where there are two")
  func damaged() throws {
    let html = page(Array("let answer = 42\n".utf8))
    let encoded = Base64.encode(Array("let answer = 42\n".utf8))
    let other = Base64.encode(Array("let answer = 43\n".utf8))
    #expect(throws: EmbeddedSource.Missing.changed) {
      try EmbeddedSource.read(page: html.replacingOccurrences(of: encoded, with: other))
    }
    let cut = try #require(html.range(of: encoded))
    #expect(throws: EmbeddedSource.Missing.changed) { try EmbeddedSource.read(page: String(html[..<cut.upperBound])) }
    #expect(throws: EmbeddedSource.Missing.ambiguous) { try EmbeddedSource.read(page: html + html) }
    for text in ["", "<html></html>", "data:text/plain;charset=utf-8;base64,AAAA"] {
      #expect(throws: EmbeddedSource.Missing.absent) { try EmbeddedSource.read(page: text) }
    }
  }
}
