import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("Why a notebook is compiled")
struct CompileReasonTests {
  static func notebook(_ source: String) -> Notebook {
    NotebookParser().parse(bytes: Array(source.utf8), path: "A.swift").notebook
  }

  static let source = "//: # Title\nlet a = 1\nlet b = 2\n\n//: Then:\nprint(a)\n"

  static func reason(_ source: String, change: (inout CompileKey) -> Void = { _ in }) -> String {
    let old = CompileMemory(key: CompileCacheTests.key(Self.source), source: Self.source)
    var key = CompileCacheTests.key(source)
    change(&key)
    return CompileReason.compiled(key, old, notebook(source)).words
  }

  @Test(
    "changed lines are named as the file has them now",
    arguments: [
      ("let b = 2\n", "let b = 3\n", "line 3 changed"),
      ("let a = 1\nlet b = 2\n", "let a = 7\nlet b = 9\nlet c = 3\n", "lines 2 to 4 changed"),
      ("let a = 1\n", "", "a line before line 2 changed"), ("let b = 2\n", "let b = 2\nlet c = 4\n", "line 4 changed"),
      ("//: # Title\n", "//: # Title\n//: More.\n", "text changed (line 2) and moved the code"),
    ])
  func lines(old: String, new: String, words: String) {
    #expect(Self.reason(Self.source.replacing(old, with: new)) == "compiled again: " + words)
  }

  @Test("what else is not as it was is named: library, package, toolchain, options")
  func parts() {
    #expect(Self.reason(Self.source) { $0.library["libA.so"] = "9" }.hasSuffix("Flatbook was built anew (libA.so)"))
    #expect(
      Self.reason(Self.source) { $0.package["Course.swiftmodule"] = nil }
        .hasSuffix("the package's own code was built anew (Course.swiftmodule)"))
    #expect(Self.reason(Self.source) { $0.toolchain = "other" }.hasSuffix("the toolchain is another one"))
    #expect(
      Self.reason(Self.source) { $0.options = ["-Onone"] }
        .hasSuffix("the compiler's options changed: without -O, with -Onone"))
    #expect(Self.reason(Self.source).hasSuffix("nothing changed, but the program was no longer kept"))
    #expect(
      CompileReason.compiled(CompileCacheTests.key("x"), nil, Self.notebook("x")).words
        == "compiled: it was not compiled here before")
  }

  @Test("every part of a key changes its name")
  func digest() {
    let key = CompileCacheTests.key("a")
    var others = [CompileKey](repeating: key, count: 5)
    others[0].source = "b"
    others[1].library["libB.so"] = "1"
    others[2].package["Course.swiftmodule"] = "3"
    others[3].toolchain = "other"
    others[4].options.append("-g")
    #expect(Set((others + [key]).map(\.digest)).count == 6)
    #expect(key.digest == CompileCacheTests.key("a").digest && key.digest.count == 64)
  }
}
