/// Turns a figure into a scene: scales, then ticks, then rectangles, then marks.
struct FigureLayout<Measurer: TextMeasurer> {
  /// A plot on its way to a place in the scene.
  private struct Cell {
    var plot: Plot
    var row: Int
    var column: Int
    var x: Scale
    var y: Scale
    var colors: ColorScale?
    var names: ChannelNames
    var hasData: Bool
    var xTicks = Ticks(major: [])
    var yTicks = Ticks(major: [])
    var colorTicks = Ticks(major: [])
    var frame = Scene.Rectangle(x: 0, y: 0, width: 0, height: 0)
    var showsX = true
    var showsY = true
    var xTitle: String?
    var yTitle: String?
    var colorTitle: String?
    var showsColorBar = false
  }

  // Distances in points.
  private let margin = 10.0
  private let tickLength = 4.0
  private let labelGap = 3.0
  private let titleHeight = 20.0
  private let rowHeight = 17.0
  private let xLabelHeight = 22.0
  private let barWidth = 12.0
  private let barGap = 16.0
  private let leastPanel = Scene.Size(width: 60, height: 50)

  private let measurer: Measurer
  private let title: String?
  private let sharing: Figure.Sharing
  private let isSingle: Bool
  private let columns: Int
  private let rows: Int
  private let series: SeriesAssignment
  private var size: Scene.Size
  private let isSizeGiven: Bool
  private var cells: [Cell] = []
  private var legend: Legend
  private var notes: [String] = []

  init(
    plots: [Plot], columns: Int, sharing: Figure.Sharing, title: String?, size: Scene.Size?, measurer: Measurer
  ) {
    let plots = plots.isEmpty ? [Plot {}] : plots
    self.measurer = measurer
    self.sharing = sharing
    isSingle = plots.count == 1
    self.columns = min(columns, plots.count)
    rows = (plots.count + self.columns - 1) / self.columns
    self.title = title ?? (isSingle ? plots[0].title : nil)
    series = SeriesAssignment(plots)
    legend = Legend(plots, series, measurer: measurer)
    notes = legend.notes
    isSizeGiven = size != nil
    let width = [560.0, 700, 760][min(self.columns, 3) - 1]
    self.size = size ?? Scene.Size(width: width, height: isSingle ? 340 : 0)
    if let size, !(size.width >= 160 && size.height >= 120 && size.width <= 1e5 && size.height <= 1e5) {
      self.size = Scene.Size(
        width: min(max(size.width.isNaN ? 0 : size.width, 160), 1e5),
        height: min(max(size.height.isNaN ? 0 : size.height, 120), 1e5))
      notes.append("A figure is between 160 × 120 and 100,000 points in size; this one was asked to be another.")
    }
    train(plots)
  }

  // MARK: Scales

  private mutating func train(_ plots: [Plot]) {
    let extents = plots.map { plot in
      var extent = plot.marks.reduce(into: Extent()) { $0.formUnion($1.extent) }
      // What fills the panel fills it to the axes.
      if plot.hasBackground { (extent.x.isTight, extent.y.isTight) = (true, true) }
      return extent
    }
    var common = Extent()
    for extent in extents { common.formUnion(extent) }
    var (commonX, commonY, commonColor) = (ChannelOptions(), ChannelOptions(), ChannelOptions())
    for plot in plots {
      commonX = commonX.filled(from: plot.x)
      commonY = commonY.filled(from: plot.y)
      commonColor = commonColor.filled(from: plot.color)
    }
    for (index, plot) in plots.enumerated() {
      let extent = extents[index]
      let xOptions = sharing.contains(.x) ? commonX : plot.x
      let yOptions = sharing.contains(.y) ? commonY : plot.y
      let colorOptions = sharing.contains(.color) ? commonColor : plot.color
      let names = ChannelNames(
        x: xOptions.title ?? "x", y: yOptions.title ?? "y", color: colorOptions.title ?? "value")
      let (x, xNotes) = xOptions.axisScale(sharing.contains(.x) ? common.x : extent.x, name: names.x)
      let (y, yNotes) = yOptions.axisScale(sharing.contains(.y) ? common.y : extent.y, name: names.y)
      let colorSpan = sharing.contains(.color) ? common.color : extent.color
      var colors: ColorScale?
      if colorSpan.linear != nil {
        let fills = sharing.contains(.color) ? plots.contains(where: \.hasBackground) : plot.hasBackground
        let (scale, colorNotes) = colorOptions.colorScale(
          colorSpan, name: names.color, on: fills ? .areas : .paper)
        colors = scale
        note(colorNotes)
      }
      note(xNotes + yNotes)
      let hasX = xOptions.range != nil || (sharing.contains(.x) ? common.x : extent.x).range(x.kind) != nil
      let hasY = yOptions.range != nil || (sharing.contains(.y) ? common.y : extent.y).range(y.kind) != nil
      cells.append(
        Cell(
          plot: plot, row: index / columns, column: index % columns, x: x, y: y, colors: colors, names: names,
          hasData: hasX && hasY))
      let last = cells.count - 1
      cells[last].showsX = !sharing.contains(.x) || index + columns >= plots.count
      cells[last].showsY = !sharing.contains(.y) || index % columns == 0
      cells[last].xTitle = isSingle || !sharing.contains(.x) ? xOptions.title : nil
      cells[last].yTitle = cells[last].showsY ? yOptions.title : nil
      let isLastOfRow = index % columns == columns - 1 || index == plots.count - 1
      cells[last].showsColorBar =
        colors != nil && (!sharing.contains(.color) || index < columns && isLastOfRow)
      cells[last].colorTitle = cells[last].showsColorBar ? colorOptions.title : nil
    }
  }

