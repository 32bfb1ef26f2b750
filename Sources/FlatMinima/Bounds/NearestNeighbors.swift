import LinearAlgebra

/// For each query the nearest of some points: its distance and its index.
public struct NearestNeighbors: Equatable, Sendable {
  /// The norm of the distances.
  public let norm: BallNorm
  /// The number of points that were searched, n.
  public let pointCount: Int
  /// The distance of each query to its nearest point.
  public let distances: [Double]
  /// The index of the nearest point of each query; the first one if several are equally near.
  public let indices: [Int]

  /// The number of queries.
  public var count: Int { distances.count }

  /// The nearest points to queries.
  ///
  /// Cost: O(n m d) for n points, m queries and d coordinates, less where a comparison can be left early. Differences
  /// are formed directly, so that small distances are as exact as large ones.
  ///
  /// - Parameters:
  ///   - points: one per row, n × d.
  ///   - queries: one per row, m × d.
  ///   - norm: how distance is measured.
  /// - Throws: `BoundError` for no point, no query, different dimensions or entries that are not finite.
  public init(of points: Matrix, to queries: Matrix, norm: BallNorm) throws(BoundError) {
    try Self.require(points, "points")
    try Self.require(queries, "queries")
    guard points.columns == queries.columns else {
      throw .countMismatch(name: "coordinates of a query", found: queries.columns, expected: points.columns)
    }
    self.init(points, queries, norm: norm, excludingSelf: false)
  }

  /// The nearest other point to each of some points. O(n² d).
  ///
  /// - Throws: `BoundError` for fewer than two points or entries that are not finite.
  public init(within points: Matrix, norm: BallNorm) throws(BoundError) {
    try Self.require(points, "points")
    guard points.rows >= 2 else {
      throw .outOfRange(name: "number of points", value: "\(points.rows)", allowed: "2 or more")
    }
    self.init(points, points, norm: norm, excludingSelf: true)
  }

  private static func require(_ table: Matrix, _ name: String) throws(BoundError) {
    guard table.rows > 0, table.columns > 0 else { throw .empty(name) }
    if let bad = table.elements.firstIndex(where: { !$0.isFinite }) {
      throw .outOfRange(
        name: "\(name), row \(bad / table.columns), column \(bad % table.columns)", value: "\(table.elements[bad])",
        allowed: "finite numbers")
    }
  }

  private init(_ points: Matrix, _ queries: Matrix, norm: BallNorm, excludingSelf: Bool) {
    var distances = [Double](repeating: 0, count: queries.rows)
    var indices = [Int](repeating: 0, count: queries.rows)
    let dimension = points.columns
    points.elements.withUnsafeBufferPointer { p in
      queries.elements.withUnsafeBufferPointer { q in
        for query in 0..<queries.rows {
          var best = Double.infinity
          var nearest = -1
          for point in 0..<points.rows where !(excludingSelf && point == query) {
            let measure =
              norm == .euclidean
              ? Self.squaredDistance(p, point * dimension, q, query * dimension, dimension, limit: best)
              : Self.largestDifference(p, point * dimension, q, query * dimension, dimension, limit: best)
            if measure < best || nearest < 0 { (best, nearest) = (measure, point) }
          }
          distances[query] = norm == .euclidean ? best.squareRoot() : best
          indices[query] = nearest
        }
      }
    }
    self.norm = norm
    self.pointCount = points.rows
    self.distances = distances
    self.indices = indices
  }

  /// Σ (p − q)², left early once it exceeds the limit.
  private static func squaredDistance(
    _ p: UnsafeBufferPointer<Double>, _ a: Int, _ q: UnsafeBufferPointer<Double>, _ b: Int, _ dimension: Int,
    limit: Double
  ) -> Double {
    var sum = 0.0
    var start = 0
    while start < dimension {
      let end = min(start + 32, dimension)
      for k in start..<end {
        let difference = p[a + k] - q[b + k]
        sum += difference * difference
      }
      if sum > limit { return sum }
      start = end
    }
    return sum
  }

  /// max |p − q|, left early once it exceeds the limit.
  private static func largestDifference(
    _ p: UnsafeBufferPointer<Double>, _ a: Int, _ q: UnsafeBufferPointer<Double>, _ b: Int, _ dimension: Int,
    limit: Double
  ) -> Double {
    var largest = 0.0
    for k in 0..<dimension {
      largest = max(largest, abs(p[a + k] - q[b + k]))
      if largest > limit { return largest }
    }
    return largest
  }
}
