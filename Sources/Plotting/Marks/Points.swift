/// A cloud of data points, whose colour or shape may say one thing more.
public struct Points: Mark {
  var x: Places
  var y: Places
  var label: String?
  var colors: [Double]?
  var colorCategories: [String]?
  var symbolCategories: [String]?
  var slot: Int?
  var lengthNote: String?

  /// Points of rows, each with its place.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    (self.x, self.y) = places(of: rows, x, y)
    self.label = label
  }

  /// Points of rows, each with its place worked out.
  public init<Rows: Sequence>(
    _ rows: Rows, x: (Rows.Element) -> Double, y: (Rows.Element) -> Double, label: String? = nil
  ) {
    let columns = columns(of: rows, x, y)
    (self.x, self.y) = (Places(columns.x), Places(columns.y))
    self.label = label
  }

  /// Points of rows, each with its place and a number that its colour shows, or the name of its group.
  public init<Rows: Sequence, X: Plottable, Y: Plottable, Color: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, color: KeyPath<Rows.Element, Color>,
    label: String? = nil
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y, label: label)
    let values = Places(rows.lazy.map { $0[keyPath: color].plotPlace })
    if let names = values.names {
      colorCategories = names.map { $0 ?? "" }
    } else {
      colors = values.numbers
    }
  }

  /// Points of rows, each with its place and a number that its colour shows, all worked out.
  public init<Rows: Sequence>(
    _ rows: Rows, x: (Rows.Element) -> Double, y: (Rows.Element) -> Double, color: (Rows.Element) -> Double,
    label: String? = nil
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y, label: label)
    colors = rows.map(color)
  }

  /// Points of rows, each with its place and the name of its group, which has a look of its own in the whole figure.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, category: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y)
    colorCategories = rows.map(category)
  }

  /// Points of rows, each with its place and a name that its shape shows.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, symbol: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y)
    symbolCategories = rows.map(symbol)
  }

  /// Points of rows, each with its place, a number that its colour shows and a name that its shape shows.
  public init<Rows: Sequence, X: Plottable, Y: Plottable, Color: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, color: KeyPath<Rows.Element, Color>,
    symbol: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y, color: color)
    symbolCategories = rows.map(symbol)
  }

  /// Points of two columns. If one is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [Double], label: String? = nil) {
    let columns = pairedColumns(x, y)
    (self.x, self.y, lengthNote) = (Places(columns.x), Places(columns.y), columns.note)
    self.label = label
  }

  /// The points in the colour of the series of a number, from 0.
  public func series(_ number: Int) -> Points {
    var points = self
    points.slot = number
    return points
  }

  /// The points, the numbers that their colors show and the names of their groups.
  public var extent: Extent {
    Extent(
      x: .init(x), y: .init(y), color: .init(colors ?? []), categories: categories)
  }

  /// The names of the groups that colors tell apart.
  public var categories: [String] { colorCategories.map(distinct) ?? [] }

  /// A line for every group and every shape; without either, one for the cloud if it has a label.
  public var legend: [LegendEntry] {
    var entries: [LegendEntry] = []
    if let colorCategories {
      entries += distinct(colorCategories).map { LegendEntry($0, .point, category: $0) }
    }
    if let symbolCategories {
      entries += distinct(symbolCategories).enumerated().map { LegendEntry($1, .symbol(shape($0))) }
    }
    if entries.isEmpty, let label { entries = [LegendEntry(label, .point)] }
    return entries
  }

  /// None where colors show numbers or groups; else the series of its number, or one of its own.
  public var series: SeriesChoice {
    if colors != nil || colorCategories != nil { return .none }
    return slot.map { .fixed($0) } ?? .own(label: label)
  }

  /// A column for x and for y, and one each for what color and shape show.
  public func table(naming names: ChannelNames) -> DataTable? {
    var columns: [DataTable.Column] = [.init(names.x, x.column), .init(names.y, y.column)]
    if let colors { columns.append(.init(names.color, .numbers(colors))) }
    if let colorCategories { columns.append(.init(names.color, .texts(colorCategories))) }
    if let symbolCategories { columns.append(.init("symbol", .texts(symbolCategories))) }
    return DataTable(title: label, columns: columns)
  }

  /// The trend of y over x, and the range that color shows.
  public func summary(naming names: ChannelNames) -> String {
    var text = Words.trend(label.map(LabelText.plain) ?? "Points", x: x, y: y, naming: names)
    if let range = Extent.Span(colors ?? []).linear {
      text += " Colour shows \(names.color) from \(Words.number(range.lowerBound)) to "
      text += "\(Words.number(range.upperBound))."
    }
    return text
  }

  /// Draws the points, smaller the more there are; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    let (x, y) = (panel.values(of: x, on: .x), panel.values(of: y, on: .y))
    let (centers, indices) = panel.placesInside(x: x, y: y)
    let form: Scene.Symbols.Form = centers.count > Self.mostShapes ? .picture : .shapes
    if form == .picture {
      panel.note(
        "\(DecimalTicks.plain(centers.count, exponent: 0)) points are drawn as a picture, stronger where more of them "
          + "lie, by the logarithm of their number.")
    }
    for cloud in clouds(centers, indices, in: &panel) {
      let rim = Scene.Stroke(
        colors == nil ? Scene.Paint(.paper) : Scene.Paint(.ink, opacity: 0.45), width: colors == nil ? 0.9 : 0.7)
      panel.symbols(
        Scene.Symbols(
          symbol: cloud.look.symbol, radius: Self.radius(of: x.count), centers: cloud.centers, paints: cloud.paints,
          outline: x.count <= 4000 ? rim : nil, form: form))
    }
  }

  /// The most points that are drawn one by one; what vector pictures of more weigh would be of no use to a page.
  public static let mostShapes = 20_000

  /// Half the width of a point, smaller the more there are.
  private static func radius(of count: Int) -> Double {
    switch count {
    case ...60: 3.75
    case ...400: 3.25
    case ...4000: 2.25
    case ...mostShapes: 1.5
    default: 1
    }
  }

  /// Points of one look.
  private struct Cloud {
    var look: Look
    var centers: [Scene.Point] = []
    /// One for every point, or one for all.
    var paints: [Scene.Paint] = []
  }

  /// The points by their looks, in the order in which these appear; those whose colour has no value are left out.
  private func clouds(_ centers: [Scene.Point], _ indices: [Int], in panel: inout Panel) -> [Cloud] {
    let symbols = symbolCategories.map { names in
      Dictionary(uniqueKeysWithValues: distinct(names).enumerated().map { ($1, shape($0)) })
    }
    if colors == nil && colorCategories == nil && symbols == nil {
      let look = Look(symbol: panel.style.symbol, slot: nil)
      return [Cloud(look: look, centers: centers, paints: [Scene.Paint(panel.style.color)])]
    }
    var clouds: [Cloud] = []
    var numbers: [Look: Int] = [:]
    for (center, index) in zip(centers, indices) {
      var look = Look(symbol: panel.style.symbol, slot: nil)
      var paint = Scene.Paint(panel.style.color)
      if let colors {
        guard let rgb = panel.color(of: colors[index]) else { continue }
        paint = Scene.Paint(.fixed(rgb))
        look.symbol = .circle
      } else if let colorCategories {
        let style = panel.style(ofCategory: colorCategories[index])
        paint = Scene.Paint(style.color)
        look = Look(symbol: style.symbol, slot: style.slot)
      }
      if let symbols, let symbolCategories { look.symbol = symbols[symbolCategories[index]] ?? .circle }
      let number = numbers[look] ?? clouds.count
      if number == clouds.count {
        numbers[look] = number
        clouds.append(Cloud(look: look))
      }
      clouds[number].centers.append(center)
      if colors != nil || clouds[number].paints.isEmpty { clouds[number].paints.append(paint) }
    }
    return clouds
  }

  /// What tells one group of points from another.
  private struct Look: Hashable {
    var symbol: Symbol
    var slot: Int?
  }

  private func shape(_ index: Int) -> Symbol { Symbol.allCases[index % Symbol.allCases.count] }
}
