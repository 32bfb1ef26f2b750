import Testing

@testable import NotebookFormat

@Suite("Calls of cached")
struct CachedCallsTests {
  private func calls(_ source: String) -> [Int: String] {
    NotebookParser().parse(source: source, path: "a.swift").notebook.cachedCalls
  }

  @Test("are found with their closure and their line, in code only")
  func find() {
    let source = """
      //: `cached("in prose") { 0 }`
      // cached("in a comment") { 0 }
      let text = "cached(\\"in a string\\") { \\(1) }"
      let a = try cached("a", key: f(1, [2])) {
        // }
        "}" + text
      }
      let uncached = 1

      let b = cached("b", compute: { 2 }), c = cached("c")
      { 3 }
      """
    #expect(
      calls(source) == [
        4: "cached(\"a\", key: f(1, [2])) {\n  // }\n  \"}\" + text\n}",
        10: "cached(\"b\", compute: { 2 })cached(\"c\")\n{ 3 }",
      ])
  }

  @Test(
    "may be cut anywhere",
    arguments: ["cached", "cached(", "cached(\"x", "cached(\"x\") {", "cached(1) { /*", "\"", "#"])
  func cut(_ source: String) {
    #expect(CachedCalls.find(in: Array(source.utf8)).count <= 1)
  }
}
