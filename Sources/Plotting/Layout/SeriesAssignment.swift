/// Which look every mark of a figure has.
struct SeriesAssignment {
  /// A style for every mark of every plot.
  private(set) var styles: [[SeriesStyle]] = []
  private(set) var categories: [String: SeriesStyle] = [:]

  /// Gives every mark a series: marks with one label share one throughout the figure, others take the first that is
  /// free in their plot, and a band takes that of the mark behind it. Categories come after the series.
  init(_ plots: [Plot]) {
    var named: [String: Int] = [:]
    var most = 0
    for plot in plots {
      var used = Set<Int>()
      var slots: [Int?] = Array(repeating: nil, count: plot.marks.count)
      for mark in plot.marks {
        if case .fixed(let slot) = mark.series { used.insert(max(0, slot)) }
        if case .own(let label?) = mark.series, let slot = named[label] { used.insert(slot) }
      }
      func take(_ label: String?) -> Int {
        if let label, let slot = named[label] { return slot }
        var slot = 0
        while used.contains(slot) || label != nil && named.values.contains(slot) { slot += 1 }
        used.insert(slot)
        if let label { named[label] = slot }
        return slot
      }
      var waiting: [(index: Int, label: String?)] = []
      for (index, mark) in plot.marks.enumerated() {
        switch mark.series {
        case .none: break
        case .following(let label): waiting.append((index, label))
        case .fixed(let slot): slots[index] = max(0, slot)
        case .own(let label): slots[index] = take(label)
        }
        if let slot = slots[index] {
          for (waiter, _) in waiting { slots[waiter] = slot }
          waiting = []
        }
      }
      for (waiter, label) in waiting { slots[waiter] = take(label) }
      styles.append(slots.map { SeriesStyle(slot: $0 ?? 0) })
      most = max(most, slots.compactMap { $0 }.map { $0 + 1 }.max() ?? 0)
    }
    for plot in plots {
      for name in plot.marks.flatMap(\.categories) where categories[name] == nil {
        categories[name] = SeriesStyle(slot: most + categories.count)
      }
    }
  }
}
