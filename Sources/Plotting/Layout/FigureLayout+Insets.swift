extension FigureLayout {
  /// Draws the insets of a plot over its marks.
  mutating func drawInsets(of index: Int, over panel: inout Panel) {
    var corners: [Corner] = []
    for inset in cells[index].plot.insets {
      do throws(InsetProblem) {
        let region = try inset.region(in: panel.frame, x: panel.x, y: panel.y)
        let place = try place(for: inset, of: region, in: panel, except: corners)
        guard let content = content(of: inset, in: place.card, cell: index) else { throw .noRoom }
        corners.append(place.corner)
        panel.cover(place.card, with: pointer(from: region, to: place.card, in: panel) + content)
        if place.hidden > 12, inset.corner == nil { panel.note("The inset hides some of the data; no corner is free.") }
      } catch {
        panel.note("\(error)")
      }
    }
  }

  /// A place for an inset: the corner that was asked for, or the one where it hides least, as large as it can be.
  private func place(
    for inset: Inset, of region: Scene.Rectangle, in panel: Panel, except taken: [Corner]
  ) throws(InsetProblem) -> (card: Scene.Rectangle, corner: Corner, hidden: Double) {
    let frame = panel.frame
    let corners = inset.corner.map { [$0] } ?? Corner.allCases.filter { !taken.contains($0) }
    var best: (card: Scene.Rectangle, corner: Corner, hidden: Double, cost: Double)?
    for share in [0.5, 0.44, 0.38] {
      let size = Scene.Size(
        width: min(max(share * frame.width, 124), 290).rounded(),
        height: min(max(share * frame.height, 92), 220).rounded())
      guard size.width <= 0.7 * frame.width, size.height <= 0.7 * frame.height else { continue }
      for (rank, corner) in corners.enumerated() {
        let card = corner.rectangle(of: size, in: frame, margin: 9)
        guard !panel.isTaken(card) else { continue }
        let hidden = panel.hidden(by: card)
        // Hiding what is enlarged is worse than hiding other data; a smaller card only pays where it hides less.
        let cost =
          hidden + (card.expanded(by: 4).intersects(region) ? 400 : 0) + 0.01 * Double(rank)
          + 30 * (0.5 - share)
        if best.map({ cost < $0.cost }) ?? true { best = (card, corner, hidden, cost) }
      }
    }
    guard let best else { throw .noRoom }
    return (best.card, best.corner, best.hidden)
  }

  /// A frame around the enlarged part, and two lines from it to the card that cross neither.
  private func pointer(
    from region: Scene.Rectangle, to card: Scene.Rectangle, in panel: Panel
  ) -> [Scene.Element] {
    var (frame, ties) = (
      Scene.Stroke(Scene.Paint(.muted), width: 0.9), Scene.Stroke(Scene.Paint(.muted, opacity: 0.7), width: 0.75)
    )
    if panel.liesOverRaster {
      (frame.paint, ties.paint) = (Scene.Paint(.ink), Scene.Paint(.ink, opacity: 0.85))
    }
    var lines = zip(region.corners, card.corners).map { [$0, $1] }.filter { line in
      region.expanded(by: -0.1).clip(line).isEmpty && card.expanded(by: -0.1).clip(line).isEmpty
    }
    if region.intersects(card) { lines = [] }
    var elements: [Scene.Element] = [.lines([region.outline], frame)]
    if !lines.isEmpty { elements.append(.lines(lines, ties)) }
    guard panel.liesOverRaster else { return elements }
    // Over colours of every lightness, lines need a rim to be seen.
    return [.lines([region.outline] + lines, Scene.Stroke(Scene.Paint(.paper, opacity: 0.6), width: 2.75))] + elements
  }

  /// A card of paper with axes of its own and the marks of the plot on its scales; nil if it is too small.
  private func content(of inset: Inset, in card: Scene.Rectangle, cell index: Int) -> [Scene.Element]? {
    let cell = cells[index]
    let x = Scale(cell.x.kind, domain: inset.x)
    let y = Scale(cell.y.kind, domain: inset.y)
    let font = Font(size: 10.5)
    let (labelHeight, tick) = (17.0, 3.0)
    var frame = card
    frame.minY += 9
    frame.height = (card.maxY - labelHeight - 4 - frame.minY).rounded(.down)
    let yTicks = Ticks(scale: y, room: AxisRoom(length: frame.height, spacing: 34, gap: 4) { _ in font.size })
    let gutter = yTicks.major.map { measurer.width(of: $0.label, font: font) }.max() ?? 0
    // The labels of the horizontal axis may stand out of it, but not out of the card.
    var room = (left: (gutter + tick + 3 + 7).rounded(.up), right: 10.0)
    var xTicks = Ticks(major: [])
    for _ in 0..<3 {
      frame.minX = card.minX + room.left
      frame.width = card.maxX - room.right - frame.minX
      guard frame.width >= 40, frame.height >= 36 else { return nil }
      xTicks = Ticks(
        scale: x,
        room: AxisRoom(length: frame.width, spacing: 58, gap: 8) { measurer.width(of: $0, font: font) })
      for tick in xTicks.major {
        guard let position = x.position(of: tick.value) else { continue }
        let half = measurer.width(of: tick.label, font: font) / 2
        room.left = max(room.left, (half - position * frame.width + 4).rounded(.up))
        room.right = max(room.right, (half - (1 - position) * frame.width + 4).rounded(.up))
      }
    }

    var panel = Panel(
      frame: frame, x: x, y: y, colors: cell.colors, liesOverRaster: cell.plot.hasBackground,
      categories: series.categories, measurer: measurer)
    for layer in [MarkLayer.background, .data] {
      for (mark, style) in zip(cell.plot.marks, series.styles[index]) where mark.layer == layer {
        panel.begin(style)
        mark.draw(in: &panel)
      }
      if layer == .background { panel.backgroundCount = panel.elements.count }
    }
    let background = panel.elements.prefix(panel.backgroundCount)
    let xs = places(xTicks.major.map(\.value), x) { frame.minX + $0 * frame.width }
    let ys = places(yTicks.major.map(\.value), y) { frame.maxY - $0 * frame.height }
    let thin = Scene.Stroke(Scene.Paint(.muted), width: 0.8)
    var elements: [Scene.Element] = [
      .rectangle(card, Scene.Paint(.paper)), .lines([card.outline], Scene.Stroke(Scene.Paint(.muted), width: 0.9)),
    ]
    if !cell.plot.hasBackground, !(xs + ys).isEmpty {
      elements.append(
        .lines(
          xs.map { [.init(x: $0, y: frame.minY), .init(x: $0, y: frame.maxY)] }
            + ys.map { [.init(x: frame.minX, y: $0), .init(x: frame.maxX, y: $0)] },
          Scene.Stroke(Scene.Paint(.grid), width: 0.8)))
    }
    elements += background
    elements.append(
      .lines(
        [
          [
            .init(x: frame.minX, y: frame.minY), .init(x: frame.minX, y: frame.maxY),
            .init(x: frame.maxX, y: frame.maxY),
          ]
        ]
          + xs.map { [.init(x: $0, y: frame.maxY), .init(x: $0, y: frame.maxY + tick)] }
          + ys.map { [.init(x: frame.minX - tick, y: $0), .init(x: frame.minX, y: $0)] }, thin))
    elements += panel.elements.dropFirst(background.count)
    func write(_ label: LabelText, _ x: Double, _ y: Double, _ anchor: Scene.Text.Anchor) {
      elements.append(
        .text(
          Scene.Text(
            measurer.typeset(label, font: font), font: font, at: Scene.Point(x: x, y: y), anchor: anchor,
            paint: Scene.Paint(.muted))))
    }
    for (tick, place) in zip(xTicks.major, xs) where !tick.label.isEmpty {
      write(tick.label, place, frame.maxY + 14.5, .middle)
    }
    for (mark, place) in zip(yTicks.major, ys) where !mark.label.isEmpty {
      write(mark.label, frame.minX - tick - 3, place + 0.36 * font.size, .end)
    }
    return elements
  }
}

extension Corner {
  /// A rectangle of a size in this corner of another.
  fileprivate func rectangle(of size: Scene.Size, in frame: Scene.Rectangle, margin: Double) -> Scene.Rectangle {
    let isLeft = self == .topLeft || self == .bottomLeft
    let isTop = self == .topLeft || self == .topRight
    return Scene.Rectangle(
      x: isLeft ? frame.minX + margin : frame.maxX - margin - size.width,
      y: isTop ? frame.minY + margin : frame.maxY - margin - size.height, width: size.width, height: size.height)
  }
}

extension Scene.Rectangle {
  /// The corners from the upper left one clockwise.
  fileprivate var corners: [Scene.Point] {
    [.init(x: minX, y: minY), .init(x: maxX, y: minY), .init(x: maxX, y: maxY), .init(x: minX, y: maxY)]
  }

  /// A closed line around the rectangle.
  fileprivate var outline: [Scene.Point] { corners + [.init(x: minX, y: minY)] }
}
