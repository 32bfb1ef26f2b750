import Foundation
import Testing

/// The page that shows every mark must show it, and have its pictures. `Scripts/pictures` draws them.
@Suite("The page on plots")
struct PlotsPageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test("shows every mark above a picture of it, in at most twelve lines each")
  func marks() throws {
    let shown = try Self.text("Documentation/Plots.md").matches(of: /```swift\n((?:(?!```)[\s\S])*?)```\n\n<picture>/)
      .map(\.1)
    #expect(shown.count >= 15)
    for code in shown {
      #expect(code.split(separator: "\n").count <= 12, "\(code)")
    }
    let folder = Self.root.appending(path: "Sources/Plotting/Marks")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var marks: [Substring] = []
    for file in files where file.pathExtension == "swift" {
      let source = try String(contentsOf: file, encoding: .utf8)
      marks += source.matches(of: /public struct (\w+): Mark\b/).map(\.1)
    }
    #expect(marks.count >= 15)
    for mark in marks {
      #expect(shown.contains { $0.contains("\(mark)(") }, "\(mark) has no picture")
    }
  }

  @Test("has all its pictures, no others lie about, and together they are small")
  func pictures() throws {
    let pages = try Self.text("Documentation/Plots.md") + Self.text("README.md")
    let named = Set(pages.matches(of: /pictures\/([a-z-]+\.svg)/).map { String($0.1) })
    let folder = Self.root.appending(path: "Documentation/pictures")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == named)
    let sizes = try names.map { try Data(contentsOf: folder.appending(path: $0)).count }
    #expect(sizes.reduce(0, +) < 1_000_000)
  }
}
