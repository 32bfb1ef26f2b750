import Testing

@testable import NotebookRunner

@Suite("Programs")
struct CommandTests {
  @Test("the last words of a program that ends at once are never lost")
  func lastWords() throws {
    for _ in 0..<200 {
      let result = try Command("/bin/echo", ["words"]).run()
      #expect(result.isSuccess)
      #expect(result.output == "words\n")
    }
  }

  @Test("a program that runs too long is ended, and what it started too")
  func limit() throws {
    let result = try Command("/bin/sh", ["-c", "sleep 60 & sleep 60"]).run(limit: 0.2)
    #expect(!result.isSuccess)
  }

  @Test("a program that is not there is an error in words")
  func missing() {
    #expect(throws: SystemError.self) { try Command("/nowhere/at/all", []).run() }
  }
}