  private mutating func note(_ texts: [String]) {
    for text in texts where !notes.contains(text) { notes.append(text) }
  }

  // MARK: Rectangles

  /// The room around the panels, found from the top down and then from the left to the right.
  private struct Frames {
    var titleLines: [String] = []
    var legendIsBeside = false
    var legendOrigin = Scene.Point(x: 0, y: 0)
    /// Base line of the first line of the panel titles of a row, the colour titles and the y titles.
    var panelTitles: [Double] = []
    var colorTitles: [Double] = []
    var yTitles: [Double] = []
    var panelTops: [Double] = []
    var panelHeight = 0.0
    var panelWidth = 0.0
    var panelLefts: [Double] = []
    /// Room for the labels of the vertical axes, by column.
    var gutters: [Double] = []
    /// Base line of a title under all panels.
    var commonXTitle = 0.0
  }

  private mutating func layOut() -> Frames {
    var frames = Frames()
    let inner = size.width - 2 * margin
    if let title { frames.titleLines = measurer.wrap(title, font: .title, width: inner, lines: 3) }
    var top = margin + Double(frames.titleLines.count) * titleHeight
    if !frames.titleLines.isEmpty { top += 2 }

    // Legend above in at most two rows, else beside if it is short enough to stand there, else above.
    if !legend.items.isEmpty {
      legend.layOut(inWidth: inner)
      if legend.rows > 2 {
        let height = isSizeGiven || isSingle ? size.height - top - 70 : 400
        if legend.columnWidthAlone <= 0.34 * size.width, Double(legend.items.count) * Legend.rowHeight <= height {
          legend.layOutInColumn()
          frames.legendIsBeside = true
        }
      }
      frames.legendOrigin = Scene.Point(x: margin, y: top)
      if !frames.legendIsBeside { top += legend.height + 6 }
    }
    let besideWidth = frames.legendIsBeside ? legend.columnWidthAlone + 16 : 0

    // Heights: what every row needs beside its panel, then what is left for the panels.
    let sharesXTitle = !isSingle && sharing.contains(.x)
    let xTitleShown = sharesXTitle && cells.contains { $0.names.x != "x" }
    var above: [Double] = []
    var below: [Double] = []
    for row in 0..<rows {
      let inRow = cells.filter { $0.row == row }
      let hasPanelTitle = !isSingle && inRow.contains { $0.plot.title?.isEmpty == false }
      let needsColorRow =
        inRow.contains { $0.colorTitle != nil } && inRow.contains { colorTitleCollides($0, besideWidth) }
      let hasTitle = inRow.contains { $0.yTitle != nil || $0.colorTitle != nil }
      above.append(
        (hasPanelTitle ? rowHeight + 2 : 0) + (needsColorRow ? rowHeight : 0) + (hasTitle ? rowHeight : 0) + 9)
      below.append(
        (inRow.contains { $0.showsX } ? xLabelHeight : 4) + (inRow.contains { $0.xTitle != nil } ? rowHeight + 1 : 0))
      if row < rows - 1 { below[row] += 12 }
    }
    let bottom = margin - 2 + (xTitleShown ? rowHeight + 1 : 0)
    let taken = top + above.reduce(0, +) + below.reduce(0, +) + bottom
    let wanted: Double
    if isSingle || isSizeGiven {
      wanted = (size.height - taken) / Double(rows)
    } else {
      wanted = min(max((inner - besideWidth) / Double(columns) * 0.74 - 12, 120), 250)
    }
    let least = isSizeGiven ? leastPanel.height : isSingle ? 170 : 100
    frames.panelHeight = max(wanted, least)
    size.height = (taken + frames.panelHeight * Double(rows)).rounded(.up)

    var y = top
    for row in 0..<rows {
      let inRow = cells.filter { $0.row == row }
      var baseline = y
      let hasPanelTitle = !isSingle && inRow.contains { $0.plot.title?.isEmpty == false }
      if hasPanelTitle { baseline += rowHeight + 2 }
      frames.panelTitles.append(baseline - 6)
      let needsColorRow =
        inRow.contains { $0.colorTitle != nil } && inRow.contains { colorTitleCollides($0, besideWidth) }
      if needsColorRow { baseline += rowHeight }
      frames.colorTitles.append(baseline + (needsColorRow ? 0 : rowHeight) - 5)
      frames.yTitles.append(baseline + rowHeight - 5)
      frames.panelTops.append(y + above[row])
      y += above[row] + frames.panelHeight + below[row]
    }
    frames.commonXTitle = y + rowHeight - 5

    // Vertical ticks need the height only; their labels then say how much width is left.
    for index in cells.indices {
      guard cells[index].hasData else { continue }
      cells[index].yTicks = verticalTicks(cells[index].y, height: frames.panelHeight)
      if cells[index].showsColorBar, let colors = cells[index].colors {
        cells[index].colorTicks = verticalTicks(colors.scale, height: frames.panelHeight)
      }
    }
    var left = Array(repeating: 0.0, count: columns)
    var right = Array(repeating: 0.0, count: columns)
    for cell in cells {
      if cell.showsY {
        left[cell.column] = max(left[cell.column], widest(cell.yTicks) + tickLength + labelGap)
      }
      if cell.showsColorBar {
        right[cell.column] = max(
          right[cell.column], barGap + barWidth + tickLength + labelGap + widest(cell.colorTicks))
      }
    }

    // Horizontal ticks need the width, and their labels may stand out of it: a second pass makes room for that.
    var between = Array(repeating: 20.0, count: max(columns - 1, 0))
    var (overLeft, overRight) = (0.0, 0.0)
    for pass in 0..<3 {
      let free =
        inner - besideWidth - overLeft - overRight - left.reduce(0, +) - right.reduce(0, +) - between.reduce(0, +)
      frames.panelWidth = max(free / Double(columns), leastPanel.width)
      var x = margin + overLeft
      frames.panelLefts = []
      for column in 0..<columns {
        x += left[column]
        frames.panelLefts.append(x)
        x += frames.panelWidth + right[column]
        if column < columns - 1 { x += between[column] }
      }
      let end = x
      for index in cells.indices {
        // Edges in the middle of a point are drawn crisp at any whole scale.
        cells[index].frame = Scene.Rectangle(
          x: frames.panelLefts[cells[index].column].rounded() + 0.5,
          y: frames.panelTops[cells[index].row].rounded() + 0.5,
          width: frames.panelWidth.rounded(.down), height: frames.panelHeight.rounded(.down))
        if cells[index].hasData { cells[index].xTicks = horizontalTicks(cells[index].x, width: frames.panelWidth) }
      }
      guard pass < 2 else { break }
      var isSettled = true
      func reach(_ column: Int, _ side: KeyPath<(left: Double, right: Double), Double>) -> Double {
        cells.filter { $0.column == column && $0.showsX }.map { overhang($0)[keyPath: side] }.max() ?? 0
      }
      let needLeft = reach(0, \.left) - left[0] - margin + 4
      if needLeft > overLeft {
        overLeft = needLeft
        isSettled = false
      }
      let needRight =
        reach(columns - 1, \.right) - right[columns - 1] - (size.width - margin - end) + overRight
        - margin + 4 - (besideWidth > 0 ? 12 : 0)
      if needRight > overRight {
        overRight = needRight
        isSettled = false
      }
      for column in 0..<max(columns - 1, 0) {
        let need = reach(column, \.right) - right[column] + reach(column + 1, \.left) - left[column + 1] + 10
        if need > between[column] {
          between[column] = need
          isSettled = false
        }
      }
      if isSettled { break }
    }
    frames.gutters = left
    if frames.legendIsBeside {
      frames.legendOrigin = Scene.Point(
        x: size.width - margin - legend.columnWidthAlone, y: (frames.panelTops.first ?? top) - 4)
    }
    return frames
  }

