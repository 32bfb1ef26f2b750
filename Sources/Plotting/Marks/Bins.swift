/// How a histogram divides its values.
public enum Bins: Hashable, Sendable {
  /// As many equal bins as the rule of Freedman and Diaconis (1981) asks for: 2 · IQR · n^(−1/3) wide, at most 200.
  /// Where the quartiles coincide, ⌈log₂ n⌉ + 1 bins (Sturges 1926); whole numbers get bins around whole numbers. On a
  /// log axis the bins have equal ratios.
  case automatic
  /// A number of equal bins over the range of the values, of equal ratios on a log axis.
  case count(Int)
  /// Bins between given edges, put in order. Each bin holds its lower edge, the last also its upper one.
  case edges([Double])
}

/// How many values lie in each of several bins.
struct BinCounts: Hashable {
  /// Increasing, one more than there are bins; empty if there is nothing to count.
  var edges: [Double] = []
  var counts: [Int] = []
  /// Values beyond the given edges.
  var outside = 0

  static let most = 200

  /// Sorts values that a kind of scale can show into bins. The time is n log n; the memory is that of the values.
  init(_ values: [Double], _ bins: Bins, kind: Scale.Kind) {
    let kind = kind == .log ? kind : Scale.Kind.linear
    let sorted = values.filter { $0.isFinite && (kind != .log || $0 > 0) }.sorted()
    guard let low = sorted.first, let high = sorted.last else { return }
    switch bins {
    case .edges(let given):
      for edge in given.filter(\.isFinite).sorted() where edges.last != edge { edges.append(edge) }
      if edges.count < 2 { edges = [] }
    case .count(let count): edges = Self.edges(low...high, count: min(max(count, 1), 100_000), kind)
    case .automatic: edges = Self.edges(sorted, low...high, kind)
    }
    guard edges.count > 1 else { return }
    counts = Array(repeating: 0, count: edges.count - 1)
    var bin = 0
    for value in sorted {
      if value < edges[0] || value > edges[edges.count - 1] {
        outside += 1
        continue
      }
      while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
  }

  private static func edges(_ range: ClosedRange<Double>, count: Int, _ kind: Scale.Kind) -> [Double] {
    let scale = Scale(kind, domain: range)
    var edges: [Double] = []
    for index in 0...count {
      // The ends exactly, or the extreme values might be outside.
      let edge =
        index == 0
        ? scale.domain.lowerBound
        : index == count ? scale.domain.upperBound : scale.value(at: Double(index) / Double(count))
      if edges.last.map({ edge > $0 }) ?? true { edges.append(edge) }
    }
    return edges
  }

  private static func edges(_ sorted: [Double], _ range: ClosedRange<Double>, _ kind: Scale.Kind) -> [Double] {
    let scale = Scale(kind, domain: range)
    if range.lowerBound == range.upperBound { return edges(range, count: 1, kind) }
    let positions = sorted.compactMap(scale.position)
    let count = Double(positions.count)
    let spread = Quantiles.of(positions, 0.75) - Quantiles.of(positions, 0.25)
    var width = 2 * spread / power(count, 1.0 / 3)
    if width <= 0 { width = 1 / ((naturalLogarithm(count) / naturalLogarithm(2)).rounded(.up) + 1) }
    let isWhole =
      kind == .linear && range.upperBound - range.lowerBound < 1e6
      && sorted.allSatisfy { $0 == $0.rounded() && abs($0) < 1e12 }
    if isWhole {
      let step = max((width * (range.upperBound - range.lowerBound)).rounded(), 1)
      let bins = Int(((range.upperBound - range.lowerBound + 1) / step).rounded(.up))
      if bins <= most { return (0...bins).map { range.lowerBound - 0.5 + Double($0) * step } }
    }
    return edges(range, count: min(max(Int((1 / max(width, 1e-6)).rounded(.up)), 1), most), kind)
  }
}

/// Quantiles of sorted numbers.
enum Quantiles {
  /// The quantile by linear interpolation between the order statistics, type 7 of Hyndman and Fan (1996); NaN of none.
  static func of(_ sorted: [Double], _ probability: Double) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = probability * Double(last)
    let index = min(Int(place), last)
    let next = min(index + 1, last)
    let t = place - Double(index)
    // Weighted and not by the difference, which may overflow.
    return t == 0 ? sorted[index] : sorted[index] * (1 - t) + sorted[next] * t
  }
}
