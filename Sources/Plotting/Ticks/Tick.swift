/// A labelled place on an axis.
public struct Tick: Hashable, Sendable {
  /// Where the tick is, as a value of the axis.
  public var value: Double
  /// What is written there.
  public var label: LabelText

  /// A place and its label.
  public init(value: Double, label: LabelText) {
    self.value = value
    self.label = label
  }
}

/// The ticks of an axis: the labelled ones and the small ones between.
public struct Ticks: Hashable, Sendable {
  /// Labelled, from the lowest to the highest.
  public var major: [Tick]
  /// Without a label; they show that an axis is logarithmic.
  public var minor: [Double]

  /// Ticks from their labelled and unlabelled places.
  public init(major: [Tick], minor: [Double] = []) {
    self.major = major
    self.minor = minor
  }

  /// Ticks for a scale along an axis.
  ///
  /// - Parameters:
  ///   - scale: what the axis shows.
  ///   - room: the axis, in points, and the room that a label takes along it.
  public init(scale: Scale, room: AxisRoom) {
    switch scale.kind {
    case .linear: self = Ticks(linear: scale, room: room)
    case .log: self = Ticks(log: scale, room: room)
    case .symlog(let threshold): self = Ticks(symlog: scale, threshold: threshold, room: room)
    case .time: self = Ticks(time: scale, room: room)
    case .categories(let names): self = Ticks(names: names, on: scale, room: room)
    }
  }
}

/// How long an axis is and how much of it a label takes.
public struct AxisRoom {
  /// In points.
  public var length: Double
  /// The distance between ticks that reads best, in points.
  public var spacing: Double
  /// The least distance between two labels, in points.
  public var gap: Double
  /// The length of a label along the axis.
  public var labelLength: (LabelText) -> Double
  /// Shortens a name to a width, in points.
  public var shorten: (LabelText, Double) -> LabelText = { label, _ in label }
  /// The greatest width of a label where the axis runs upwards; nil where labels stand side by side along it.
  public var greatestWidth: Double?

  /// The room along an axis.
  public init(length: Double, spacing: Double, gap: Double, labelLength: @escaping (LabelText) -> Double) {
    self.length = length
    self.spacing = spacing
    self.gap = gap
    self.labelLength = labelLength
  }

  /// How many ticks read best.
  var target: Double { max(length / spacing, 1) + 1 }

  /// Whether the labels keep their distance from each other.
  func fits(_ ticks: [Tick], on scale: Scale) -> Bool {
    var end = -Double.infinity
    for tick in ticks {
      guard let position = scale.position(of: tick.value) else { return false }
      let half = labelLength(tick.label) / 2
      let middle = position * length
      if middle - half < end { return false }
      end = middle + half + gap
    }
    return true
  }
}