  /// How far the outermost labels of the horizontal axis stand out of the panel.
  private func overhang(_ cell: Cell) -> (left: Double, right: Double) {
    var result = (left: 0.0, right: 0.0)
    for tick in cell.xTicks.major {
      guard let position = cell.x.position(of: tick.value) else { continue }
      let half = measurer.width(of: tick.label, font: .tick) / 2
      result.left = max(result.left, half - position * cell.frame.width)
      result.right = max(result.right, half - (1 - position) * cell.frame.width)
    }
    return result
  }

  /// Whether the titles of the vertical axis and of the colour bar do not fit into one row.
  private func colorTitleCollides(_ cell: Cell, _ besideWidth: Double) -> Bool {
    guard let yTitle = cell.yTitle, let colorTitle = cell.colorTitle else { return false }
    let room = (size.width - besideWidth) / Double(columns) - 2 * margin - 24
    return measurer.width(of: yTitle, font: .axisTitle) + measurer.width(of: colorTitle, font: .axisTitle) > room
  }

  private func widest(_ ticks: Ticks) -> Double {
    ticks.major.map { measurer.width(of: $0.label, font: .tick) }.max() ?? 0
  }

  private func verticalTicks(_ scale: Scale, height: Double) -> Ticks {
    Ticks(scale: scale, room: AxisRoom(length: height, spacing: 48, gap: 5) { _ in Font.tick.size })
  }

