import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("Progress on a terminal")
struct ProgressBoardTests {
  static let now = ContinuousClock.now

  static func board(_ names: [String], of count: Int) -> ProgressBoard {
    var board = ProgressBoard(count: count, now: now)
    let source = (1...12).map { "// %% The part number \($0)\nprint(\($0))\n" }.joined(separator: "\n")
    let cells = NotebookParser().parse(bytes: Array(source.utf8), path: "A.swift").notebook.cells
    for (index, name) in names.enumerated() {
      board.note(.compiling, of: name, now: now)
      board.note(.compiled(seconds: 1, isFromCache: false), of: name, now: now)
      board.note(.cell(cells[index % 12], of: 12), of: name, now: now)
      board.note(.work(done: index, total: 10, label: "Training"), of: name, now: now)
    }
    return board
  }

  @Test("a line says the notebook, its cell, what it does and for how long")
  func wide() {
    let lines = Self.board(["Alpha", "Beta"], of: 5).lines(width: 79, height: 24, now: Self.now + .seconds(75))
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("Alpha ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ cell  1 of 12 Training 0/10"))
    #expect(lines[1].hasPrefix("Beta  ━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ cell  2 of 12 Training 1/10"))
    #expect(lines[1].hasSuffix(" 1:15"))
    #expect(lines[2] == "0 of 5 done · 3 waiting · 1:15")
  }

  @Test("forty columns hold the name, the cell and the time")
  func narrow() {
    let lines = Self.board(["FlatMinimaAreSmoothAndWide"], of: 1).lines(width: 39, height: 24, now: Self.now)
    #expect(lines == ["FlatMinimaAreS…  1/12 Training 0… 0.0 s"])
  }

  @Test("no line is wider and there are never more than the terminal has, whatever its size", arguments: 1...90)
  func fits(width: Int) {
    for height in [1, 2, 3, 10] {
      for names in [["A"], ["Ä", "日本語の筆記帳"], (1...20).map { "Notebook\($0)" }] {
        let lines = Self.board(names, of: 30).lines(width: width, height: height, now: Self.now + .seconds(4000))
        #expect(lines.count <= height && !lines.isEmpty)
        #expect(lines.allSatisfy { TerminalText.width($0) <= width }, "\(lines)")
      }
    }
  }

  @Test("more notebooks than lines are counted, and so are those that failed")
  func many() {
    var board = Self.board((1...9).map { "N\($0)" }, of: 20)
    board.finish("N1", isGood: true)
    board.finish("N2", isGood: false)
    let lines = board.lines(width: 79, height: 4, now: Self.now)
    #expect(lines.count == 4)
    #expect(lines.last == "2 of 20 done, 1 failed · 4 more running · 11 waiting · 0.0 s")
  }

  @Test("a title or a label cannot move the cursor or write over other lines")
  func harmless() {
    var board = ProgressBoard(count: 1, now: Self.now)
    board.note(.work(done: 1, total: 2, label: "\u{1B}[2Jgone\r\n\u{7}"), of: "A", now: Self.now)
    let line = board.lines(width: 79, height: 5, now: Self.now).joined()
    #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
    #expect(line.contains("gone"))
  }
}
