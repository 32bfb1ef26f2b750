import Foundation

/// Engines with a script loaded that nobody uses just now, for the next who needs one.
final class IdleEngines: @unchecked Sendable {
  private let lock = NSLock()
  private var engines: [(script: URL, engine: ScriptEngine)] = []

  /// As many as pages are made at once.
  private static let limit = 4

  /// An engine that has this script loaded; nil for none.
  func take(_ script: URL) -> ScriptEngine? {
    lock.withLock {
      engines.firstIndex { $0.script == script }.map { engines.remove(at: $0).engine }
    }
  }

  /// Keeps an engine that is not used any more.
  func give(_ engine: ScriptEngine, _ script: URL) {
    lock.withLock { if engines.count < Self.limit { engines.append((script, engine)) } }
  }
}
