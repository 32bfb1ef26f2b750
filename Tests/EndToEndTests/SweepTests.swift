import Foundation
import Testing

@Suite("Sweeping over parameters", .serialized)
struct SweepTests {
  static let path = ScratchPackage.home + "/sweep/Rates.swift"
  static let source = """
    //| title: Rates

    //: Twice the rate is \\(2 * rate).
    import Flatbook
    let rate = param("rate", default: 0.1, in: 0.01...1)
    let count = param("count", default: 3, in: 1...5)
    show(Plot("A line") { Line(x: [0, 1], y: [0, rate]) })
    // %% Seed
    expect(rate < 0.5, "the rate is small")
    print("\\(count) \\(notebookSeed)")

    """

  @Test("each combination has its own report, the notebook is compiled once, and an index tells all of them")
  func grid() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    try ScratchPackage.write(Self.source, to: Self.path)
    let run = try ProgramRun.tool(
      [Self.path, "--sweep", "rate=0.1,0.2", "--sweep", "seed=1...2", "--jobs", "2", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    let names = ["0.1_seed=1", "0.1_seed=2", "0.2_seed=1", "0.2_seed=2"].map { "Rates_rate=\($0)" }
    #expect(reports.entries == names + ["Rates_sweep"])
    for (name, seed) in zip(names, [1, 2, 1, 2]) {
      #expect(reports.page(name) != nil)
      #expect(try reports.record(name).cells[1].standardOutput.text == "3 \(seed)\n")
    }
    #expect(try reports.record(names[3]).values.first?.text == "0.4")
    // Every report of the sweep found the notebook compiled.
    #expect(run.errors.components(separatedBy: "already compiled").count == 5, "\(run.errors)")
    let index = try String(contentsOfFile: reports.path + "/Rates_sweep/index.html", encoding: .utf8)
    for name in names { #expect(index.contains("href=\"../\(name)/\(name).html\"")) }
    #expect(index.contains("<td class=\"n\">0.4</td><td class=\"n\">1 of 1</td>"))
    #expect(index.components(separatedBy: "<img ").count == 5)

    let failing = try ProgramRun.tool([Self.path, "--sweep", "rate=0.1,0.9", "--output-path", reports.path])
    #expect(failing.code == 1, "\(failing.everything)")
    let second = try String(contentsOfFile: reports.path + "/Rates_sweep/index.html", encoding: .utf8)
    #expect(second.contains("1 of 2 failed") && second.contains("0 of 1"))
  }

  @Test("parameters come from a file, and those on the command line go before them")
  func file() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    try ScratchPackage.write(Self.source, to: Self.path)
    let file = ScratchPackage.home + "/sweep/parameters.json"
    try ScratchPackage.write("{\"rate\": 0.25, \"count\": 2}", to: file)
    let words = [Self.path, "--parameters", file, "-P", "count=5", "--output-path", reports.path]
    let run = try ProgramRun.tool(words)
    #expect(run.code == 0, "\(run.everything)")
    #expect(try reports.record("Rates").values.first?.text == "0.5")
    #expect(try reports.record("Rates").cells[1].standardOutput.text == "5 0\n")
  }

  @Test(
    "a wrong value is refused with the parameter, what it allows and its place, before anything runs",
    arguments: [
      (["--sweep", "rate=0.1,2"], "Rates.swift:5: error: parameter 'rate' is 2, which is not allowed"),
      (["--sweep", "rate=0.1,big"], "parameter 'rate' is a number, not 'big' (allowed: 0.01 … 1)"),
      (["--sweep", "count=1.5"], "Rates.swift:6: error: parameter 'count' is a whole number, not '1.5'"),
      (["--sweep", "rat=1"], "did you mean 'rate'?"), (["--sweep", "rate="], "rate="),
      (["--sweep", "seed=-1"], "the seed is a whole number"), (["--sweep", "count=1...5000"], "count"),
      (["--sweep", "count=1", "-P", "count=2"], "leave one out"),
      (["--parameters", "bad.json"], "parameter 'count' is 9, which is not allowed (allowed: 1 … 5)"),
      (["--parameters", "list.json"], "the file is not an object"),
      (["--parameters", "none.json"], "cannot be read"),
    ])
  func refused(words: [String], answer: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let folder = ScratchPackage.home + "/sweep"
    try ScratchPackage.write(Self.source, to: Self.path)
    try ScratchPackage.write("{\"count\": 9}", to: folder + "/bad.json")
    try ScratchPackage.write("[1]", to: folder + "/list.json")
    let words = words.map { $0.hasSuffix(".json") ? folder + "/" + $0 : $0 }
    let run = try ProgramRun.tool([Self.path, "--output-path", reports.path] + words)
    #expect(run.code == 64, "\(run.everything)")
    #expect(run.everything.contains(answer), "\(run.everything)")
    #expect(reports.entries.isEmpty)
  }
}
