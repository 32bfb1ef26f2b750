import Dispatch

/// A way to end a sweep from another thread: rows in progress are finished, no others are begun.
public final class SweepCancellation: @unchecked Sendable {
  private let guarding = DispatchQueue(label: "flatbook.cancellation")
  private var cancelled = false

  /// Not cancelled.
  public init() {}

  /// Ends the sweep.
  public func cancel() { guarding.sync { cancelled = true } }

  /// Whether the sweep is to end.
  public var isCancelled: Bool { guarding.sync { cancelled } }
}
