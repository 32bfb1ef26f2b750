import Foundation
import Testing

@testable import NotebookFormat

@Suite("The guide to markup") struct MarkupGuideTests {
  @Test("names every option of the parser, and no other")
  func options() {
    #expect(Set(MarkupGuide.notebookOptions.map(\.key)) == Set(OptionSchema.notebook.keys))
    #expect(Set(MarkupGuide.cellOptions.map(\.key)) == Set(OptionSchema.cell.keys))
    for option in MarkupGuide.notebookOptions + MarkupGuide.cellOptions {
      #expect(MarkupGuide.text.contains("    \(option.key) "))
    }
  }

  @Test("names every kind of label and fits a terminal of 100 columns")
  func layout() {
    for kind in Label.Kind.allCases { #expect(MarkupGuide.text.contains("\(kind.rawValue)-")) }
    let lines = MarkupGuide.text.split(separator: "\n").filter { !$0.hasPrefix("LABELS") }
    #expect(lines.allSatisfy { $0.count <= 100 })
  }
}

@Suite("The format's reference") struct FormatReferenceTests {
  private static let documentation =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Documentation/"

  @Test(
    "has the tables of options as the parser knows them",
    arguments: [("notebook", MarkupGuide.notebookOptions), ("cell", MarkupGuide.cellOptions)])
  func tables(kind: String, options: [MarkupGuide.Option]) throws {
    let text = try String(contentsOfFile: Self.documentation + "NotebookFormat.md", encoding: .utf8)
    let start = try #require(text.range(of: "<!-- \(kind) options -->\n"))
    let end = try #require(text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex))
    #expect(String(text[start.upperBound..<end.lowerBound]) == MarkupGuide.table(options))
  }

  @Test("names every call that `help markup` names, every label and every region")
  func words() throws {
    let text = try String(contentsOfFile: Self.documentation + "NotebookFormat.md", encoding: .utf8)
    for word in ["show(", "param(", "expect(", "formatted(", "progress(over:", "notebookSeed", "cached("] {
      #expect(MarkupGuide.text.contains(word) && text.contains("`\(word)"), "\(word)")
    }
    for kind in Label.Kind.allCases {
      #expect(text.contains("`\(kind.rawValue)-") || text.contains("#\(kind.rawValue)-"))
    }
  }

  @Test("every diagnostic stands in its reference")
  func diagnostics() throws {
    let text = try String(contentsOfFile: Self.documentation + "Diagnostics.md", encoding: .utf8)
    #expect(text == DiagnosticGuide.markdown)
  }
}
