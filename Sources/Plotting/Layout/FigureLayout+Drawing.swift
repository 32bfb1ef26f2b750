extension FigureLayout {
  /// Writes the primitives of a figure whose rectangles are known.
  mutating func draw(_ frames: Frames) -> Drawing {
    note(legend.notes)
    var elements: [Scene.Element] = []
    func write(
      _ label: LabelText, _ font: Font, x: Double, y: Double, _ anchor: Scene.Text.Anchor,
      _ color: Scene.Color = .ink
    ) {
      guard !label.isEmpty else { return }
      let text = measurer.typeset(label, font: font)
      elements.append(
        .text(
          Scene.Text(
            text, font: font, at: Scene.Point(x: x, y: y), anchor: anchor, paint: Scene.Paint(color))))
    }
    let right = frames.rightEdge
    /// A title that keeps within two edges.
    func write(_ text: LabelText, _ font: Font, x: Double, y: Double, upTo edge: Double) {
      write(measurer.fit(text, font: font, width: max(edge - x, 0)), font, x: x, y: y, .start)
    }
    /// A title centred under something, moved if it would leave the figure.
    func write(centered text: LabelText, x: Double, y: Double, width: Double) {
      let text = measurer.fit(text, font: .axisTitle, width: width)
      let half = measurer.width(of: text, font: .axisTitle) / 2
      let middle = min(max(x, 4 + half), max(right - half, 4 + half))
      write(text, .axisTitle, x: middle, y: y, .middle)
    }

    for (line, baseline) in frames.titleLines { write(line, .title, x: margin, y: baseline, .start) }
    elements += legend.elements(
      x: frames.legendOrigin.x, y: frames.legendOrigin.y, available: size.width - 4 - frames.legendOrigin.x)

    for (index, cell) in cells.enumerated() {
      let frame = cell.frame
      let labelLeft = max(frame.minX - frames.gutters[cell.column], 4)
      let isLast = cell.column == columns - 1 || index == cells.count - 1
      let next = isLast ? right : frames.panelLefts[cell.column + 1]
      if let title = cell.panelTitle {
        let edge = isLast ? next : next - frames.gutters[cell.column + 1] - 8
        write(title, .panelTitle, x: labelLeft, y: frames.panelTitles[cell.row], upTo: edge)
      }
      var yTitleEdge = sharing.contains(.y) && !isSingle ? right : isLast ? right : next - 10
      if !isSingle && !isLast && cells.indices.contains(index + 1) && !sharing.contains(.y) {
        yTitleEdge = cells[index + 1].frame.minX - frames.gutters[cells[index + 1].column] - 10
      }
      if let title = colorTitle(of: cell, frames) {
        write(title.text, .axisTitle, x: title.start, y: frames.colorTitles[cell.row], .start)
      }
      if frames.colorTitles[cell.row] == frames.yTitles[cell.row] {
        // The title of a shared vertical axis may go on over other panels, up to the first title of a colour bar.
        let inTheWay = sharing.contains(.y) ? cells.filter { $0.row == cell.row } : [cell]
        for other in inTheWay {
          if let title = colorTitle(of: other, frames) { yTitleEdge = min(yTitleEdge, title.start - 12) }
        }
      }
      if let yTitle = cell.yTitle {
        write(yTitle, .axisTitle, x: labelLeft, y: frames.yTitles[cell.row], upTo: yTitleEdge)
      }
      if let xTitle = cell.xTitle {
        write(
          centered: xTitle, x: frame.midX, y: frame.maxY + frames.xTitles[cell.row],
          width: columns == 1 ? right - 4 : frame.width + 10)
      }
      elements += drawPanel(index)
      if cell.hasData {
        for tick in cell.xTicks.major where cell.showsX {
          guard let position = cell.x.position(of: tick.value) else { continue }
          write(
            tick.label, .tick, x: frame.minX + position * frame.width, y: frame.maxY + 19, .middle, .muted)
        }
        for tick in cell.yTicks.major where cell.showsY {
          guard let position = cell.y.position(of: tick.value) else { continue }
          write(
            tick.label, .tick, x: frame.minX - tickLength - labelGap,
            y: frame.maxY - position * frame.height + 0.36 * Font.tick.size, .end, .muted)
        }
      } else {
        write("no data", .axisTitle, x: frame.midX, y: frame.midY, .middle, .muted)
      }
      if cell.showsColorBar, let colors = cell.colors {
        let bands = cells.lazy.flatMap(\.plot.marks).compactMap { $0 as? FilledContour }.first
        let color = bands?.bandColors(of: colors) ?? { colors.map.color(at: $0) }
        elements += colorBar(colors, cell.colorTicks, beside: frame, at: barLeft(cell), color: color)
        for tick in cell.colorTicks.major {
          guard let position = colors.scale.position(of: tick.value) else { continue }
          write(
            tick.label, .tick, x: barLeft(cell) + barWidth + tickLength + labelGap,
            y: frame.maxY - position * frame.height + 0.36 * Font.tick.size, .start, .muted)
        }
      }
    }
    if !isSingle, sharing.contains(.x), let first = cells.first, first.names.x != "x", let name = first.xName,
      let last = frames.panelLefts.last
    {
      write(
        centered: name, x: ((frames.panelLefts.first ?? 0) + last + (frames.panelWidths.last ?? 0)) / 2,
        y: frames.commonXTitle, width: right - 4)
    }
    let words = FigureWords(
      title: title?.plain, alternativeText: alternativeText,
      panels: cells.enumerated().map { index, cell in
        FigureWords.PanelWords(
          plot: cell.plot, names: cell.names, x: cell.x, y: cell.y, hasData: cell.hasData,
          seriesCount: seriesCount(index))
      })
    let scene = Scene(size: size, elements: elements)
    note(missingGlyphs(in: scene))
    return Drawing(
      scene: scene, title: words.title, alternativeText: words.alternativeText,
      notes: notes, makingTables: { words.tables })
  }

  /// What to tell about texts that no font on this machine can show whole.
  private func missingGlyphs(in scene: Scene) -> [String] {
    scene.texts.compactMap { text in
      var missing: [Character] = []
      for run in text.text.runs where !run.text.utf8.allSatisfy({ $0 < 128 }) {
        for character in measurer.charactersWithoutGlyph(in: run.text, font: run.font)
        where !missing.contains(character) {
          missing.append(character)
        }
      }
      guard !missing.isEmpty else { return nil }
      let names = missing.prefix(5).map { character in
        let codes = character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(
          separator: " ")
        return "“\(character)” (\(codes))"
      }
      let rest = missing.count > 5 ? " and \(missing.count - 5) more" : ""
      return
        "The label “\(text.text.plain.prefix(60))\(text.text.plain.count > 60 ? "…" : "")”: no installed font can show "
        + "\(names.joined(separator: ", "))\(rest); "
        + "install a font that can, or write it otherwise."
    }
  }

  /// The title of a colour bar, cut to its room, and where it starts; nil where there is none.
  private func colorTitle(of cell: Cell, _ frames: Frames) -> (text: LabelText, start: Double)? {
    guard cell.showsColorBar, let title = cell.colorTitle else { return nil }
    let isLast = cell.column == columns - 1 || cell.row * columns + cell.column == cells.count - 1
    let limit =
      isLast ? frames.rightEdge : frames.panelLefts[cell.column + 1] - frames.gutters[cell.column + 1] - 12
    let left = max(cell.frame.minX - frames.gutters[cell.column], 4)
    let text = measurer.fit(title, font: .axisTitle, width: max(limit - left, 0))
    return (text, min(barLeft(cell), limit - measurer.width(of: text, font: .axisTitle)))
  }

  /// How many series a plot has, groups of points among them.
  private func seriesCount(_ index: Int) -> Int {
    var slots = Set<Int>()
    for (mark, style) in zip(cells[index].plot.marks, series.styles[index]) {
      if mark.series != .none { slots.insert(style.slot) }
      for name in mark.extent.categories { slots.insert(series.categories[name]?.slot ?? 0) }
    }
    return slots.count
  }

  /// Grid, marks and axes of one plot.
  mutating func drawPanel(_ index: Int) -> [Scene.Element] {
    let cell = cells[index]
    let frame = cell.frame
    let marks = cell.plot.marks
    let hasBackground = cell.plot.hasBackground
    var elements: [Scene.Element] = []
    func lines(_ lines: [[Scene.Point]], _ color: Scene.Color, _ width: Double) {
      if !lines.isEmpty { elements.append(.lines(lines, Scene.Stroke(Scene.Paint(color), width: width))) }
    }
    let xs = places(cell.xTicks.major.map(\.value), cell.x) { frame.minX + $0 * frame.width }
    let ys = places(cell.yTicks.major.map(\.value), cell.y) { frame.maxY - $0 * frame.height }
    if cell.hasData && !hasBackground {
      lines(
        (cell.x.names.isEmpty ? xs : []).map { [.init(x: $0, y: frame.minY), .init(x: $0, y: frame.maxY)] }
          + (cell.y.names.isEmpty ? ys : []).map { [.init(x: frame.minX, y: $0), .init(x: frame.maxX, y: $0)] }, .grid,
        1)
    }

    var panel = Panel(
      frame: frame, x: cell.x, y: cell.y, colors: cell.colors, liesOverRaster: hasBackground,
      categories: series.categories, measurer: measurer)
    var ends: [Int: Panel.LineEnd] = [:]
    if cell.hasData {
      for layer in [MarkLayer.background, .data] {
        for (place, (mark, style)) in zip(marks, series.styles[index]).enumerated() where mark.layer == layer {
          panel.begin(style)
          mark.draw(in: &panel)
          ends[place] = panel.lineEnd
        }
        if layer == .background { panel.backgroundCount = panel.elements.count }
      }
      drawInsets(of: index, over: &panel)
      panel.finish(naming: cell.names)
    } else {
      // Even where nothing can be drawn, say what was left out.
      for mark in marks {
        panel.begin(SeriesStyle(slot: 0))
        mark.draw(in: &panel)
      }
      panel.finish(naming: cell.names)
      note(["\(isSingle ? "The plot" : "A plot") has no data that its axes can show."])
    }
    let prefix = isSingle ? "" : cell.panelTitle.map { "\($0.plain): " } ?? ""
    note(panel.notes.map { prefix + $0 })

    // A background stays behind the axes, which would otherwise lose half their width; data lie above them.
    let background = panel.elements.prefix(panel.backgroundCount)
    if cell.hasData { elements += background }
    let (bottom, left) = (frame.maxY, frame.minX)
    let xMinor = places(cell.xTicks.minor, cell.x) { frame.minX + $0 * frame.width }
    let yMinor = places(cell.yTicks.minor, cell.y) { frame.maxY - $0 * frame.height }
    lines(
      [[.init(x: left, y: frame.minY), .init(x: left, y: bottom), .init(x: frame.maxX, y: bottom)]]
        + xs.map { [.init(x: $0, y: bottom), .init(x: $0, y: bottom + tickLength)] }
        + ys.map { [.init(x: left - tickLength, y: $0), .init(x: left, y: $0)] }, .muted, 1)
    lines(
      xMinor.map { [.init(x: $0, y: bottom), .init(x: $0, y: bottom + 2.5)] }
        + yMinor.map { [.init(x: left - 2.5, y: $0), .init(x: left, y: $0)] }, .muted, 0.6)
    guard cell.hasData else { return elements }
    elements += panel.elements.dropFirst(background.count)
    var missing: [String] = []
    elements += cell.direct.elements(beside: frame, ends: ends) { label in
      missing.append("\(prefix)The line “\(label.plain)” has no end inside the axes and so no label.")
    }
    note(missing)
    return elements
  }

  func places(_ values: [Double], _ scale: Scale, _ place: (Double) -> Double) -> [Double] {
    values.compactMap { scale.position(of: $0).map { place(min(max($0, 0), 1)) } }
  }

  /// The left edge of the colour bar beside a panel and the labels at the ends of its lines.
  func barLeft(_ cell: Cell) -> Double { cell.frame.maxX + cell.direct.width + barGap }

  /// The colors of positions from bottom to top with small ticks beside them.
  func colorBar(
    _ colors: ColorScale, _ ticks: Ticks, beside frame: Scene.Rectangle, at left: Double, color: (Double) -> RGB
  ) -> [Scene.Element] {
    let steps = 96
    let pixels = (0..<steps).map { step in
      let rgb = color(1 - (Double(step) + 0.5) / Double(steps))
      return UInt32(rgb.red) << 24 | UInt32(rgb.green) << 16 | UInt32(rgb.blue) << 8 | 255
    }
    let right = left + barWidth
    let majors = places(ticks.major.map(\.value), colors.scale) { frame.maxY - $0 * frame.height }
    var elements: [Scene.Element] = [
      .raster(
        Scene.Raster(
          frame: Scene.Rectangle(x: left, y: frame.minY, width: barWidth, height: frame.height), columns: 1,
          rows: steps, pixels: pixels))
    ]
    if !majors.isEmpty {
      elements.append(
        .lines(
          majors.map { [.init(x: right, y: $0), .init(x: right + tickLength, y: $0)] },
          Scene.Stroke(Scene.Paint(.muted), width: 1)))
    }
    return elements
  }
}
