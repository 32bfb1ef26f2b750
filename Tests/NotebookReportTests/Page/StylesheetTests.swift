import Foundation
import Testing

@testable import NotebookReport

@Suite("The style")
struct StylesheetTests {
  @Test("On paper a figure may break between its drawing and its data, and never inside the drawing")
  func printedFigures() {
    let unbroken = Stylesheet.base.matches(of: /([^{}]*)\{break-inside:avoid\}/).flatMap {
      $0.output.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }
    #expect(unbroken.contains(".plot"))
    #expect(!unbroken.contains("figure"))
  }

  @Test("A wide table keeps its columns readable and scrolls in its box, its caption stays in sight")
  func wideTables() {
    #expect(Stylesheet.base.contains(".scroll>table{width:max-content}"))
    #expect(Stylesheet.base.contains("position:sticky;left:0;max-width:100cqi"))
  }
}
