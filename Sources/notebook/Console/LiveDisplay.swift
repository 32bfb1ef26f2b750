import Foundation
import NotebookFormat
import NotebookRunner

/// Shows how far the notebooks are: a line for each that changes in place on a terminal, plain lines elsewhere.
final class LiveDisplay: @unchecked Sendable {
  private let lock = NSLock()
  private let verbosity: Verbosity
  private let isLive: Bool
  private let isSilent: Bool
  private let explains: Bool
  private var board: ProgressBoard
  private var frame = TerminalFrame()
  private var timer: (any DispatchSourceTimer)?
  private var lastWork: [String: ContinuousClock.Instant] = [:]

  /// - Parameters:
  ///   - count: How many reports there will be.
  ///   - explains: Whether it is said of each notebook why it is compiled or not.
  init(verbosity: Verbosity, count: Int = 1, explains: Bool = false) {
    self.verbosity = verbosity
    self.explains = explains
    isSilent = verbosity == .quiet || Console.settings.progress == .none
    isLive = Console.isLive && !isSilent
    board = ProgressBoard(count: count)
    guard isLive else { return }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "display"))
    timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
    timer.setEventHandler { [weak self] in self?.refresh() }
    timer.resume()
    self.timer = timer
  }

  deinit { timer?.cancel() }

  func show(_ progress: RunProgress, of name: String) {
    lock.withLock {
      if case .explained(let reason, let damage) = progress {
        if let damage { printLocked("note: \(damage)") }
        if explains { printLocked("\(name): \(reason.words)") }
        return
      }
      guard !isSilent else { return }
      board.note(progress, of: name)
      if !isLive, let words = plainWords(progress, of: name) { Console.note("\(name): \(words)") }
    }
  }

  /// Prints lines that stay.
  func print(_ text: String) { lock.withLock { printLocked(text) } }

  func finish(_ name: String, isGood: Bool) {
    lock.withLock {
      board.finish(name, isGood: isGood)
      draw()
    }
  }

  /// Forgets what will be begun again.
  func drop(_ name: String) {
    lock.withLock {
      board.drop(name)
      draw()
    }
  }

  private func refresh() { lock.withLock { draw() } }

  private func printLocked(_ text: String) {
    guard isLive else { return Console.note(text) }
    draw(above: text)
  }

  private func draw(above: String = "") {
    guard isLive else { return }
    let size = Console.size
    // The last column stays free: some terminals break the line there.
    let lines = board.lines(width: size.width - 1, height: max(1, size.height - 1))
    let text = frame.show(lines, above: above, width: size.width)
    if !text.isEmpty { FileHandle.standardError.write(Data(text.utf8)) }
  }

  private func plainWords(_ progress: RunProgress, of name: String) -> String? {
    switch progress {
    case .compiling: return "compiling"
    case .compiled(let seconds, let isFromCache):
      return isFromCache ? "starting, already compiled" : String(format: "starting, compiled in %.1f s", seconds)
    case .explained: return nil
    case .cell(let cell, let count):
      guard verbosity == .verbose else { return nil }
      let title = TerminalText.harmless(cell.title ?? cell.options.label ?? "")
      return "cell \(cell.index + 1) of \(count)" + (title.isEmpty ? "" : " · \(title)")
    case .work(let done, let total, let label):
      let now = ContinuousClock.now
      if let last = lastWork[name], now - last < .seconds(5) { return nil }
      lastWork[name] = now
      return "\(TerminalText.harmless(label.isEmpty ? "working" : label)) \(done)/\(total)"
    }
  }
}
