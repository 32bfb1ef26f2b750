import NotebookRunner
import Testing

@Suite("Compiler messages")
struct CompilerMessageTests {
  @Test("place, severity and text are read from the compiler's lines")
  func read() {
    let output = """
      a: b.swift:8:14: error: cannot convert: value
      let x: Int = "no"
                   ^~~~
      X.swift:3:1: warning: unused
      error: link command failed
      """
    let messages = CompilerMessage.all(in: output)
    #expect(messages.map(\.path) == ["a: b.swift", "X.swift"])
    #expect(messages.map(\.line) == [8, 3])
    #expect(messages.map(\.column) == [14, 1])
    #expect(messages.map(\.severity) == [.error, .warning])
    #expect(messages[0].text == "cannot convert: value")
  }

  @Test(
    "module names are made of any file name",
    arguments: [("a/b c-é.swift", "Notebook_b_c__"), ("1.swift", "Notebook_1")])
  func moduleName(path: String, name: String) {
    #expect(NotebookCompiler.moduleName(path) == name)
  }
}
