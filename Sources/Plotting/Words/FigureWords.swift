/// What a figure says in words, and its tables.
struct FigureWords {
  struct PanelWords {
    var plot: Plot
    var names: ChannelNames
    var x: Scale
    var y: Scale
    var hasData: Bool
    var seriesCount: Int
  }

  private let givenTitle: String?
  private let givenText: String?
  private let panels: [PanelWords]

  init(title: String?, alternativeText: String?, panels: [PanelWords]) {
    givenTitle = title
    givenText = alternativeText
    self.panels = panels
  }

  /// The title, or what is shown against what.
  var title: String {
    if let givenTitle { return givenTitle }
    guard let first = panels.first else { return "Empty figure" }
    return "\(first.names.y) against \(first.names.x)"
  }

  /// What the author says, else the plots one after the other: axes with their ranges, then what each mark shows.
  var alternativeText: String {
    if let givenText { return givenText }
    var sentences: [String] = []
    if let givenTitle { sentences.append(givenTitle.hasSuffix(".") ? givenTitle : givenTitle + ".") }
    if panels.count > 1 { sentences.append("\(panels.count) plots.") }
    for panel in panels.prefix(12) { sentences += words(panel) }
    if panels.count > 12 { sentences.append("And \(panels.count - 12) more plots.") }
    return sentences.joined(separator: " ")
  }

  private func words(_ panel: PanelWords) -> [String] {
    let name = panels.count > 1 ? panel.plot.title.map { "\(LabelText.plain($0)): " } ?? "" : ""
    if let given = panel.plot.alternativeText { return [name + given] }
    let names = panel.names
    guard panel.hasData else { return ["\(name)\(names.y) against \(names.x), without data."] }
    var sentences = [
      "\(name)\(kinds(panel.plot)) of \(axis(names.y, panel.y)) against \(axis(names.x, panel.x))."
    ]
    if panel.seriesCount > 1 { sentences.append("\(panel.seriesCount) series.") }
    let summaries = panel.plot.marks.map { $0.summary(naming: names) }.filter { !$0.isEmpty }
    let most = panels.count > 1 ? 3 : 12
    sentences += summaries.prefix(most)
    if summaries.count > most { sentences.append("And \(summaries.count - most) more.") }
    for inset in panel.plot.insets {
      sentences.append(
        "An inset enlarges \(names.x) from \(Words.number(inset.x.lowerBound)) to \(Words.number(inset.x.upperBound)) "
          + "and \(names.y) from \(Words.number(inset.y.lowerBound)) to \(Words.number(inset.y.upperBound)).")
    }
    return sentences
  }

  /// An axis with its range, in the unit that stands in brackets at the end of its title: “time (0 to 10 s)”.
  private func axis(_ title: String, _ scale: Scale) -> String {
    guard let (name, unit) = Words.unit(of: title) else { return "\(title) (\(range(scale)))" }
    return "\(name) (\(range(scale)) \(unit))"
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
