import Foundation
import NotebookFormat
import NotebookRunner

/// Shows how far the notebooks are: one line that changes on a terminal, plain lines elsewhere.
final class LiveDisplay: @unchecked Sendable {
  private let lock = NSLock()
  private let verbosity: Verbosity
  private let isTerminal = Console.isTerminal
  private var states: [String: String] = [:]
  private var lastWork: ContinuousClock.Instant = .now

  init(verbosity: Verbosity) {
    self.verbosity = verbosity
  }

  func show(_ progress: RunProgress, of name: String) {
    guard verbosity != .quiet else { return }
    lock.lock()
    defer { lock.unlock() }
    switch progress {
    case .compiling: change(name, to: "compiling")
    case .compiled(let seconds, let isFromCache):
      change(
        name, to: isFromCache ? "starting, already compiled" : String(format: "starting, compiled in %.1f s", seconds))
    case .cell(let cell, let count):
      let title = cell.title ?? cell.options.label ?? ""
      change(name, to: "cell \(cell.index + 1) of \(count)" + (title.isEmpty ? "" : " · \(title)"), isDetail: true)
    case .work(let done, let total, let label):
      let now = ContinuousClock.now
      guard isTerminal || now - lastWork > .seconds(5) else { return }
      lastWork = now
      change(name, to: "\(label.isEmpty ? "working" : label) \(done)/\(total)")
    }
  }

  /// Prints lines that stay.
  func print(_ text: String) {
    lock.lock()
    defer { lock.unlock() }
    clear()
    Console.note(text)
  }

  func finish(_ name: String) {
    lock.lock()
    defer { lock.unlock() }
    states[name] = nil
    clear()
  }

  private func change(_ name: String, to state: String, isDetail: Bool = false) {
    states[name] = state
    if isTerminal {
      clear()
      let line = states.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "   ")
      FileHandle.standardError.write(Data(String(line.prefix(Self.width - 1)).utf8))
    } else if !isDetail || verbosity == .verbose {
      Console.note("\(name): \(state)")
    }
  }

  private func clear() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  private static var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : 80
  }
}
