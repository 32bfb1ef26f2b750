/// Maps every item on all cores and returns the results in the order of the items.
///
/// The results do not depend on the number of cores as long as `transform` depends on its item alone. When some items
/// fail, the error of the first of them in order is thrown, after all have run.
public func parallelMap<Item: Sendable, Result: Sendable>(
  _ items: some Collection<Item>, _ transform: @Sendable (Item) throws -> Result
) throws -> [Result] {
  let items = Array(items)
  let slots = ResultSlots<Result>(count: items.count)
  Cores.perform(items.count) { i in slots.set(i, Swift.Result { try transform(items[i]) }) }
  return try slots.results()
}

/// Maps every item on all cores and returns the results in the order of the items.
public func parallelMap<Item: Sendable, Result: Sendable>(
  _ items: some Collection<Item>, _ transform: @Sendable (Item) -> Result
) -> [Result] {
  let items = Array(items)
  let slots = ResultSlots<Result>(count: items.count)
  Cores.perform(items.count) { i in slots.set(i, .success(transform(items[i]))) }
  return slots.successes()
}

/// One place per item, each written once by the thread that has the item.
private final class ResultSlots<Value>: @unchecked Sendable {
  private let storage: UnsafeMutableBufferPointer<Result<Value, any Error>?>

  init(count: Int) {
    storage = .allocate(capacity: count)
    storage.initialize(repeating: nil)
  }

  deinit {
    storage.deinitialize()
    storage.deallocate()
  }

  func set(_ index: Int, _ result: Result<Value, any Error>) { storage[index] = result }
  func results() throws -> [Value] { try storage.compactMap { $0 }.map { try $0.get() } }
  func successes() -> [Value] { storage.compactMap { if case .success(let value)? = $0 { value } else { nil } } }
}
