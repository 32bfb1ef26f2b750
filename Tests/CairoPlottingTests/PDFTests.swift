import CairoPlotting
import Plotting
import Testing

@Suite("PDF")
struct PDFTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("is one page of the figure's size with its title and without a date")
  func metadata() throws {
    let file = text(try Plot("Loss falls") { Line(x: [0, 1.0], y: [0, 1.0]) }.size(width: 300, height: 200).pdf())
    #expect(file.hasPrefix("%PDF-1.") && file.contains("%%EOF"))
    #expect(file.contains("/Title (Loss falls)"))
    #expect(file.contains("/Count 1") && file.contains("[ 0 0 300 2"))
    #expect(!file.contains("Date"))
  }

  @Test("keeps text as text, of a font that is in the file")
  func fonts() throws {
    let file = text(try everything().pdf())
    #expect(file.contains("+DejaVu-Sans") || file.contains("+DejaVuSans"))
    #expect(file.contains("/FontFile2") && file.contains("/ToUnicode"))
  }

  @Test("is the same bytes twice, and differs between themes")
  func deterministic() throws {
    let drawing = try everything().drawing()
    #expect(try drawing.pdf() == drawing.pdf())
    #expect(try drawing.pdf(theme: .print) != drawing.pdf(theme: .dark))
  }
}
