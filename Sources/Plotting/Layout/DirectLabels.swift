/// The labels of one plot that stand at the right ends of its lines.
struct DirectLabels {
  /// A label and the marks that it names.
  struct Item {
    var label: LabelText
    var text: TypesetText
    var style: SeriesStyle
    var marks: Set<Int>

    var height: Double { text.ascent + text.descent }
  }

  /// From the edge of the panel to the labels, in points: more where many labels may have to be tied to their lines.
  var gap: Double { items.count <= 4 ? 9 : items.count <= 8 ? 16 : 24 }
  /// The least distance between two labels.
  static let leading = 1.5
  static let font = Font.legend

  var items: [Item] = []

  /// The room that the labels need beside the panel.
  var width: Double { items.map(\.text.width).max().map { $0 + gap } ?? 0 }

  /// No labels.
  init() {}

  /// The labels of the lines of a plot that have an end on its axes.
  init(_ plot: Plot, _ styles: [SeriesStyle], x: Scale.Kind, y: Scale.Kind, measurer: some TextMeasurer) {
    for (index, (mark, style)) in zip(plot.marks, styles).enumerated() {
      guard let name = mark.endLabel, mark.extent.x.range(x) != nil, mark.extent.y.range(y) != nil else { continue }
      let label = LabelText(name)
      if let known = items.firstIndex(where: { $0.label == label && $0.style == style }) {
        items[known].marks.insert(index)
      } else {
        items.append(
          Item(label: label, text: measurer.typeset(label, font: Self.font), style: style, marks: [index]))
      }
    }
    // Points and other marks that share a line's label and look need no line in the legend either.
    for (index, (mark, style)) in zip(plot.marks, styles).enumerated() where !mark.legend.isEmpty {
      let names = Set(mark.legend.map { LabelText($0.label) })
      guard names.count == 1, let name = names.first,
        let known = items.firstIndex(where: { $0.label == name && $0.style == style })
      else { continue }
      items[known].marks.insert(index)
    }
  }

  /// Whether the legend is free of a mark.
  func covers(mark: Int) -> Bool { items.contains { $0.marks.contains(mark) } }

  /// The places that labels may take beside a panel.
  static func bounds(_ frame: Scene.Rectangle) -> ClosedRange<Double> { (frame.minY - 6)...(frame.maxY + 6) }

  /// Whether all labels fit beside a panel of a height.
  func fits(height: Double) -> Bool {
    items.reduce(-Self.leading) { $0 + $1.height + Self.leading } <= height + 12
  }

  /// Writes the labels beside a panel, each near the end of its line, and ties to it those that had to be moved.
  ///
  /// - Parameters:
  ///   - ends: where the lines of the marks end.
  ///   - missing: is told of labels whose lines have no end in the panel.
  func elements(
    beside frame: Scene.Rectangle, ends: [Int: Panel.LineEnd], missing: (LabelText) -> Void
  ) -> [Scene.Element] {
    var found: [(item: Item, end: Panel.LineEnd)] = []
    for item in items {
      let candidates = item.marks.sorted().compactMap { ends[$0] }
      // Of several lines under one name, the one that ends furthest to the right.
      guard let end = candidates.max(by: { $0.point.x < $1.point.x }) else {
        missing(item.label)
        continue
      }
      found.append((item, end))
    }
    let middles = Spreading.middles(
      wanted: found.map(\.end.point.y), lengths: found.map(\.item.height), gap: Self.leading,
      within: Self.bounds(frame))
    guard let middles else { return [] }
    var elements: [Scene.Element] = []
    for ((item, end), middle) in zip(found, middles) {
      let left = frame.maxX + gap
      if abs(middle - end.point.y) > 4 || left - end.point.x > gap + 4 {
        elements.append(
          .lines(
            [[Scene.Point(x: end.point.x + 2, y: end.point.y), Scene.Point(x: left - 2.5, y: middle)]],
            Scene.Stroke(Scene.Paint(end.paint.color, opacity: 0.6), width: 0.75)))
      }
      let baseline = middle + (item.text.ascent - item.text.descent) / 2
      elements.append(
        .text(
          Scene.Text(
            item.text, font: Self.font, at: Scene.Point(x: left, y: baseline), anchor: .start,
            paint: Scene.Paint(end.paint.color.ofLetters), hasHalo: true)))
    }
    return elements
  }
}
