import Foundation

/// How far several notebooks are, laid out for a terminal: a line for each that runs, and one for all together.
public struct ProgressBoard: Sendable {
  /// A notebook that is being worked on.
  struct Row: Sendable {
    var name: String
    var state = "waiting"
    /// The cell that runs, from 1, and how many there are.
    var cell: (number: Int, count: Int)?
    /// What the cell says it has done, from 0 to 1.
    var fraction: Double?
    var start: ContinuousClock.Instant
  }

  private(set) var rows: [Row] = []
  private(set) var finished = 0
  private(set) var failed = 0
  private let count: Int
  private let start: ContinuousClock.Instant

  /// A board for so many notebooks, none of which has begun.
  public init(count: Int, now: ContinuousClock.Instant = .now) {
    self.count = count
    start = now
  }

  /// A notebook moved on.
  public mutating func note(_ progress: RunProgress, of name: String, now: ContinuousClock.Instant = .now) {
    let index = rows.firstIndex { $0.name == name } ?? rows.count
    if index == rows.count { rows.append(Row(name: name, start: now)) }
    switch progress {
    case .compiling: rows[index].state = "compiling"
    case .compiled, .explained: rows[index].state = "starting"
    case .cell(let cell, let count):
      rows[index].cell = (cell.index + 1, count)
      rows[index].fraction = nil
      rows[index].state = TerminalText.harmless(cell.title ?? cell.options.label ?? "")
    case .work(let done, let total, let label):
      rows[index].fraction = total > 0 ? min(1, max(0, Double(done) / Double(total))) : nil
      rows[index].state = "\(TerminalText.harmless(label.isEmpty ? "working" : label)) \(done)/\(total)"
    }
  }

  /// A notebook is done, or its report is being written.
  public mutating func finish(_ name: String, isGood: Bool) {
    rows.removeAll { $0.name == name }
    finished += 1
    if !isGood { failed += 1 }
  }

  /// Forgets a notebook that was not worked on to its end.
  public mutating func drop(_ name: String) { rows.removeAll { $0.name == name } }

  /// The lines, none wider than `width` and at most `height` of them; none where nothing runs.
  public func lines(width: Int, height: Int, now: ContinuousClock.Instant = .now) -> [String] {
    guard !rows.isEmpty, width > 0, height > 0 else { return [] }
    let needsSummary = count > 1
    let room = max(1, height - (needsSummary ? 1 : 0))
    let shown = rows.prefix(rows.count > room ? max(1, room) : rows.count)
    let longest = rows.map { TerminalText.width($0.name) }.max() ?? 0
    let nameWidth = min(longest, max(8, width * 2 / 5))
    var lines = shown.map { line($0, nameWidth: nameWidth, width: width, now: now) }
    if needsSummary, height > lines.count { lines.append(summary(hidden: rows.count - shown.count, width, now)) }
    return lines
  }

  private func line(_ row: Row, nameWidth: Int, width: Int, now: ContinuousClock.Instant) -> String {
    var text = TerminalText.fitted(TerminalText.harmless(row.name), to: nameWidth)
    let time = Self.words(now - row.start)
    var left = width - nameWidth - 1 - time.count
    func add(_ part: String) {
      text += " " + part
      left -= TerminalText.width(part) + 1
    }
    if let cell = row.cell {
      let barWidth = min(16, left - 22)
      if barWidth >= 6 { add(Self.bar(row.overall, width: barWidth)) }
      let places = String(cell.count).count
      let number = String(repeating: " ", count: max(0, places - String(cell.number).count)) + "\(cell.number)"
      let words = left > 24 ? "cell \(number) of \(cell.count)" : "\(number)/\(cell.count)"
      if left > words.count { add(words) }
    }
    if left > 6, !row.state.isEmpty { add(TerminalText.cut(row.state, to: left - 1)) }
    let filled = TerminalText.fitted(text, to: max(0, width - time.count - 1))
    return TerminalText.cut(filled + " " + time, to: width)
  }

  private func summary(hidden: Int, _ width: Int, _ now: ContinuousClock.Instant) -> String {
    let waiting = max(0, count - finished - rows.count)
    var parts = ["\(finished) of \(count) done"]
    if failed > 0 { parts[0] += ", \(failed) failed" }
    if hidden > 0 { parts.append("\(hidden) more running") }
    if waiting > 0 { parts.append("\(waiting) waiting") }
    parts.append(Self.words(now - start))
    return TerminalText.cut(parts.joined(separator: " · "), to: width)
  }

  private static func bar(_ fraction: Double, width: Int) -> String {
    let full = Int((fraction * Double(width)).rounded(.down))
    return String(repeating: "━", count: full) + String(repeating: "┄", count: width - full)
  }

  /// `3.2 s`, `1:05`, `2:03:04`.
  static func words(_ duration: Duration) -> String {
    let seconds = max(0, duration.inSeconds)
    if seconds < 59.95 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60) : String(format: "%d:%02d", minutes, whole % 60)
  }
}

extension ProgressBoard.Row {
  /// The cells that are done, and what is done of the one that runs, as a part of all.
  var overall: Double {
    guard let cell, cell.count > 0 else { return 0 }
    return (Double(cell.number - 1) + (fraction ?? 0)) / Double(cell.count)
  }
}
