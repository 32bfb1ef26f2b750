import LinearAlgebra

/// One row for each point of a grid and each repetition, computed on all cores.
///
/// ```swift
/// let rows = try Sweep(over: learningRates, repetitions: 5, seed: notebookSeed) { rate, generator in
///   try train(rate, using: &generator)
/// }.rows
/// ```
///
/// Repetition r of every point gets the same generator, `SplitMix64(seed:).stream(r)`: points are compared under the
/// same random numbers, and a point that is added or left out changes nothing for the others. The rows depend neither
/// on the number of threads nor on their timing. With a ``SweepStore`` every finished row is kept on disk: a sweep that
/// was killed goes on where it stopped. A row that fails takes no other with it.
public struct Sweep<Point: Sendable, Row: Sendable>: Sendable {
  /// A row with where it comes from.
  public struct Entry: Sendable {
    /// The point of the grid.
    public let point: Point
    /// The number of the repetition, from 0.
    public let repetition: Int
    /// What was computed, or why not.
    public let result: Result<Row, any Error>
    /// Whether the row was read from the store.
    public let isFromStore: Bool
  }

  /// All rows, in the order of the points and, for each point, of the repetitions.
  public let entries: [Entry]

  /// The rows in the order of the points and, for each point, of the repetitions.
  ///
  /// - Throws: ``SweepError/failed(_:of:first:)`` when a row failed; the others are in ``finishedRows``.
  public var rows: [Row] {
    get throws {
      let failures = self.failures
      if let first = failures.first {
        throw SweepError.failed(
          failures.count, of: entries.count,
          first: "point \(first.point), repetition \(first.repetition): \(first.error)")
      }
      return finishedRows
    }
  }

  /// The rows that did not fail, in the same order.
  public var finishedRows: [Row] { entries.compactMap { try? $0.result.get() } }

  /// What failed, and why.
  public var failures: [(point: Point, repetition: Int, error: any Error)] {
    entries.compactMap { entry in
      if case .failure(let error) = entry.result { (entry.point, entry.repetition, error) } else { nil }
    }
  }

  /// Computes every row.
  ///
  /// - Parameters:
  ///   - points: the grid.
  ///   - repetitions: rows for each point.
  ///   - seed: where the generators of the repetitions come from.
  ///   - cancellation: what another thread may call to end the sweep early.
  ///   - progress: called after each row, by one thread at a time.
  ///   - row: computes one row; called from several threads.
  /// - Throws: ``SweepError/cancelled(finished:of:)`` or ``SweepError/noRepetitions(_:)``.
  public init(
    over points: some Collection<Point>, repetitions: Int = 1, seed: UInt64,
    cancellation: SweepCancellation? = nil, progress: @Sendable (SweepProgress) -> Void = { _ in },
    row: @Sendable (Point, inout SplitMix64) throws -> Row
  ) throws {
    let cells = try SweepCells(points: points, repetitions: repetitions)
    entries = try SweepRun(threads: nil, cancellation: cancellation).entries(
      of: cells, seed: seed, progress: progress, stored: { _, _ in nil }, store: { _, _, _ in }, row: row)
  }
}

extension Sweep where Point: Encodable, Row: Codable {
  /// Computes every row that the store does not have, and keeps each in the store as soon as it is finished.
  ///
  /// - Parameters:
  ///   - points: the grid.
  ///   - repetitions: rows for each point.
  ///   - seed: where the generators of the repetitions come from.
  ///   - store: where rows are kept.
  ///   - definition: whatever else the rows depend on: sizes, data, limits. What is not said here, in a point or in
  ///     the seed, and is not the library's own code, a stored row cannot know of.
  ///   - cancellation: what another thread may call to end the sweep early.
  ///   - progress: called after each row, by one thread at a time.
  ///   - row: computes one row; called from several threads.
  /// - Throws: ``SweepError/cancelled(finished:of:)``, ``SweepError/noRepetitions(_:)``, or what the coding of the
  ///   definition or of a point throws. A store that cannot be written fails the row.
  public init(
    over points: some Collection<Point>, repetitions: Int = 1, seed: UInt64, store: any SweepStore,
    definition: some Encodable, cancellation: SweepCancellation? = nil,
    progress: @Sendable (SweepProgress) -> Void = { _ in }, row: @Sendable (Point, inout SplitMix64) throws -> Row
  ) throws {
    try self.init(
      over: points, repetitions: repetitions, seed: seed, store: store, definition: definition, threads: nil,
      cancellation: cancellation, progress: progress, row: row)
  }

  init(
    over points: some Collection<Point>, repetitions: Int, seed: UInt64, store: any SweepStore,
    definition: some Encodable, threads: Int?, cancellation: SweepCancellation?,
    progress: @Sendable (SweepProgress) -> Void, row: @Sendable (Point, inout SplitMix64) throws -> Row
  ) throws {
    let cells = try SweepCells(points: points, repetitions: repetitions)
    let common = try SweepKey(definition: definition, row: Row.self, seed: seed)
    let keys = try cells.points.map { point in
      let text = try RowCoding.text(point)
      return (0..<repetitions).map { common.text(point: text, repetition: $0) }
    }
    entries = try SweepRun(threads: threads, cancellation: cancellation).entries(
      of: cells, seed: seed, progress: progress,
      stored: { point, repetition in
        store.content(for: keys[point][repetition]).flatMap { try? RowCoding.value(Row.self, from: $0) }
      },
      store: { point, repetition, row in
        // The row goes on as it will be read, so that a resumed sweep has the same bytes.
        let bytes = try RowCoding.bytes(row)
        row = try RowCoding.value(Row.self, from: bytes)
        try store.keep(bytes, for: keys[point][repetition])
      },
      row: row)
  }
}
