import Foundation

/// A value that another thread computes meanwhile.
final class Ahead<Value: Sendable>: @unchecked Sendable {
  private let ready = DispatchSemaphore(value: 0)
  private var computed: Value?
  private let work: @Sendable () -> Value

  init(_ work: @escaping @Sendable () -> Value) {
    self.work = work
    // The page of a long notebook nests deeply: as much room as the main thread has.
    let thread = Thread { [self] in
      computed = work()
      ready.signal()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Waits until it is there.
  var value: Value {
    ready.wait()
    defer { ready.signal() }
    return computed ?? work()
  }
}
