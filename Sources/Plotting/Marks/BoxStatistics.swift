/// The numbers of a box after Tukey (Exploratory Data Analysis, 1977), with quartiles of type 7 of Hyndman and Fan
/// (1996). On a log scale they are those of the logarithms.
struct BoxStatistics: Hashable {
  /// How many values the scale can show.
  var count = 0
  var lowerWhisker = Double.nan
  var lowerQuartile = Double.nan
  var median = Double.nan
  var upperQuartile = Double.nan
  var upperWhisker = Double.nan
  /// Values beyond the whiskers.
  var outliers: [Double] = []

  init(_ values: [Double], kind: Scale.Kind) {
    let sorted = values.filter { $0.isFinite && (kind != .log || $0 > 0) }.sorted()
    count = sorted.count
    guard let first = sorted.first, let last = sorted.last else { return }
    let measures = sorted.map { kind.measure($0) }
    func value(_ probability: Double) -> Double {
      let place = probability * Double(count - 1)
      // A value itself where the quantile is one, unchanged by the way there and back.
      if place == place.rounded() { return sorted[Int(place)] }
      return kind.value(measuring: Quantiles.of(measures, probability))
    }
    (lowerQuartile, median, upperQuartile) = (value(0.25), value(0.5), value(0.75))
    let (low, high) = (Quantiles.of(measures, 0.25), Quantiles.of(measures, 0.75))
    let reach = 1.5 * (high - low)
    let inside = measures.indices.filter { measures[$0] >= low - reach && measures[$0] <= high + reach }
    // The whiskers never end inside the box.
    lowerWhisker = min(inside.first.map { sorted[$0] } ?? first, lowerQuartile)
    upperWhisker = max(inside.last.map { sorted[$0] } ?? last, upperQuartile)
    outliers = measures.indices.filter { measures[$0] < low - reach || measures[$0] > high + reach }.map { sorted[$0] }
  }

  /// Whether all of the values lie on one side of what a scale shows.
  func isOutside(_ scale: Scale) -> Bool {
    let ends = [outliers.min(), lowerWhisker, upperWhisker, outliers.max()].compactMap { $0.flatMap(scale.position) }
    return ends.allSatisfy { $0 < -1e-9 } || ends.allSatisfy { $0 > 1 + 1e-9 }
  }
}
