import Foundation
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

  @Test(
    "what a program started ends with it, in whatever group or session it hid",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ")), arguments: [true, false])
  func descendants(endsByItself: Bool) throws {
    let mark = "FLATBOOK_TEST_MARK=\(UUID().uuidString)"
    let hiding = "setsid sleep 300 & (setsid sh -c 'sleep 301 & sleep 302' &) ; sh -c 'sleep 303 &' ; sleep 0.3"
    let script = hiding + (endsByItself ? "" : "; sleep 304")
    let result = try Command("/usr/bin/env", [mark, "/bin/sh", "-c", script]).run(limit: endsByItself ? 30 : 0.6)
    #expect(result.isSuccess == endsByItself)
    #expect(Self.processes(with: mark).isEmpty)
  }

  @Test("a program gets the descriptors, the folder and the exit code that were agreed, and no other descriptor")
  func surroundings() throws {
    let result = try Command("/bin/sh", ["-c", "pwd; ls /proc/self/fd | wc -l; echo bad >&2; exit 7"], in: "/usr").run()
    #expect(result.code == 7)
    #expect(result.errors == "bad\n")
    let lines = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.first == "/usr")
    // Standard input, output and error, and the folder that `ls` reads.
    if FileManager.default.fileExists(atPath: "/proc/self/fd") { #expect(lines.last == "4") }
  }

  /// Running programs that have a word in their environment.
  static func processes(with mark: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { entry in
      guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/environ") else {
        return false
      }
      return String(decoding: data, as: UTF8.self).contains(mark)
    }
  }
}
