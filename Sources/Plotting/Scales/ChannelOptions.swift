/// What the author said about a channel.
struct ChannelOptions: Hashable, Sendable {
  var title: String?
  var kind: Scale.Kind?
  var range: ClosedRange<Double>?
  var map: ColorMap?

  /// These options, with those of `other` where nothing was said here.
  func filled(from other: ChannelOptions) -> ChannelOptions {
    ChannelOptions(
      title: title ?? other.title, kind: kind ?? other.kind, range: range ?? other.range, map: map ?? other.map)
  }

  /// A scale that has room for a span along x or y, and what to tell about it. Names along y start at the top, as one
  /// reads.
  func axisScale(_ span: Extent.Span, name: String, along channel: Channel = .x) -> (scale: Scale, notes: [String]) {
    var notes: [String] = []
    var kind = usableKind(span, name: name, &notes)
    if case .categories(let names) = kind, channel == .y { kind = .categories(names.reversed()) }
    let given = usableRange(kind, name: name, &notes)
    if let given { return (Scale(kind, domain: given), notes) }
    guard let range = span.range(kind) else { return (Scale(kind, domain: kind == .log ? 1...10 : 0...1), notes) }
    let tight = Scale(kind, domain: range)
    if case .categories = kind { return (tight, notes) }
    // A single value was widened already.
    if span.isTight || tight.domain != range { return (tight, notes) }
    var lower = tight.value(at: -0.04)
    var upper = tight.value(at: 1.04)
    // Room around the data must not suggest values of the other sign.
    if kind.hasZero && range.lowerBound >= 0 { lower = max(lower, 0) }
    if kind.hasZero && range.upperBound <= 0 { upper = min(upper, 0) }
    return (Scale(kind, domain: min(lower, range.lowerBound)...max(upper, range.upperBound)), notes)
  }

  /// A colour scale that has room for a span; around a centre for a diverging map: 0, or 1 on a log scale.
  ///
  /// - Parameter surface: what the colours lie on.
  func colorScale(
    _ span: Extent.Span, name: String, on surface: ColorSurface
  ) -> (scale: ColorScale, notes: [String]) {
    let wholeMap = map ?? .viridis
    let map = surface == .paper ? wholeMap.standingOutFromPaper : wholeMap
    var notes: [String] = []
    let kind = usableKind(span, name: name, &notes)
    var range = usableRange(kind, name: name, &notes)
    if range == nil, let values = span.range(kind) {
      range = values
      if map.isDiverging {
        switch kind {
        case .linear, .symlog, .time, .categories:
          let reach = max(abs(values.lowerBound), abs(values.upperBound))
          range = -reach...reach
        case .log:
          let reach = max(values.upperBound, 1 / values.lowerBound)
          if reach.isFinite && reach >= 1 { range = (1 / reach)...reach }
        }
      }
    }
    let domain = range ?? (kind == .log ? 1...10 : 0...1)
    return (ColorScale(scale: Scale(kind, domain: domain), map: map), notes)
  }

  /// The kind that the author gave, or that the values ask for: names need categories, moments the calendar.
  private func usableKind(_ span: Extent.Span, name: String, _ notes: inout [String]) -> Scale.Kind {
    if case .categories(let order)? = kind { return .categories(distinct(order + span.names)) }
    if !span.names.isEmpty {
      if let kind, kind != .linear {
        notes.append("The values of \(name) are names; the axis shows them as categories.")
      }
      return .categories(span.names)
    }
    if case .symlog(let threshold)? = kind, !(threshold > 0 && threshold.isFinite) {
      notes.append("The threshold given for \(name) is not positive and finite; 1 is used.")
      return .symlog(threshold: 1)
    }
    return kind ?? (span.isTime ? .time : .linear)
  }

  /// The range that the author gave, if a scale of this kind can use it.
  private func usableRange(_ kind: Scale.Kind, name: String, _ notes: inout [String]) -> ClosedRange<Double>? {
    guard let range else { return nil }
    if !range.lowerBound.isFinite || !range.upperBound.isFinite {
      notes.append("The range given for \(name) is not finite; the range of the data is shown.")
      return nil
    }
    if kind == .log && range.lowerBound <= 0 {
      notes.append("The range given for \(name) is not positive, as a log axis needs; the range of the data is shown.")
      return nil
    }
    return range
  }
}

extension Scale.Kind {
  /// Whether zero is a value like others on the axis and yet the border between the signs.
  fileprivate var hasZero: Bool {
    switch self {
    case .linear, .symlog: true
    case .log, .time, .categories: false
    }
  }
}
