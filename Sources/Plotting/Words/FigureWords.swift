/// What a figure says in words, and its tables.
struct FigureWords {
  struct PanelWords {
    var plot: Plot
    var names: ChannelNames
    var x: Scale
    var y: Scale
    var hasData: Bool
  }

  private let givenTitle: String?
  private let panels: [PanelWords]

  init(title: String?, panels: [PanelWords]) {
    givenTitle = title
    self.panels = panels
  }

  /// The title, or what is shown against what.
  var title: String {
    if let givenTitle { return givenTitle }
    guard let first = panels.first else { return "Empty figure" }
    return "\(first.names.y) against \(first.names.x)"
  }

  /// The plots one after the other: axes with their ranges, then what each mark shows.
  var alternativeText: String {
    var sentences: [String] = []
    if let givenTitle { sentences.append(givenTitle.hasSuffix(".") ? givenTitle : givenTitle + ".") }
    if panels.count > 1 { sentences.append("\(panels.count) plots.") }
    for panel in panels.prefix(12) {
      let name = panels.count > 1 ? panel.plot.title.map { "\(LabelText.plain($0)): " } ?? "" : ""
      guard panel.hasData else {
        sentences.append("\(name)\(panel.names.y) against \(panel.names.x), without data.")
        continue
      }
      sentences.append(
        "\(name)\(kinds(panel.plot)) of \(panel.names.y) (\(range(panel.y))) against \(panel.names.x) "
          + "(\(range(panel.x))).")
      let summaries = panel.plot.marks.map { $0.summary(naming: panel.names) }.filter { !$0.isEmpty }
      let most = panels.count > 1 ? 3 : 12
      sentences += summaries.prefix(most)
      if summaries.count > most { sentences.append("And \(summaries.count - most) more.") }
    }
    if panels.count > 12 { sentences.append("And \(panels.count - 12) more plots.") }
    return sentences.joined(separator: " ")
  }

  /// A table per mark, with the plot's title before the mark's where there are several plots.
  var tables: [DataTable] {
    panels.flatMap { panel in
      panel.plot.marks.compactMap { mark in
        guard var table = mark.table(naming: panel.names) else { return nil }
        table.title = table.title.map(LabelText.plain)
        for index in table.columns.indices {
          if case .texts(let texts) = table.columns[index].values {
            table.columns[index].values = .texts(texts.map(LabelText.plain))
          }
        }
        if panels.count > 1, let title = panel.plot.title.map(LabelText.plain) {
          table.title = table.title.map { "\(title), \($0)" } ?? title
        }
        return table
      }
    }
  }

  private func range(_ scale: Scale) -> String {
    switch scale.kind {
    case .categories(let names):
      let list = names.prefix(12).map(LabelText.plain).joined(separator: ", ")
      return names.count > 12 ? "\(Words.count(names.count, "name")): \(list) …" : list
    case .time: return "\(CalendarTime.text(scale.domain.lowerBound)) to \(CalendarTime.text(scale.domain.upperBound))"
    default: break
    }
    let ends = "\(Words.number(scale.domain.lowerBound)) to \(Words.number(scale.domain.upperBound))"
    switch scale.kind {
    case .log: return "log axis, \(ends)"
    case .symlog(let threshold): return "log axis on both sides of ±\(Words.number(threshold)), \(ends)"
    default: return ends
    }
  }

  private func kinds(_ plot: Plot) -> String {
    var kinds: [String] = []
    for mark in plot.marks {
      let kind =
        switch mark {
        case is Line: "line plot"
        case is Points: "scatter plot"
        case is Band: "band"
        case is Heatmap: "heatmap"
        case is Contour: "contour plot"
        case is FilledContour: "filled contour plot"
        case is Bars: "bar chart"
        case is Box: "box plot"
        case is Violin: "violin plot"
        case is Histogram: "histogram"
        case is Density: "density"
        case is Steps: "step plot"
        case is Arrows: "arrows"
        case is ErrorBars: "error bars"
        default: ""
        }
      if !kind.isEmpty && !kinds.contains(kind) { kinds.append(kind) }
    }
    let joined = kinds.isEmpty ? "plot" : kinds.joined(separator: " and ")
    return joined.prefix(1).uppercased() + joined.dropFirst()
  }
}
