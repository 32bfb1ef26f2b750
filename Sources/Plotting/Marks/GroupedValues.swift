/// Values gathered by their place along an axis and, within it, by a group with a color of its own.
struct GroupedValues: Hashable {
  /// The values of one place and group.
  struct Cell: Hashable {
    var place: PlotPlace
    var group: String?
    var values: [Double]
  }

  /// In the order of their first use.
  var cells: [Cell] = []
  /// The groups in the order of their first use; empty if there are none.
  var groups: [String] = []

  /// Gathers columns of equal length.
  init(places: Places, values: [Double], groups: [String]?) {
    struct Key: Hashable {
      var place: PlotPlace
      var group: String?
    }
    var index: [Key: Int] = [:]
    for row in places.indices {
      let key = Key(place: places[row], group: groups?[row])
      if let cell = index[key] {
        cells[cell].values.append(values[row])
      } else {
        index[key] = cells.count
        cells.append(Cell(place: key.place, group: key.group, values: [values[row]]))
      }
    }
    self.groups = groups.map(distinct) ?? []
  }

  /// The places of the cells.
  var places: Places { Places(cells.map(\.place)) }

  /// The middle of every cell as a position, nil where there is none, and the width of a cell: slots shared by the
  /// groups side by side.
  func layOut(
    on scale: Scale, _ orientation: Orientation, filling part: Double
  ) -> (middles: [Double?], width: Double) {
    let values = places.values(on: scale)
    let slot = Slots(values, on: scale).width * part
    let width = slot / Double(max(groups.count, 1))
    let order = orientation.order(of: groups)
    let middles = zip(cells, values).map { cell, value -> Double? in
      guard let position = scale.position(of: value) else { return nil }
      guard let group = cell.group, let index = order[group] else { return position }
      return position - slot / 2 + (index + 0.5) * width
    }
    return (middles, width)
  }
}

extension LegendEntry {
  /// A box for every group; without groups, one if the mark has a label.
  static func boxes(ofGroups groups: [String]?, label: String?) -> [LegendEntry] {
    if let groups { return distinct(groups).map { LegendEntry($0, .box, category: $0) } }
    return label.map { [LegendEntry($0, .box)] } ?? []
  }
}

extension SeriesChoice {
  /// None where colors show groups; else the series of the number given, or one of the mark's own.
  static func ofGroups(_ groups: [String]?, slot: Int?, label: String?) -> SeriesChoice {
    groups != nil ? .none : slot.map { .fixed($0) } ?? .own(label: label)
  }
}
