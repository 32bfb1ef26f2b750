/// Which way bars, boxes and violins point.
enum Orientation: Hashable {
  /// Places along x, values along y.
  case vertical
  /// Places along y, values along x.
  case horizontal

  /// The channel along which the marks stand side by side.
  var places: Channel { self == .vertical ? .x : .y }
  /// The channel of the values.
  var values: Channel { self == .vertical ? .y : .x }

  /// The spans of both channels as an extent.
  func extent(places: Extent.Span, values: Extent.Span, categories: [String] = []) -> Extent {
    self == .vertical
      ? Extent(x: places, y: values, categories: categories) : Extent(x: values, y: places, categories: categories)
  }

  /// The kind of the scale along which the values lie.
  func valueKind(_ axes: AxisKinds) -> Scale.Kind { self == .vertical ? axes.y : axes.x }

  /// A point of the panel from its two positions between 0 and 1.
  func point(_ place: Double, _ value: Double, in panel: Panel) -> Scene.Point {
    self == .vertical ? panel.point(atX: place, y: value) : panel.point(atX: value, y: place)
  }

  /// The scale of places and that of values.
  func scales(_ panel: Panel) -> (places: Scale, values: Scale) {
    self == .vertical ? (panel.x, panel.y) : (panel.y, panel.x)
  }

  /// Where each of several groups side by side stands, from 0: from left to right, or from top to bottom.
  func order(of groups: [String]) -> [String: Double] {
    let groups = self == .vertical ? groups : groups.reversed()
    return Dictionary(groups.enumerated().map { ($1, Double($0)) }) { first, _ in first }
  }

  /// The corners of a rectangle between two places and two values, as positions, closed.
  func box(_ places: (Double, Double), _ values: (Double, Double), in panel: Panel) -> [Scene.Point] {
    [(places.0, values.0), (places.0, values.1), (places.1, values.1), (places.1, values.0), (places.0, values.0)]
      .map { point($0.0, $0.1, in: panel) }
  }
}

/// The room that each of several places has along an axis.
struct Slots {
  /// The room that the outermost places need beyond themselves, as a span.
  static func span(_ places: Places) -> Extent.Span {
    var span = Extent.Span(places, isTight: true)
    guard places.names == nil, !places.isTime else {
      if places.isTime, let range = span.linear {
        let half = least(places.numbers.filter(\.isFinite)).map { $0 / 2 } ?? 43_200
        span.formUnion(Extent.Span([range.lowerBound - half, range.upperBound + half], isTight: true))
      }
      return span
    }
    let numbers = places.numbers.filter(\.isFinite)
    guard let linear = span.linear else { return span }
    let half = least(numbers).map { $0 / 2 } ?? (abs(linear.lowerBound) < 1e6 ? 0.5 : 0)
    var log = span.log
    if let range = span.log {
      let ratio = least(numbers.filter { $0 > 0 }.map(decimalLogarithm)).map { powerOfTen($0 / 2) } ?? 2
      log =
        max(range.lowerBound / ratio, .leastNonzeroMagnitude)...min(range.upperBound * ratio, .greatestFiniteMagnitude)
    }
    let most = Double.greatestFiniteMagnitude
    return Extent.Span(
      linear: max(linear.lowerBound - half, -most)...min(linear.upperBound + half, most), log: log, isTight: true)
  }

  /// The width of a slot as a part of the panel.
  let width: Double

  /// The slots around places on a scale.
  init(_ places: [Double], on scale: Scale) {
    if !scale.names.isEmpty {
      width = 1 / max(scale.domain.upperBound - scale.domain.lowerBound, 1e-9)
      return
    }
    let positions = places.compactMap(scale.position)
    if let least = Slots.least(positions) {
      width = min(least, 1)
    } else if let place = places.first(where: scale.accepts) {
      let ends =
        switch scale.kind {
        case .log: (place / 2, place * 2)
        case .time: (place - 43_200, place + 43_200)
        default: (place - 0.5, place + 0.5)
        }
      let room = (scale.position(of: ends.1) ?? 1) - (scale.position(of: ends.0) ?? 0)
      width = room > 1e-3 && room <= 1 ? room : 0.5
    } else {
      width = 0.5
    }
  }

  /// The least distance between different numbers; nil if there are not two.
  private static func least(_ numbers: [Double]) -> Double? {
    let sorted = numbers.sorted()
    let distances = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 && $0.isFinite }
    return distances.min()
  }
}
