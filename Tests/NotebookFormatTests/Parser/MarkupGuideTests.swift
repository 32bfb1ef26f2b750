import Testing

@testable import NotebookFormat

@Suite("The guide to markup") struct MarkupGuideTests {
  @Test("names every option of the parser, and no other")
  func options() {
    #expect(Set(MarkupGuide.notebookOptions.map(\.key)) == Set(OptionSchema.notebook.keys))
    #expect(Set(MarkupGuide.cellOptions.map(\.key)) == Set(OptionSchema.cell.keys))
    for (key, _) in MarkupGuide.notebookOptions + MarkupGuide.cellOptions {
      #expect(MarkupGuide.text.contains("    \(key) "))
    }
  }

  @Test("names every kind of label and fits a terminal of 100 columns")
  func layout() {
    for kind in Label.Kind.allCases { #expect(MarkupGuide.text.contains("\(kind.rawValue)-")) }
    let lines = MarkupGuide.text.split(separator: "\n").filter { !$0.hasPrefix("LABELS") }
    #expect(lines.allSatisfy { $0.count <= 100 })
  }
}
