import Foundation
import Testing

@Suite("Golden cases", GoldenSummary())
struct GoldenTests {
  @Test("the golden file can be read")
  func file() throws {
    let file = try GoldenFile.current.get()
    #expect(!file.entries.isEmpty, "\(file.name) has no cases")
  }

  @Test("every field of a golden case agrees", arguments: GoldenCatalog.ids)
  func agrees(id: String) async throws {
    let file = try GoldenFile.current.get()
    guard let entry = file.entries.first(where: { $0.id == id }) else {
      await GoldenTally.current?.skip(id, because: "not in the file")
      return
    }
    if let reason = GoldenCatalog.skipped[id] {
      await GoldenTally.current?.skip(id, because: reason)
      return
    }
    let checker = try #require(
      GoldenCatalog.checkers[id], "\(file.name): the case \(id) is unknown; add a checker to GoldenCatalog")
    let result = try GoldenCase(entry, in: file).run(checker)
    #expect(
      result.unchecked.isEmpty, "\(file.name): nothing checks \(result.unchecked.joined(separator: ", "))")
    #expect(result.comparisons > 0)
    await GoldenTally.current?.add(result)
  }
}

@Suite("The golden tests themselves")
struct GoldenRunnerTests {
  private func file(_ cases: String) throws -> GoldenFile {
    try GoldenFile(Data(#"{"cases": [\#(cases)]}"#.utf8), name: "a test")
  }

  private let scales = #""id": "G23", "inputs": {"cases": [[0.02, 1]]}, "expected": {"eta_theory": [0.04]"#

  @Test("a field that no checker reads is reported, in the inputs, the expected values and the case")
  func strangeFields() throws {
    let extended = try file(#"{\#(scales), "more": {"a": [1, 2]}}, "other": 1}"#)
    let entry = try #require(extended.entries.first)
    let result = try GoldenCase(entry, in: extended).run(GoldenCatalog.checkLearningRates)
    #expect(result.unchecked == ["G23.other", "G23.expected.more.a"])
    #expect(result.comparisons == 1 && result.missing.isEmpty)
  }

  @Test("a field that the file lacks is named, not failed")
  func missingFields() throws {
    let reduced = try file(#"{"id": "G17", "inputs": {}, "expected": {}}"#)
    let entry = try #require(reduced.entries.first)
    let result = try GoldenCase(entry, in: reduced).run { try $0.check(1, $0.expected["H_bb"]) }
    #expect(result.missing == ["G17.expected.H_bb"])
    #expect(result.comparisons == 0)
  }

  @Test("values agree within the tolerance of their case, and infinity only with itself")
  func tolerance() throws {
    let loose = try file(#"{\#(scales)}, "rtol": 1e-3, "atol": 1e-6}"#)
    let golden = GoldenCase(try #require(loose.entries.first), in: loose)
    #expect(golden.agrees(-2.0019, with: -2) && !golden.agrees(-2.0021, with: -2) && !golden.agrees(2, with: -2))
    #expect(golden.agrees(0.9e-6, with: 0) && !golden.agrees(1.1e-6, with: 0))
    #expect(golden.agrees(.infinity, with: .infinity))
    #expect(!golden.agrees(1, with: .infinity) && !golden.agrees(.infinity, with: 1))
    #expect(!golden.agrees(.nan, with: .nan) && !golden.agrees(.nan, with: .infinity))
  }

  @Test(
    "a file that cannot be used is refused with its name and the cause",
    arguments: [
      ("[", "JSON"), ("{}", "cases"), (#"{"cases": [{}]}"#, "id"), (#"{"cases": [{"id": "G01"}]}"#, "inputs"),
      (
        #"{"cases": [{"id": "G1", "inputs": {}, "expected": {}}, {"id": "G1", "inputs": {}, "expected": {}}]}"#,
        "twice"
      ),
      (#"{"cases": [{"id": "G1", "inputs": {}, "expected": {}, "rtol": "small"}]}"#, "rtol"),
    ])
  func refusals(text: String, cause: String) throws {
    let error = try #require(throws: GoldenFileError.self) { try GoldenFile(Data(text.utf8), name: "other.json") }
    #expect(error.description.contains("other.json") && error.description.contains(cause))
  }

  @Test("infinity is read as Python writes it, and null as nothing")
  func infinity() throws {
    let endless = try file(#"{"id": "G1", "inputs": {}, "expected": {"a": [Infinity, "inf"], "b": null}}"#)
    let result = try GoldenCase(try #require(endless.entries.first), in: endless).run {
      try $0.check([.infinity, .infinity], $0.expected["a"])
      try $0.check(1, $0.expected["b"])
    }
    #expect(result.comparisons == 2 && result.missing == ["G1.expected.b"] && result.unchecked.isEmpty)
  }

  @Test("every known case is bundled, and every bundled case is known")
  func bundled() throws {
    let known = Set(GoldenCatalog.checkers.keys).union(GoldenCatalog.skipped.keys)
    #expect(Set(try GoldenFile.bundled().entries.map(\.id)) == known)
    #expect(Set(GoldenCatalog.checkers.keys).isDisjoint(with: GoldenCatalog.skipped.keys))
  }
}
