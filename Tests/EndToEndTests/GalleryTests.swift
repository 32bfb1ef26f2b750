import CairoPlotting
import Foundation
import Plotting
import Testing

@Suite("The gallery")
struct GalleryTests {
  /// Two labels of which one can be moved, made pale or lengthened.
  private func svg(x: Double = 100, fill: String = "var(--plot-ink, #1f2328)", label: String = "second") -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="200" height="50">
    <text x="10" y="20" font-size="12" fill="var(--plot-ink, #1f2328)">fi<tspan dy="-4" font-size="8">r</tspan>st</text>
    <text x="\(x)" y="20" font-size="12" fill="\(fill)">\(label)</text>
    </svg>
    """
  }

  @Test("a label that lies over another, leaves its figure or is pale is found in an SVG")
  func finding() throws {
    #expect(try PageTexts(svg: svg()).problems.isEmpty)
    #expect(try PageTexts(svg: svg(x: 20)).problems == ["“second” lies over “first”"])
    #expect(try PageTexts(svg: svg(label: "rather a long second label")).problems.count == 1)
    let pale = try PageTexts(svg: svg(fill: "var(--plot-series-4, #cc79a7)")).problems
    #expect(pale.count == 1 && pale.allSatisfy { $0.contains("too pale on the light page") })
  }

  @Test("no label of any figure overlaps another, is cut, or is too pale to be read")
  func labels() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let notebook = ScratchPackage.flatbook + "/notebooks/Gallery.swift"
    let reports = ReportFolder()
    let run = try ProgramRun.tool([notebook, "--output-path", reports.path], limit: 300)
    #expect(run.code == 0, "\(run.everything)")
    let folder = reports.path + "/Gallery/figures/"
    let source = try String(contentsOfFile: notebook, encoding: .utf8)
    let labels = source.matches(of: /label: (fig-[a-z-]+)/).map { String($0.1) }
    #expect(labels.count > 10)
    for label in labels {
      let texts = try PageTexts(svg: try String(contentsOfFile: folder + label + ".svg", encoding: .utf8))
      #expect(texts.texts.count >= 5, "\(label)")
      #expect(texts.problems.isEmpty, "\(label)")
    }
  }
}