  private func horizontalTicks(_ scale: Scale, width: Double) -> Ticks {
    Ticks(
      scale: scale,
      room: AxisRoom(length: width, spacing: 90, gap: 10) { measurer.width(of: $0, font: .tick) })
  }

  // MARK: Drawing

  func drawing() -> Drawing {
    var layout = self
    let frames = layout.layOut()
    return layout.draw(frames)
  }

  private mutating func draw(_ frames: Frames) -> Drawing {
    var elements: [Scene.Element] = []
    func write(
      _ text: RichText, _ font: Font, x: Double, y: Double, _ anchor: Scene.Text.Anchor, _ color: Scene.Color = .ink
    ) {
      guard text.runs.contains(where: { !$0.text.isEmpty }) else { return }
      elements.append(
        .text(
          Scene.Text(
            text, font: font, at: Scene.Point(x: x, y: y), anchor: anchor, paint: Scene.Paint(color),
            width: measurer.width(of: text, font: font))))
    }
    /// A title that keeps within two edges.
    func write(_ text: String, _ font: Font, x: Double, y: Double, upTo edge: Double) {
      write(RichText(measurer.fit(text, font: font, width: max(edge - x, 0))), font, x: x, y: y, .start)
    }
    /// A title centred under something, moved if it would leave the figure.
    func write(centered text: String, x: Double, y: Double, width: Double) {
      let text = measurer.fit(text, font: .axisTitle, width: width)
      let half = measurer.width(of: text, font: .axisTitle) / 2
      let middle = min(max(x, 4 + half), max(size.width - 4 - half, 4 + half))
      write(RichText(text), .axisTitle, x: middle, y: y, .middle)
    }

    for (index, line) in frames.titleLines.enumerated() {
      write(RichText(line), .title, x: margin, y: margin + Double(index) * titleHeight + 13, .start)
    }
    elements += legend.elements(
      x: frames.legendOrigin.x, y: frames.legendOrigin.y, available: size.width - 4 - frames.legendOrigin.x)

    for (index, cell) in cells.enumerated() {
      let frame = cell.frame
      let labelLeft = max(frame.minX - frames.gutters[cell.column], 4)
      let isLast = cell.column == columns - 1 || index == cells.count - 1
      let next = isLast ? size.width - 4 : frames.panelLefts[cell.column + 1]
      if !isSingle, let title = cell.plot.title {
        let edge = isLast ? next : next - frames.gutters[cell.column + 1] - 8
        write(title, .panelTitle, x: labelLeft, y: frames.panelTitles[cell.row], upTo: edge)
      }
      var yTitleEdge = sharing.contains(.y) && !isSingle ? size.width - 4 : isLast ? size.width - 4 : next - 10
      if !isSingle && !isLast && cells.indices.contains(index + 1) && !sharing.contains(.y) {
        yTitleEdge = cells[index + 1].frame.minX - frames.gutters[cells[index + 1].column] - 10
      }
      if cell.showsColorBar, let title = cell.colorTitle {
        let limit = isLast ? size.width - 4 : next - frames.gutters[cell.column + 1] - 12
        let shown = measurer.fit(title, font: .axisTitle, width: max(limit - labelLeft, 0))
        let width = measurer.width(of: shown, font: .axisTitle)
        let start = min(frame.maxX + barGap, limit - width)
        write(RichText(shown), .axisTitle, x: start, y: frames.colorTitles[cell.row], .start)
        if frames.colorTitles[cell.row] == frames.yTitles[cell.row] { yTitleEdge = min(yTitleEdge, start - 12) }
      } else if let other = cells.first(where: { $0.row == cell.row && $0.colorTitle != nil }),
        frames.colorTitles[cell.row] == frames.yTitles[cell.row], let title = other.colorTitle,
        sharing.contains(.y)
      {
        let width = measurer.width(of: title, font: .axisTitle)
        yTitleEdge = min(yTitleEdge, min(other.frame.maxX + barGap, size.width - 4 - width) - 12)
      }
      if let yTitle = cell.yTitle {
        write(yTitle, .axisTitle, x: labelLeft, y: frames.yTitles[cell.row], upTo: yTitleEdge)
      }
      if let xTitle = cell.xTitle {
        write(
          centered: xTitle, x: frame.midX, y: frame.maxY + xLabelHeight + rowHeight - 4,
          width: columns == 1 ? size.width - 8 : frame.width + 10)
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
        elements += colorBar(colors, cell.colorTicks, beside: frame)
        for tick in cell.colorTicks.major {
          guard let position = colors.scale.position(of: tick.value) else { continue }
          write(
            tick.label, .tick, x: frame.maxX + barGap + barWidth + tickLength + labelGap,
            y: frame.maxY - position * frame.height + 0.36 * Font.tick.size, .start, .muted)
        }
      }
    }
    if !isSingle, sharing.contains(.x), let first = cells.first, first.names.x != "x", let last = frames.panelLefts.last
    {
      write(
        centered: first.names.x, x: ((frames.panelLefts.first ?? 0) + last + frames.panelWidth) / 2,
        y: frames.commonXTitle, width: size.width - 8)
    }
    let words = FigureWords(
      title: title,
      panels: cells.map {
        FigureWords.PanelWords(plot: $0.plot, names: $0.names, x: $0.x, y: $0.y, hasData: $0.hasData)
      })
    return Drawing(
      scene: Scene(size: size, elements: elements), title: words.title, alternativeText: words.alternativeText,
      notes: notes, tables: words.tables)
  }

