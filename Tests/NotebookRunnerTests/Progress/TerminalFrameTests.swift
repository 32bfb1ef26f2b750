import Testing

@testable import NotebookRunner

@Suite("Lines written over in place")
struct TerminalFrameTests {
  /// A terminal that knows what frames use, and refuses everything else.
  struct Screen {
    let width: Int
    var rows: [[Character]] = [[]]
    var row = 0
    var column = 0

    init(width: Int) { self.width = width }

    var text: [String] {
      var lines = rows.map { String($0) }
      while lines.last == "" { lines.removeLast() }
      return lines
    }

    mutating func write(_ text: String) {
      var rest = Array(text.unicodeScalars)[...]
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\r": column = 0
        case "\n":
          row += 1
          if row == rows.count { rows.append([]) }
        case "\u{1B}":
          var number = ""
          _ = rest.popFirst()
          while let next = rest.popFirst() {
            if next.properties.numericType != nil {
              number.unicodeScalars.append(next)
            } else {
              obey(Character(next), Int(number) ?? 0)
              break
            }
          }
        default:
          if column == width {
            column = 0
            row += 1
            if row == rows.count { rows.append([]) }
          }
          while rows[row].count <= column { rows[row].append(" ") }
          rows[row][column] = Character(scalar)
          column += 1
        }
      }
    }

    private mutating func obey(_ letter: Character, _ number: Int) {
      switch letter {
      case "A": row -= max(1, number)
      case "K": rows[row] = Array(rows[row].prefix(column))
      case "J":
        rows[row] = Array(rows[row].prefix(column))
        rows.removeSubrange((row + 1)...)
      default: Issue.record("unknown sequence \(letter)")
      }
      #expect(row >= 0)
    }
  }

  @Test("whatever comes and goes, the screen shows what stays and the lines of now", arguments: 1...40)
  func law(seed: UInt64) {
    var state = seed
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var (screen, frame) = (Screen(width: 40), TerminalFrame())
    var kept: [String] = []
    for step in 0..<50 {
      let lines = (0..<random(6)).map { String(repeating: "ab", count: random(19)) + "\($0)" }
      let above = random(3) == 0 ? "kept \(step)" : ""
      if !above.isEmpty { kept.append(above) }
      screen.write(frame.show(lines, above: above, width: 40))
      #expect(screen.text == kept + lines)
    }
  }

  @Test("a frame that is as it was writes nothing, and one that changed never clears before it writes")
  func quiet() {
    var frame = TerminalFrame()
    _ = frame.show(["one", "two"], width: 40)
    #expect(frame.show(["one", "two"], width: 40).isEmpty)
    let text = frame.show(["one", "three"], width: 40)
    #expect(text == "\u{1B}[2A\rone\u{1B}[K\r\nthree\u{1B}[K\r\n\u{1B}[J")
  }

  @Test("a terminal that became narrower has broken the lines, and they are found all the same")
  func narrower() {
    var frame = TerminalFrame()
    _ = frame.show([String(repeating: "x", count: 60), "y"], width: 80)
    #expect(frame.show(["z"], width: 40).hasPrefix("\u{1B}[3A\r"))
  }
}
