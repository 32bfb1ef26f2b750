/// Moves intervals apart that lie along one line, as little as possible.
///
/// Of all places that keep the order and leave a gap, those with the least sum of squared movements: after taking off
/// the lengths this is isotonic regression within bounds, solved by pooling neighbours. It costs no more than sorting.
enum Spreading {
  /// The middles of intervals as near as they can be to where they are wanted.
  ///
  /// - Parameters:
  ///   - wanted: where the middles should be.
  ///   - lengths: as many as there are middles.
  ///   - gap: the least distance between neighbours.
  ///   - bounds: what the intervals must not leave.
  /// - Returns: a middle for each interval; nil if they do not fit within the bounds.
  static func middles(
    wanted: [Double], lengths: [Double], gap: Double, within bounds: ClosedRange<Double>
  ) -> [Double]? {
    guard !wanted.isEmpty else { return [] }
    let needed = lengths.reduce(0, +) + gap * Double(wanted.count - 1)
    guard needed <= bounds.upperBound - bounds.lowerBound else { return nil }
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // How far the middle of each interval lies from the start of a row without any room between.
    var offsets: [Double] = []
    var end = 0.0
    for index in order {
      offsets.append(end + lengths[index] / 2)
      end += lengths[index] + gap
    }
    var pools: [(sum: Double, count: Int)] = []
    for (place, index) in order.enumerated() {
      pools.append((wanted[index] - offsets[place], 1))
      while pools.count > 1 {
        let (last, previous) = (pools[pools.count - 1], pools[pools.count - 2])
        guard previous.sum / Double(previous.count) > last.sum / Double(last.count) else { break }
        pools.removeLast(2)
        pools.append((previous.sum + last.sum, previous.count + last.count))
      }
    }
    let starts = pools.flatMap { pool in Array(repeating: pool.sum / Double(pool.count), count: pool.count) }
    var result = wanted
    for (place, index) in order.enumerated() {
      result[index] =
        min(max(starts[place], bounds.lowerBound), bounds.upperBound - needed) + offsets[place]
    }
    return result
  }
}
