import CNotebookRuntime
import NotebookFormat
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The one running notebook: where its events go. Without a tool that listens, it prints to the terminal.
final class Session: Sendable {
  static let current = Session(environment: ProcessInfo.processInfo.environment)

  let settings: SessionSettings?
  private let channel: EventChannel?
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let cell = Mutex(0)
  private let asked = Mutex<Set<String>>([])
  private let failedCell = Mutex<Int?>(nil)

  init(environment: [String: String]) {
    start = clock.now
    settings = environment[SessionSettings.variable].flatMap { text in
      try? JSONDecoder().decode(SessionSettings.self, from: Data(text.utf8))
    }
    channel = settings.map { EventChannel(descriptor: $0.channel) }
    guard let settings else { return }
    flatbook_runtime_forget(SessionSettings.variable)
    flatbook_runtime_keep_private(settings.channel)
    flatbook_runtime_keep_private(settings.lifeline)
    flatbook_runtime_prepare_streams()
    flatbook_runtime_keep_freed_memory()
    flatbook_runtime_live_while_open(settings.lifeline)
    flatbook_runtime_watch(settings.channel)
  }

  var isRecorded: Bool { channel != nil }

  var seconds: Double {
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  func send(_ event: RecordingEvent) {
    channel?.send(event)
  }

  /// The seed, and the parameters that the notebook asked for so far, with their values.
  var inputs: Set<String> { asked.withLock { $0 }.union(["seed=\(settings?.seed ?? 0)"]) }

  /// Remembers that the notebook asked for a parameter.
  func note(input name: String, value: String) { _ = asked.withLock { $0.insert("\(name)=\(value)") } }

  /// The last cell that was meant to fail and did.
  var lastCellThatFailed: Int? { failedCell.withLock { $0 } }

  /// Remembers that a cell failed as it is meant to.
  func note(failureOf cell: Int) { failedCell.withLock { $0 = cell } }

  /// How figures of the cell that runs are wanted.
  var figureFormat: CellOptions.FigureFormat {
    let index = cell.withLock { $0 }
    guard let formats = settings?.figures, formats.indices.contains(index) else { return .auto }
    return formats[index]
  }

  func mark(cell index: Int) {
    guard let settings else { return }
    cell.withLock { $0 = index }
    flatbook_runtime_mark(settings.boundary(cell: index))
  }

  /// The line, where it is one of the notebook; 0 where the call stands in a module of its own.
  func line(_ line: Int, in file: StaticString) -> Int {
    guard let settings else { return line }
    return "\(file)".hasPrefix(settings.module + "/") ? line : 0
  }

  /// Stops the notebook here, as failed. What it showed so far is kept.
  func stop(_ failure: Failure) -> Never {
    send(.failed(failure))
    if !isRecorded {
      let place = failure.line.map { "line \($0): " } ?? ""
      Terminal.printError("\(place)error: \(failure.message)")
    }
    flatbook_runtime_stop(70)
  }
}
