import Foundation
import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("What a report says of the machine")
struct MachineNamesTests {
  private let names = MachineNames(
    package: "/home/alovelace/work/course", folder: "/home/alovelace/work", home: "/home/alovelace", user: "alovelace",
    host: "analytical.example.org")

  @Test(
    "paths start at the package or at the user's folder",
    arguments: [
      ("/home/alovelace/work/course/notebooks/A.swift:3:1", "notebooks/A.swift:3:1"),
      ("in /home/alovelace/work/course.", "in .."), ("file:///home/alovelace/x", "file://~/x"),
      ("/home/alovelace/.cache and /home/alovelace", "~/.cache and ~"),
      ("/home/alovelace2/x", "/home/alovelace2/x"), ("backup/home/alovelace/x", "backup/home/alovelace/x"),
      ("/home/alovelace/work/course-old/a", "course-old/a"), ("nothing", "nothing"), ("", ""),
    ])
  func removed(text: String, expected: String) {
    #expect(names.removed(from: text) == expected)
  }

  @Test("names of the user and the host are found as words, and not inside others")
  func found() {
    #expect(names.found(in: "by alovelace on analytical") == ["alovelace", "analytical"])
    #expect(names.found(in: "analytically, alovelaces") == [])
    #expect(names.found(in: "see /home/alovelace/x").contains("/home/alovelace"))
    #expect(names.found(in: "by alovelace", authors: ["A. Lovelace (alovelace)"]) == [])
    #expect(names.found(in: "") == [])
  }

  @Test("in a page, what Base64 happens to spell is no name, and what stands after it is looked at")
  func pages() {
    let page = "<img src=\"data:image/png;base64,AA/alovelace/AA==\"><a href=\"data:a;base64,/analytical/\">%@</a>"
    #expect(names.found(inPage: page) == [])
    #expect(names.found(inPage: page.replacingOccurrences(of: "%@", with: "alovelace")) == ["alovelace"])
    #expect(names.found(inPage: "<p>/home/alovelace/x</p>") == ["/home/alovelace", "alovelace"])
    #expect(names.found(inPage: "alovelace;base64,") == ["alovelace"])
  }

  @Test("a name that any machine may have is no name")
  func common() {
    let names = MachineNames(package: "/app", folder: "/app", home: "/root", user: "root", host: "localhost")
    #expect(names.found(in: "the square root on localhost, in the app") == [])
    #expect(names.found(in: "read /root/x") == ["/root"])
    #expect(names.found(in: "x^/rooted, apply/app") == [])
  }

  @Test("nothing of a cleaned recording names the machine, whatever shows it")
  func recording() throws {
    let secret = "/home/alovelace/work/course/data.csv"
    let table = TableOutput(title: secret, columns: [secret], rows: [[.text(secret), .number(1)]])
    let recording = Recording(
      cells: [
        CellRecord(
          index: 0,
          outputs: [
            .text(secret), .table(table), .image(ImageOutput(png: [1], alt: secret, width: 1, height: 1)),
            .figure(
              FigureOutput(
                svg: "<svg><text>\(secret)</text></svg>", width: 1, height: 1, alt: secret, notes: [secret],
                data: [table])),
          ],
          expectations: [Expectation(claim: secret, held: true, detail: secret, line: 1)],
          standardOutput: CapturedText(secret), standardError: CapturedText(secret))
      ],
      parameters: [
        Parameter(
          name: "file", type: "text", value: secret, defaultValue: secret, range: nil, help: nil, isOverridden: true,
          line: 1)
      ],
      inlineValues: [0: .init(text: secret, tex: secret)],
      failure: Failure(kind: .thrown, message: secret, details: secret))
    func text(_ recording: Recording) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      return String(decoding: try encoder.encode(recording), as: UTF8.self)
    }
    #expect(names.found(in: try text(recording)).contains("/home/alovelace"))
    let cleaned = names.removed(from: recording)
    #expect(names.found(in: try text(cleaned)) == [])
    #expect(cleaned.cells.first?.standardOutput.text == "data.csv")
  }
}
