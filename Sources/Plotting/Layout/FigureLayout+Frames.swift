extension FigureLayout {
  /// The room around the panels, found from the top down and then from the left to the right.
  struct Frames {
    var titleLines: [(text: LabelText, baseline: Double)] = []
    var legendIsBeside = false
    var legendOrigin = Scene.Point(x: 0, y: 0)
    /// Base line of the first line of the panel titles of a row, the colour titles and the y titles.
    var panelTitles: [Double] = []
    var colorTitles: [Double] = []
    var yTitles: [Double] = []
    /// From the lower edge of a panel to the base line of the title below it.
    var xTitles: [Double] = []
    var panelTops: [Double] = []
    /// By row.
    var panelHeights: [Double] = []
    /// By column.
    var panelWidths: [Double] = []
    var panelLefts: [Double] = []
    /// Room for the labels of the vertical axes, by column.
    var gutters: [Double] = []
    /// Base line of a title under all panels.
    var commonXTitle = 0.0
    /// By how much the figure is too narrow for panels of the least width.
    var missingWidth = 0.0
    /// What titles of panels and axes must not go beyond: the edge of the figure or of the legend beside.
    var rightEdge = 0.0
  }

  /// The rectangles of a figure, for the legend that its direct labels leave.
  mutating func framed() -> Frames {
    legend = Legend(cells.map(\.plot), series, except: cells.map(\.direct), measurer: measurer)
    var frames = layOut()
    for _ in 0..<3 where frames.missingWidth > 0.5 {
      if isSizeGiven {
        note(["The figure is wider than it was asked to be: its panels and their labels need the room."])
      }
      size.width = (size.width + frames.missingWidth).rounded(.up)
      frames = layOut()
    }
    return frames
  }

  private mutating func layOut() -> Frames {
    var frames = Frames()
    let inner = size.width - 2 * margin
    var top = margin
    for line in title.map({ measurer.wrap($0, font: .title, width: inner, lines: 3) }) ?? [] {
      let extra = extra([line], font: .title, above: 13, below: 7)
      frames.titleLines.append((line, top + extra.above + 13))
      top += titleHeight + extra.above + extra.below
    }
    if !frames.titleLines.isEmpty { top += 2 }

    // Legend above in at most two rows, else beside if it is short enough to stand there, else above.
    if !legend.items.isEmpty {
      legend.layOut(inWidth: inner)
      if legend.rows > 2 {
        let height = isSizeGiven || isSingle ? wantedHeight - top - 70 : 400
        let isRoomy =
          legend.columnWidthAlone <= 0.34 * size.width
          && (columns == 1 || (inner - legend.columnWidthAlone - 16) / Double(columns) >= 190)
        if isRoomy, Double(legend.items.count) * legend.rowHeight <= height {
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
    let commonX = extra([xTitleShown ? cells.first?.xName : nil], font: .axisTitle)
    var titles: [TitleRows] = []
    var above: [Double] = []
    var below: [Double] = []
    for row in 0..<rows {
      let inRow = cells.filter { $0.row == row }
      titles.append(titleRows(of: inRow, besideWidth))
      above.append(titles[row].height + 9)
      let xTitles = inRow.compactMap(\.xTitle)
      let extra = extra(xTitles, font: .axisTitle)
      frames.xTitles.append(xLabelHeight + rowHeight - 4 + extra.above)
      below.append(
        (inRow.contains { $0.showsX } ? xLabelHeight : 4)
          + (xTitles.isEmpty ? 0 : rowHeight + 1 + extra.above + extra.below))
      if row < rows - 1 { below[row] += 12 }
    }
    let bottom = margin - 2 + (xTitleShown ? rowHeight + 1 + commonX.above + commonX.below : 0)
    let taken = top + above.reduce(0, +) + below.reduce(0, +) + bottom
    let areEqual = Set(heights).count == 1
    let wanted: Double
    if isSingle || isSizeGiven {
      wanted = wantedHeight - taken
    } else {
      let highest = min(max((inner - besideWidth) / Double(columns) * 0.74 - 12, 120), 250)
      wanted = highest * heights.reduce(0, +) / (heights.max() ?? 1)
    }
    let least = isSizeGiven ? leastPanel.height : isSingle ? 170 : areEqual ? 100 : 72
    frames.panelHeights = lengths(sharing: wanted, as: heights, least: least)
    size.height = (taken + frames.panelHeights.reduce(0, +)).rounded(.up)

    var y = top
    for row in 0..<rows {
      frames.panelTitles.append(y + titles[row].panel)
      frames.colorTitles.append(y + titles[row].color)
      frames.yTitles.append(y + titles[row].y)
      frames.panelTops.append(y + above[row])
      y += above[row] + frames.panelHeights[row] + below[row]
    }
    frames.commonXTitle = y + rowHeight - 5 + commonX.above

    // Vertical ticks need the height only; their labels then say how much width is left.
    for index in cells.indices {
      guard cells[index].hasData else { continue }
      cells[index].yTicks = verticalTicks(cells[index].y, height: frames.panelHeights[cells[index].row], besideWidth)
      if cells[index].showsColorBar, let colors = cells[index].colors {
        cells[index].colorTicks = verticalTicks(
          colors.scale, height: frames.panelHeights[cells[index].row], besideWidth)
      }
    }
    var left = Array(repeating: 0.0, count: columns)
    var right = Array(repeating: 0.0, count: columns)
    for cell in cells {
      if cell.showsY {
        left[cell.column] = max(left[cell.column], widest(cell.yTicks) + tickLength + labelGap)
      }
      var room = cell.direct.width
      if cell.showsColorBar { room += barGap + barWidth + tickLength + labelGap + widest(cell.colorTicks) }
      right[cell.column] = max(right[cell.column], room)
    }

    // Horizontal ticks need the width, and their labels may stand out of it: a second pass makes room for that.
    var between = Array(repeating: 20.0, count: max(columns - 1, 0))
    var (overLeft, overRight) = (0.0, 0.0)
    for pass in 0..<3 {
      let free =
        inner - besideWidth - overLeft - overRight - left.reduce(0, +) - right.reduce(0, +) - between.reduce(0, +)
      frames.panelWidths = lengths(sharing: free, as: widths, least: leastPanel.width)
      frames.missingWidth = max(frames.panelWidths.reduce(0, +) - free, 0)
      var x = margin + overLeft
      frames.panelLefts = []
      for column in 0..<columns {
        x += left[column]
        frames.panelLefts.append(x)
        x += frames.panelWidths[column] + right[column]
        if column < columns - 1 { x += between[column] }
      }
      let end = x
      for index in cells.indices {
        // Edges in the middle of a point are drawn crisp at any whole scale.
        cells[index].frame = Scene.Rectangle(
          x: frames.panelLefts[cells[index].column].rounded() + 0.5,
          y: frames.panelTops[cells[index].row].rounded() + 0.5,
          width: frames.panelWidths[cells[index].column].rounded(.down),
          height: frames.panelHeights[cells[index].row].rounded(.down))
        if cells[index].hasData {
          cells[index].xTicks = horizontalTicks(cells[index].x, width: frames.panelWidths[cells[index].column])
        }
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
    frames.rightEdge = size.width - 4 - besideWidth
    if frames.legendIsBeside {
      frames.legendOrigin = Scene.Point(
        x: size.width - margin - legend.columnWidthAlone, y: (frames.panelTops.first ?? top) - 4)
      size.height = max(size.height, (frames.legendOrigin.y + legend.height + 6).rounded(.up))
    }
    return frames
  }

  /// A length divided in given proportions; parts that would be too short have the least length, and the others divide
  /// what is left.
  func lengths(sharing total: Double, as proportions: [Double], least: Double) -> [Double] {
    var isLeast = proportions.map { _ in false }
    while true {
      let rest = total - least * Double(isLeast.filter { $0 }.count)
      let sum = zip(proportions, isLeast).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
      let lengths = zip(proportions, isLeast).map { $1 ? least : rest * $0 / sum }
      let short = lengths.indices.filter { !isLeast[$0] && lengths[$0] < least }
      if short.isEmpty { return lengths }
      for index in short { isLeast[index] = true }
    }
  }

  /// Base lines of the titles above a row of panels, from its upper edge, and how high they are together.
  struct TitleRows {
    var panel = 0.0
    var color = 0.0
    var y = 0.0
    var height = 0.0
  }

  private func titleRows(of cells: [Cell], _ besideWidth: Double) -> TitleRows {
    var rows = TitleRows()
    var baseline = 0.0
    let panelTitles = cells.compactMap(\.panelTitle)
    if panelTitles.contains(where: { !$0.isEmpty }) {
      let extra = extra(panelTitles, font: .panelTitle, above: 12, below: 7)
      baseline += rowHeight + 2 + extra.above
      rows.panel = baseline - 6
      baseline += extra.below
    } else {
      rows.panel = -6
    }
    let (colorTitles, yTitles) = (cells.compactMap(\.colorTitle), cells.compactMap(\.yTitle))
    let needsColorRow = !colorTitles.isEmpty && cells.contains { colorTitleCollides($0, besideWidth) }
    if needsColorRow {
      let extra = extra(colorTitles, font: .axisTitle)
      baseline += rowHeight + extra.above
      rows.color = baseline - 5
      baseline += extra.below
    }
    let extra = extra(needsColorRow ? yTitles : yTitles + colorTitles, font: .axisTitle)
    rows.y = baseline + rowHeight - 5 + extra.above
    if !needsColorRow { rows.color = rows.y }
    rows.height = baseline
    if !yTitles.isEmpty || !colorTitles.isEmpty { rows.height += rowHeight + extra.above + extra.below }
    return rows
  }

  /// How much more room formulas need above and below their base line than a row has.
  private func extra(
    _ labels: [LabelText?], font: Font, above: Double = 12, below: Double = 5
  ) -> (above: Double, below: Double) {
    var extra = (above: 0.0, below: 0.0)
    for label in labels {
      guard let label, label.onlyText == nil else { continue }
      let text = measurer.typeset(label, font: font)
      extra.above = max(extra.above, text.ascent - above + 1)
      extra.below = max(extra.below, text.descent - below)
    }
    return extra
  }

  /// How far the outermost labels of the horizontal axis stand out of the panel.
  func overhang(_ cell: Cell) -> (left: Double, right: Double) {
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
  func colorTitleCollides(_ cell: Cell, _ besideWidth: Double) -> Bool {
    guard let yTitle = cell.yTitle, let colorTitle = cell.colorTitle else { return false }
    let share = widths[cell.column] / widths.reduce(0, +)
    let room = (size.width - besideWidth) * share - 2 * margin - 24
    return measurer.width(of: yTitle, font: .axisTitle) + measurer.width(of: colorTitle, font: .axisTitle) > room
  }

  func widest(_ ticks: Ticks) -> Double {
    ticks.major.map { measurer.width(of: $0.label, font: .tick) }.max() ?? 0
  }

  func verticalTicks(_ scale: Scale, height: Double, _ besideWidth: Double) -> Ticks {
    var room = AxisRoom(length: height, spacing: 48, gap: 5) { _ in Font.tick.size }
    // Names leave most of the width to the panel.
    room.greatestWidth = max(0.3 * (size.width - besideWidth) / Double(columns) - 15, 0)
    room.shorten = shorten
    return Ticks(scale: scale, room: room)
  }

  func horizontalTicks(_ scale: Scale, width: Double) -> Ticks {
    var room = AxisRoom(length: width, spacing: 90, gap: 10) { measurer.width(of: $0, font: .tick) }
    room.shorten = shorten
    return Ticks(scale: scale, room: room)
  }

  /// A name cut to a width; a formula too tall for a row of labels is written as text.
  private func shorten(_ name: LabelText, width: Double) -> LabelText {
    var name = name
    if name.onlyText == nil {
      let text = measurer.typeset(name, font: .tick)
      if text.ascent + text.descent > rowHeight { name = LabelText(parts: [.text(name.plain)]) }
    }
    return measurer.fit(name, font: .tick, width: width)
  }
}