  /// Grid, marks and axes of one plot.
  private mutating func drawPanel(_ index: Int) -> [Scene.Element] {
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
        xs.map { [.init(x: $0, y: frame.minY), .init(x: $0, y: frame.maxY)] }
          + ys.map { [.init(x: frame.minX, y: $0), .init(x: frame.maxX, y: $0)] }, .grid, 1)
    }

    var panel = Panel(
      frame: frame, x: cell.x, y: cell.y, colors: cell.colors, liesOverRaster: hasBackground,
      categories: series.categories, measurer: measurer)
    if cell.hasData {
      for layer in [MarkLayer.background, .data] {
        for (mark, style) in zip(marks, series.styles[index]) where mark.layer == layer {
          panel.style = style
          mark.draw(in: &panel)
        }
      }
      panel.finish(naming: cell.names)
    } else {
      // Even where nothing can be drawn, say what was left out.
      for mark in marks {
        panel.style = SeriesStyle(slot: 0)
        mark.draw(in: &panel)
      }
      panel.finish(naming: cell.names)
      note(["\(isSingle ? "The plot" : "A plot") has no data that its axes can show."])
    }
    let prefix = isSingle ? "" : cell.plot.title.map { "\($0): " } ?? ""
    note(panel.notes.map { prefix + $0 })

    // A background stays behind the axes, which would otherwise lose half their width; data lie above them.
    let background = panel.elements.prefix { if case .raster = $0 { true } else { false } }
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
    if cell.hasData { elements += panel.elements.dropFirst(background.count) }
    return elements
  }

  private func places(_ values: [Double], _ scale: Scale, _ place: (Double) -> Double) -> [Double] {
    values.compactMap { scale.position(of: $0).map { place(min(max($0, 0), 1)) } }
  }

  /// The colours from bottom to top with small ticks beside them.
  private func colorBar(_ colors: ColorScale, _ ticks: Ticks, beside frame: Scene.Rectangle) -> [Scene.Element] {
    let left = frame.maxX + barGap
    let steps = 96
    let pixels = (0..<steps).map { step in
      let rgb = colors.map.color(at: 1 - (Double(step) + 0.5) / Double(steps))
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
