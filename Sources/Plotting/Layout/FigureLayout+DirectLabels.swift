extension FigureLayout {
  /// Collects the labels that should stand at the ends of lines, plot by plot, unless they are too wide for that.
  mutating func chooseDirectLabels() {
    for index in cells.indices {
      let cell = cells[index]
      guard cell.hasData, let place = cell.plot.labels, place != .legend else { continue }
      let direct = DirectLabels(
        cell.plot, series.styles[index], x: cell.x.kind, y: cell.y.kind, measurer: measurer)
      let share = size.width * widths[cell.column] / widths.reduce(0, +)
      if direct.width > min(0.36 * share, 240) {
        refuse(cell, "beside")
      } else if place == .direct || direct.items.count <= 6 {
        cells[index].direct = direct
        note(direct.items.compactMap(\.label.note))
      }
    }
  }

  /// Leaves to the legend the labels that do not fit beside their panels.
  ///
  /// - Returns: whether there were any.
  mutating func dropDirectLabels(_ frames: Frames) -> Bool {
    var hasDropped = false
    for index in cells.indices where !cells[index].direct.items.isEmpty {
      let isNarrow = frames.panelWidths[cells[index].column] <= leastPanel.width
      guard isNarrow || !cells[index].direct.fits(height: cells[index].frame.height) else { continue }
      cells[index].direct = DirectLabels()
      refuse(cells[index], isNarrow ? "beside" : "above each other at")
      hasDropped = true
    }
    return hasDropped
  }

  private mutating func refuse(_ cell: Cell, _ place: String) {
    guard cell.plot.labels == .direct else { return }
    let prefix = isSingle ? "" : cell.panelTitle.map { "\($0.plain): " } ?? ""
    note(["\(prefix)There is no room for the labels \(place) the ends of the lines; they are in the legend."])
  }
}
