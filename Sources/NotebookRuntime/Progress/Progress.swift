import NotebookFormat

/// Goes through a collection and reports how far it is: to the terminal, never to the page.
///
/// ```swift
/// for rate in progress(over: learningRates, "training") { … }
/// ```
public func progress<Base: Collection>(over base: Base, _ label: String = "") -> ProgressSequence<Base> {
  ProgressSequence(base: base, label: label)
}

/// What `progress(over:)` gives: the collection's elements, reported as they go by.
public struct ProgressSequence<Base: Collection>: Sequence {
  let base: Base
  let label: String

  /// Starts anew; the iterator reports to the running notebook's tool.
  public func makeIterator() -> Iterator {
    Iterator(base: base.makeIterator(), total: base.count, label: label)
  }

  /// Hands out the elements and counts them.
  public struct Iterator: IteratorProtocol {
    var base: Base.Iterator
    let total: Int
    let label: String
    var done = 0
    var lastReport: ContinuousClock.Instant?

    /// The next element, nil after the last. Reports at most ten times a second, and at the end.
    public mutating func next() -> Base.Element? {
      let element = base.next()
      let now = ContinuousClock.now
      // Ten reports a second are enough for an eye.
      if lastReport.map({ now - $0 > .milliseconds(100) }) ?? true || element == nil {
        lastReport = now
        Session.current.send(.progress(done: done, total: total, label: label))
      }
      done += 1
      return element
    }
  }
}
