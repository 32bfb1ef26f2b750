import CNotebookProcess
import Foundation

/// A wish that some of the work of this program ends early, while the program goes on.
///
/// Work that is done within ``scope(_:)`` is ended by ``request()`` as Ctrl-C ends all work: its processes are killed with
/// everything that they started, and ``Command/Interrupted`` is thrown.
public final class Interruption: @unchecked Sendable {
  @TaskLocal private static var current: Interruption?

  private let lock = NSLock()
  private var isWanted = false

  /// A wish not yet made.
  public init() {}

  /// Asks that the work ends.
  public func request() { lock.withLock { isWanted = true } }

  /// Whether it was asked that the work ends.
  public var isRequested: Bool { lock.withLock { isWanted } }

  /// Does work on this thread that the wish ends.
  public func scope<Value>(_ work: () throws -> Value) rethrows -> Value {
    try Self.$current.withValue(self) { try work() }
  }

  /// Whether the work of this thread, or the whole program, is to end.
  public static var isRequestedHere: Bool { flatbook_is_interrupted() != 0 || current?.isRequested == true }
}
