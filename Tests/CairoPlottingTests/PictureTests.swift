import CairoPlotting
import Foundation
import Plotting
import Testing

@Suite("PNG and files")
struct PictureTests {
  private let plot = Plot("A line") { Line(x: [0, 1.0], y: [0, 1.0], label: "line") }.x("x").y("y")

  /// Width and height in the header of a PNG file.
  private func size(_ png: [UInt8]) -> [Int] {
    [16, 20].map { start in png[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test("A picture has the size of the figure times the scale")
  func scale() throws {
    #expect(try size(plot.png(scale: 1)) == [560, 340])
    #expect(try size(plot.png()) == [1120, 680])
    #expect(try Array(plot.png().prefix(4)) == [0x89, 0x50, 0x4e, 0x47])
  }

  @Test("A picture is the same bytes twice, and differs between themes")
  func deterministic() throws {
    #expect(try everything().png() == everything().png())
    #expect(try plot.png(theme: .light) != plot.png(theme: .dark))
  }

  @Test("A picture is the same bytes in other processes")
  func processes() async throws {
    let here = try fingerprint(everything().png())
    for _ in 0..<2 {
      let child = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        print("\nfingerprint \(fingerprint(try everything().png()))")
      }
      let output = try #require(child).standardOutputContent
      let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
      #expect(lines.contains("fingerprint \(here)"))
    }
  }

  @Test("A scale that gives no picture is refused")
  func scales() {
    for scale in [0, -1, .nan, .infinity, 1e6] {
      #expect(throws: SurfaceError.self) { try plot.png(scale: scale) }
    }
  }

  @Test("Files are written whole, and what cannot be written is an error that leaves nothing")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plots-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let svg = folder.appendingPathComponent("a.svg").path
    try plot.write(to: svg)
    #expect(try String(contentsOfFile: svg, encoding: .utf8) == plot.svg())
    try plot.write(to: folder.appendingPathComponent("a.png").path, scale: 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.png", "a.svg"])

    let missing = folder.appendingPathComponent("none/a.svg").path
    #expect(throws: SurfaceError.cannotWrite(path: missing, reason: "No such file or directory")) {
      try plot.write(to: missing)
    }
    // A folder stands where the file should go.
    #expect(throws: SurfaceError.self) { try plot.write(to: folder.path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.png", "a.svg"])
  }

  @Test(
    "The name's ending chooses the format, in small or capital letters; another ending is an error that names the three"
  )
  func formats() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plots-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, start) in [("a.b.svg", "<svg"), ("a.PDF", "%PDF"), ("a.Png", "\u{fffd}PNG")] {
      let path = folder.appendingPathComponent(name).path
      try plot.write(to: path, scale: 1, theme: .print)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(String(decoding: bytes.prefix(4), as: UTF8.self) == start)
    }
    let written = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    for name in ["a", "a.gif", "a.svg/b", ".", "svg", "a.pdf.", ""] {
      let path = folder.path + "/" + name
      #expect(throws: SurfaceError.unknownFormat(path: path)) { try plot.write(to: path) }
    }
    for ending in [".svg", ".png", ".pdf"] {
      #expect("\(SurfaceError.unknownFormat(path: "a.gif"))".contains(ending))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == written)
  }

  @Test("A font that is not installed is an error that names it and the cure")
  func font() {
    #expect(throws: SurfaceError.fontMissing(family: "No Such Font")) {
      try PangoTextMeasurer(family: "No Such Font")
    }
    #expect("\(SurfaceError.fontMissing(family: "DejaVu Sans"))".contains("apt-get install fonts-dejavu-core"))
  }

  @Test("No two texts of a figure with every mark overlap, as Pango sets them")
  func noOverlap() throws {
    let texts = try everything().drawing().scene.texts
    for (index, text) in texts.enumerated() {
      for other in texts[..<index] {
        #expect(!text.box.intersects(other.box), "“\(text.text.plain)” over “\(other.text.plain)”")
      }
    }
  }

  @Test("Text is measured in proportion to its size, and digits add up")
  func measuring() throws {
    let measurer = try PangoTextMeasurer()
    let small = measurer.width(of: "sharpness λ", font: Font(size: 10))
    #expect(abs(measurer.width(of: "sharpness λ", font: Font(size: 20)) - 2 * small) < 0.1)
    #expect(
      measurer.width(of: "bold", font: Font(size: 10, weight: .bold)) > measurer.width(of: "bold", font: Font(size: 10))
    )
    let digit = measurer.width(of: "7", font: Font(size: 10))
    #expect(abs(measurer.width(of: "7777", font: Font(size: 10)) - 4 * digit) < 1e-9)
    #expect(measurer.width(of: "", font: Font(size: 10)) == 0)
  }
}

/// The length of a file and a number from all its bytes (FNV-1a, 64 bits).
private func fingerprint(_ bytes: [UInt8]) -> String {
  let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  return "\(bytes.count) \(hash)"
}
