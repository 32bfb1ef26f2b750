/// What could not be drawn, counted by reason.
struct Drops {
  var notFinite = 0
  var notPositive: [Channel: Int] = [:]
  var outside = 0
  var belowColors = 0
  var aboveColors = 0

  /// Counts a value that has no place on a channel's scale.
  mutating func count(_ value: Double, _ channel: Channel) {
    if value.isFinite { notPositive[channel, default: 0] += 1 } else { notFinite += 1 }
  }

  /// A sentence for every reason that occurred.
  func notes(x: Scale, y: Scale, colors: ColorScale?, naming names: ChannelNames) -> [String] {
    var notes: [String] = []
    if notFinite > 0 {
      notes.append(
        notFinite == 1
          ? "1 value was not finite and is not drawn." : "\(notFinite) values were not finite and are not drawn.")
    }
    for channel in [Channel.x, .y] {
      guard let count = notPositive[channel] else { continue }
      notes.append("\(Words.count(count, "point")) with \(names[channel]) ≤ 0 \(isAre(count)) not on this log axis.")
    }
    if let count = notPositive[.color] {
      notes.append("\(Words.count(count, "value")) of \(names.color) ≤ 0 \(isAre(count)) not on this log colour scale.")
    }
    if outside > 0 {
      notes.append("\(Words.count(outside, "point")) \(outside == 1 ? "lies" : "lie") outside the axes.")
    }
    if let domain = colors?.scale.domain {
      if belowColors > 0 {
        notes.append(
          "\(Words.count(belowColors, "value")) of \(names.color) below \(Words.number(domain.lowerBound)) "
            + "\(belowColors == 1 ? "has" : "have") the colour of that end.")
      }
      if aboveColors > 0 {
        notes.append(
          "\(Words.count(aboveColors, "value")) of \(names.color) above \(Words.number(domain.upperBound)) "
            + "\(aboveColors == 1 ? "has" : "have") the colour of that end.")
      }
    }
    return notes
  }

  private func isAre(_ count: Int) -> String { count == 1 ? "is" : "are" }
}
