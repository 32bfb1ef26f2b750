extension FigureLayout {
  /// Makes a cell for every plot with scales that have room for its marks, shared where the figure says so.
  mutating func train(_ plots: [Plot]) {
    var (commonX, commonY, commonColor) = (ChannelOptions(), ChannelOptions(), ChannelOptions())
    for plot in plots {
      commonX = commonX.filled(from: plot.x)
      commonY = commonY.filled(from: plot.y)
      commonColor = commonColor.filled(from: plot.color)
    }
    let plots = plots.map { plot in
      let axes = AxisKinds(
        x: (sharing.contains(.x) ? commonX : plot.x).kind ?? .linear,
        y: (sharing.contains(.y) ? commonY : plot.y).kind ?? .linear)
      var plot = plot
      plot.marks = plot.marks.map { $0.adapted(to: axes) }
      return plot
    }
    let extents = plots.map { plot in
      var extent = plot.marks.reduce(into: Extent()) { $0.formUnion($1.extent) }
      // What fills the panel fills it to the axes.
      if plot.hasBackground { (extent.x.isTight, extent.y.isTight) = (true, true) }
      return extent
    }
    var common = Extent()
    for extent in extents { common.formUnion(extent) }
    for (index, plot) in plots.enumerated() {
      let extent = extents[index]
      let xOptions = sharing.contains(.x) ? commonX : plot.x
      let yOptions = sharing.contains(.y) ? commonY : plot.y
      let colorOptions = sharing.contains(.color) ? commonColor : plot.color
      let (xTitle, yTitle) = (xOptions.title.map { LabelText($0) }, yOptions.title.map { LabelText($0) })
      let colorTitle = colorOptions.title.map { LabelText($0) }
      var names = ChannelNames(
        x: xTitle?.plain ?? "x", y: yTitle?.plain ?? "y", color: colorTitle?.plain ?? "value")
      let (x, xNotes) = xOptions.axisScale(sharing.contains(.x) ? common.x : extent.x, name: names.x)
      let (y, yNotes) = yOptions.axisScale(sharing.contains(.y) ? common.y : extent.y, name: names.y, along: .y)
      names.areBothLogarithmic = x.kind == .log && y.kind == .log
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
      cells[last].xName = xTitle
      cells[last].xTitle = isSingle || !sharing.contains(.x) ? xTitle : nil
      cells[last].yTitle = cells[last].showsY ? yTitle : nil
      cells[last].panelTitle = isSingle ? nil : plot.title.map { LabelText($0) }
      let isLastOfRow = index % columns == columns - 1 || index == plots.count - 1
      cells[last].showsColorBar =
        colors != nil && (!sharing.contains(.color) || index < columns && isLastOfRow)
      cells[last].colorTitle = cells[last].showsColorBar ? colorTitle : nil
      note([cells[last].panelTitle, xTitle, yTitle, colors == nil ? nil : colorTitle].compactMap { $0?.note })
    }
  }
}
