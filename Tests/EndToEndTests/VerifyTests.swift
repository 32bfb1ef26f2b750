import Foundation
import Testing

@Suite("Verifying a notebook against a recorded run", .serialized)
struct VerifyTests {
  static let path = ScratchPackage.home + "/verify/Constant.swift"

  /// A notebook that quotes, shows, plots and fails by what follows from one constant.
  static func source(constant: String) -> String {
    """
    //| title: A constant

    //: The sharpness is \\(sharpness, "%.1f").
    import Flatbook
    let learningRate = param("learning-rate", default: \(constant), in: 0...1)
    let sharpness = 2 / learningRate
    //| label: fig-line
    show(Plot("A line") { Line(x: [0, 1, 2], y: [0, 1, sharpness]) })
    // %% Seed
    print("seed \\(notebookSeed)")
    struct TooSharp: Error { var sharpness: Double }

    //| expect: error
    if sharpness > 1 { throw TooSharp(sharpness: sharpness) }

    """
  }

  /// A page without its provenance block, and that block.
  private static func parts(_ page: String?) throws -> (text: String, provenance: String) {
    let text = try #require(page)
    let start = try #require(text.range(of: "<!-- provenance -->"))
    let end = try #require(text.range(of: "<!-- /provenance -->"))
    return (
      String(text[..<start.lowerBound] + text[end.upperBound...]), String(text[start.lowerBound..<end.lowerBound])
    )
  }

  @Test("through the plugin: the same bytes again, which verify; and after one constant is changed, the value is named")
  func throughThePlugin() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let path = ScratchPackage.home + "/verify/Plugin.swift"
    func plugin(_ words: [String]) throws -> ProgramRun { try ProgramRun.swiftPackage(["run-notebook"] + words) }
    try ScratchPackage.write(Self.source(constant: "0.1"), to: path)
    let (one, two, verified) = (ReportFolder(), ReportFolder(), ReportFolder())
    for reports in [one, two] {
      let run = try plugin(["run", path, "--output-path", reports.path])
      #expect(run.code == 0, "\(run.everything)")
    }
    let (first, second) = (try Self.parts(one.page("Plugin")), try Self.parts(two.page("Plugin")))
    #expect(first.text == second.text)
    // Times and the folder named differ: it is not the same file twice.
    #expect(first.provenance != second.provenance)

    let words = ["verify", path, "--against", one.path, "--output-path", verified.path]
    let same = try plugin(words)
    #expect(same.code == 0 && same.output.contains("none drifted"), "\(same.everything)")
    try ScratchPackage.write(Self.source(constant: "0.125"), to: path)
    let changed = try plugin(words)
    #expect(changed.code != 0 && changed.output.contains("(exit code 4)"), "\(changed.everything)")
    #expect(changed.everything.contains(#"Plugin.swift:3: drift: \(sharpness): recorded 20.0, found 16.0"#))
  }

  @Test("it passes on an unchanged notebook and fails, naming the value, after one constant is changed")
  func constant() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let (recorded, verified) = (ReportFolder(), ReportFolder())
    try ScratchPackage.write(Self.source(constant: "0.1"), to: Self.path)
    let run = try ProgramRun.tool([Self.path, "--seed", "3", "--output-path", recorded.path])
    #expect(run.code == 0, "\(run.everything)")
    let file = recorded.path + "/Constant/run.json"
    let before = FileManager.default.contents(atPath: file)
    let words = ["verify", Self.path, "--against", recorded.path, "--output-path", verified.path]

    let same = try ProgramRun.tool(words)
    #expect(same.code == 0, "\(same.everything)")
    #expect(same.output.contains("none drifted"))
    #expect(try verified.record("Constant").seed == 3)

    try ScratchPackage.write(Self.source(constant: "0.125"), to: Self.path)
    let changed = try ProgramRun.tool(words)
    #expect(changed.code == 4, "\(changed.everything)")
    #expect(changed.errors.contains(#"Constant.swift:3: drift: \(sharpness): recorded 20.0, found 16.0"#))
    #expect(changed.errors.contains("parameter 'learning-rate': recorded 0.1, found 0.125"))
    #expect(changed.errors.contains("drift: fig-line, data of the figure"))
    #expect(
      changed.errors.contains(
        "words of the expected error: recorded TooSharp(sharpness: 20.0), found TooSharp(sharpness: 16.0)"))
    #expect(changed.errors.contains("note: the notebook's file has changed since"))
    #expect(changed.output.hasSuffix("(exit code 4)\n"))
    let page = try String(contentsOfFile: verified.path + "/Constant/drift.html", encoding: .utf8)
    #expect(page.contains("<td>20.0</td>") && page.contains("<path class=\"recorded\""))
    #expect(FileManager.default.contents(atPath: file) == before)

    let loose = ["--tolerance", "0.3", "--tolerance", "learning-rate=any"]
    #expect(try ProgramRun.tool(words + loose).code == 0)
    let unknown = try ProgramRun.tool(words + ["--tolerance", "fig-lime=1"])
    #expect(unknown.code == 64 && unknown.errors.contains("did you mean 'fig-line'?"))
    let overwriting = try ProgramRun.tool(words.dropLast() + [recorded.path])
    #expect(overwriting.code == 7 && FileManager.default.contents(atPath: file) == before)
  }

  @Test("a recorded run is found by itself, and one of another format, or a missing one, is refused")
  func records() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let (recorded, verified) = (ReportFolder(), ReportFolder())
    let run = try ProgramRun.tool(["First", "-P", "offset=2", "--output-path", recorded.path])
    #expect(run.code == 0, "\(run.everything)")
    let file = recorded.path + "/First/run.json"
    // The parameter that was given is given again; and the plugin takes the same words.
    let plugin = try ProgramRun.swiftPackage(["run-notebook", "verify", file, "--output-path", verified.path])
    #expect(plugin.code == 0, "\(plugin.everything)")
    #expect(plugin.output.contains("none drifted"))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("\"format\" : 1", with: "\"format\" : 9").write(toFile: file, atomically: true, encoding: .utf8)
    let other = try ProgramRun.tool(["verify", "First", "--against", file, "--output-path", verified.path])
    #expect(other.code == 64 && other.errors.contains("format 9"), "\(other.everything)")
    let missing = try ProgramRun.tool(["verify", "First", "--against", recorded.path + "/no"])
    #expect(missing.code == 64 && missing.errors.contains("there is no recorded run"), "\(missing.everything)")
  }

  @Test("a second run of an unchanged notebook gives the same page, byte for byte, but for its provenance block")
  func sameBytes() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let (one, two) = (ReportFolder(), ReportFolder())
    for reports in [one, two] {
      let run = try ProgramRun.tool(["First", "Figures", "--output-path", reports.path])
      #expect(run.code == 0, "\(run.everything)")
    }
    for name in ["First", "Figures"] {
      let (first, second) = (try Self.parts(one.page(name)), try Self.parts(two.page(name)))
      #expect(first.text == second.text)
      #expect(first.provenance != second.provenance)
    }
    let figures = try FileManager.default.contentsOfDirectory(atPath: one.path + "/Figures/figures")
    #expect(!figures.isEmpty)
    for name in figures {
      let files = [one, two].map { FileManager.default.contents(atPath: $0.path + "/Figures/figures/" + name) }
      #expect(files[0] == files[1])
    }
  }
}
