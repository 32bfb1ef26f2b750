/// A few words at a place of the plot, with an arrow to it if one is wanted.
///
/// ```swift
/// Note("edge of stability", x: 240, y: 2 / learningRate).arrow()
/// ```
///
/// The words stand beside the place where they hide no data and touch no other words; where there is no room for them, a
/// note under the figure has them.
public struct Note: Mark {
  var text: String
  var x: PlotPlace
  var y: PlotPlace
  var hasArrow = false

  /// Words at a place.
  public init(_ text: String, x: some Plottable, y: some Plottable) {
    self.text = text
    self.x = x.plotPlace
    self.y = y.plotPlace
  }

  /// The words further away, with an arrow to the place.
  public func arrow() -> Note {
    var note = self
    note.hasArrow = true
    return note
  }

  /// The place.
  public var extent: Extent {
    Extent(x: .init(Places([x]), isTight: true), y: .init(Places([y]), isTight: true))
  }

  /// The words and their place.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(
      title: nil,
      columns: [
        .init("note", .texts([text])), .init(names.x, Places([x]).column), .init(names.y, Places([y]).column),
      ])
  }

  /// The words and where they stand.
  public func summary(naming names: ChannelNames) -> String {
    "Note at \(names.x) = \(x.word), \(names.y) = \(y.word): \(LabelText.plain(text))."
  }

  /// Asks for the words to be written at the best of many places around the point.
  public func draw(in panel: inout Panel) {
    let (x, y) = (panel.values(of: Places([x]), on: .x)[0], panel.values(of: Places([y]), on: .y)[0])
    guard let place = panel.placeInside(x: x, y: y) else { return }
    guard !text.isEmpty else { return }
    if hasArrow {
      // Diagonals first: an arrow along an axis is taken for a part of it.
      let directions = [(1.0, -1.0), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0), (2, -1), (-2, -1)]
      let candidates = [38.0, 52, 70, 95, 125, 160].flatMap { distance in
        directions.map { direction -> LabelCandidate in
          let length = (direction.0 * direction.0 + direction.1 * direction.1).squareRoot()
          let (dx, dy) = (distance * direction.0 / length, distance * direction.1 / length)
          let anchor: Scene.Text.Anchor = direction.0 == 0 ? .middle : direction.0 > 0 ? .start : .end
          return LabelCandidate(anchor, Scene.Point(x: place.x + dx, y: place.y + dy + (direction.1 > 0 ? 9 : 4)))
        }
      }
      panel.label(text, candidates: candidates, arrowTo: place)
    } else {
      panel.label(
        text,
        candidates: [7.0, 14, 24].flatMap { gap -> [LabelCandidate] in
          [
            .init(.start, Scene.Point(x: place.x + gap, y: place.y - gap + 2)),
            .init(.start, Scene.Point(x: place.x + gap, y: place.y + gap + 7)),
            .init(.end, Scene.Point(x: place.x - gap, y: place.y - gap + 2)),
            .init(.end, Scene.Point(x: place.x - gap, y: place.y + gap + 7)),
            .init(.start, Scene.Point(x: place.x + gap, y: place.y + 4)),
            .init(.end, Scene.Point(x: place.x - gap, y: place.y + 4)),
            .init(.middle, Scene.Point(x: place.x, y: place.y - gap)),
            .init(.middle, Scene.Point(x: place.x, y: place.y + gap + 9)),
          ]
        })
    }
  }
}
