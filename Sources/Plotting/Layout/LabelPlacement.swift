/// A label that wants to stand somewhere in a panel, its places in the order of preference.
struct LabelRequest {
  var text: LabelText
  var candidates: [LabelCandidate]
  /// Where an arrow from the label points, if it has one.
  var target: Scene.Point?
}

/// Chooses a place for every label of a panel, away from data, lines, insets and each other.
///
/// The labels with the fewest places choose first; then each may choose again, as long as that helps, with the others
/// where they are. Panels have few labels, so that trying every place is cheap: labels × places × labels at worst.
struct LabelPlacement {
  /// A label at its place.
  struct Place {
    var text: Scene.Text
    /// Whether the label had to be shortened to stand there.
    var isCut: Bool
    /// From the label to what it points at.
    var arrow: [Scene.Point]?
    fileprivate var cost: Double
  }

  /// As many as there were requests; nil where a label has no place.
  private(set) var places: [Place?]

  init(_ requests: [LabelRequest], in panel: Panel, measurer: any TextMeasurer) {
    let choices = requests.map { Self.choices($0, in: panel, measurer: measurer) }
    places = Array(repeating: nil, count: requests.count)
    for index in choices.indices.sorted(by: { (choices[$0].count, $0) < (choices[$1].count, $1) }) {
      places[index] = best(of: choices[index], besides: index)
    }
    for _ in 0..<3 {
      var hasMoved = false
      for index in choices.indices {
        guard let place = best(of: choices[index], besides: index) else { continue }
        if places[index].map({ place.cost < $0.cost }) ?? true {
          places[index] = place
          hasMoved = true
        }
      }
      if !hasMoved { break }
    }
  }

  /// The cheapest of some places that keeps clear of the labels at theirs.
  private func best(of choices: [Place], besides own: Int) -> Place? {
    let others = places.indices.filter { $0 != own }.compactMap { places[$0] }
    let boxes = others.map { $0.text.box.expanded(by: 3) }
    let arrows = others.compactMap(\.arrow)
    return choices.filter { choice in
      let box = choice.text.box
      if boxes.contains(where: box.intersects) { return false }
      if let arrow = choice.arrow, boxes.contains(where: { !$0.clip(arrow).isEmpty }) { return false }
      return !arrows.contains { !box.expanded(by: 2).clip($0).isEmpty }
    }
    .min { $0.cost < $1.cost }
  }

  /// The places that are inside the panel and not covered, with what each would hide; shortened where none is as wide
  /// as the label.
  private static func choices(_ request: LabelRequest, in panel: Panel, measurer: any TextMeasurer) -> [Place] {
    let frame = panel.frame
    let whole = measurer.fit(request.text, font: .annotation, width: frame.width * 0.8)
    let typeset = measurer.typeset(whole, font: .annotation)
    func place(_ text: TypesetText, _ candidate: LabelCandidate, _ rank: Int, isCut: Bool) -> Place? {
      let text = Scene.Text(
        text, font: .annotation, at: candidate.position, anchor: candidate.anchor, paint: Scene.Paint(.ink),
        hasHalo: true)
      guard frame.contains(text.box), !panel.isTaken(text.box.expanded(by: 2)) else { return nil }
      var cost = panel.hidden(by: text.box.expanded(by: 2)) + 0.05 * Double(rank)
      var arrow: [Scene.Point]?
      if let target = request.target, let line = Arrowhead.line(from: text.box.expanded(by: 3), to: target) {
        cost += 0.5 * panel.hidden(along: line)
        arrow = line
      }
      return Place(text: text, isCut: isCut, arrow: arrow, cost: cost)
    }
    guard !whole.isEmpty else { return [] }
    let isCut = whole != request.text
    let fitting = request.candidates.enumerated().compactMap { place(typeset, $1, $0, isCut: isCut) }
    if !fitting.isEmpty { return fitting }
    return request.candidates.enumerated().compactMap { rank, candidate in
      let room =
        switch candidate.anchor {
        case .start: frame.maxX - candidate.position.x
        case .middle: 2 * min(frame.maxX - candidate.position.x, candidate.position.x - frame.minX)
        case .end: candidate.position.x - frame.minX
        }
      guard room > 40 else { return nil }
      let cut = measurer.fit(request.text, font: .annotation, width: room - 1)
      guard cut != "…", !cut.isEmpty else { return nil }
      // A shorter piece of the label is worse than one that hides a little.
      return place(measurer.typeset(cut, font: .annotation), candidate, rank, isCut: true).map {
        var place = $0
        place.cost += (frame.width - room) / 4
        return place
      }
    }
  }
}
