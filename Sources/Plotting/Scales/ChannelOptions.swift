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

  /// A scale that has room for a span, and what to tell about it.
  func axisScale(_ span: Extent.Span, name: String) -> (scale: Scale, notes: [String]) {
    let kind = kind ?? .linear
    var notes: [String] = []
    let given = usableRange(kind, name: name, &notes)
    if let given { return (Scale(kind, domain: given), notes) }
    guard let range = span.range(kind) else { return (Scale(kind, domain: kind == .log ? 1...10 : 0...1), notes) }
    let tight = Scale(kind, domain: range)
    // A single value was widened already.
    if span.isTight || tight.domain != range { return (tight, notes) }
    var lower = tight.value(at: -0.04)
    var upper = tight.value(at: 1.04)
    // Room around the data must not suggest values of the other sign.
    if kind == .linear && range.lowerBound >= 0 { lower = max(lower, 0) }
    if kind == .linear && range.upperBound <= 0 { upper = min(upper, 0) }
    return (Scale(kind, domain: min(lower, range.lowerBound)...max(upper, range.upperBound)), notes)
  }

  /// A colour scale that has room for a span; around a centre for a diverging map: 0, or 1 on a log scale.
  ///
  /// - Parameter surface: what the colours lie on.
  func colorScale(
    _ span: Extent.Span, name: String, on surface: ColorSurface
  ) -> (scale: ColorScale, notes: [String]) {
    let kind = kind ?? .linear
    let wholeMap = map ?? .viridis
    let map = surface == .paper ? wholeMap.standingOutFromPaper : wholeMap
    var notes: [String] = []
    var range = usableRange(kind, name: name, &notes)
    if range == nil, let values = span.range(kind) {
      range = values
      if map.isDiverging {
        switch kind {
        case .linear:
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
