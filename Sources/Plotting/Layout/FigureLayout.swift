/// Turns a figure into a scene in three steps, a file for each: training gives every plot its scales, framing finds
/// ticks and rectangles, drawing writes the primitives.
struct FigureLayout<Measurer: TextMeasurer> {
  /// A plot on its way to a place in the scene.
  struct Cell {
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
    var xTitle: LabelText?
    var yTitle: LabelText?
    var colorTitle: LabelText?
    var panelTitle: LabelText?
    /// The title of the horizontal axis, wherever it is written.
    var xName: LabelText?
    var showsColorBar = false
    /// What stands at the ends of lines, right of the panel.
    var direct = DirectLabels()
  }

  // Distances in points.
  let margin = 10.0
  let tickLength = 4.0
  let labelGap = 3.0
  let titleHeight = 20.0
  let rowHeight = 17.0
  let xLabelHeight = 22.0
  let barWidth = 12.0
  let barGap = 16.0
  let leastPanel = Scene.Size(width: 60, height: 50)

  let measurer: Measurer
  let title: LabelText?
  let sharing: Figure.Sharing
  let isSingle: Bool
  let columns: Int
  let rows: Int
  /// Relative sizes of the panels, by column and by row.
  let widths: [Double]
  let heights: [Double]
  let alternativeText: String?
  let series: SeriesAssignment
  var size: Scene.Size
  /// The height that was asked for, or that a single plot has.
  let wantedHeight: Double
  let isSizeGiven: Bool
  var cells: [Cell] = []
  var legend: Legend
  var notes: [String] = []

  init(
    plots: [Plot], columns: Int, widths: [Double] = [], heights: [Double] = [], sharing: Figure.Sharing,
    title: String?, size: Scene.Size?, alternativeText: String? = nil, measurer: Measurer
  ) {
    let plots = plots.isEmpty ? [Plot {}] : plots
    self.measurer = measurer
    self.sharing = sharing
    isSingle = plots.count == 1
    self.columns = min(columns, plots.count)
    rows = (plots.count + self.columns - 1) / self.columns
    self.widths = Self.proportions(widths, count: self.columns)
    self.heights = Self.proportions(heights, count: rows)
    self.title = (title ?? (isSingle ? plots[0].title : nil)).map { LabelText($0) }
    self.alternativeText = alternativeText ?? (isSingle ? plots[0].alternativeText : nil)
    series = SeriesAssignment(plots)
    legend = Legend(plots, series, measurer: measurer)
    if let problem = self.title?.note { notes.append(problem) }
    isSizeGiven = size != nil
    let width = [560.0, 700, 760][min(self.columns, 3) - 1]
    var chosen = size ?? Scene.Size(width: width, height: isSingle ? 340 : 0)
    if let size, !(size.width >= 160 && size.height >= 120 && size.width <= 1e5 && size.height <= 1e5) {
      chosen = Scene.Size(
        width: min(max(size.width.isNaN ? 0 : size.width, 160), 1e5),
        height: min(max(size.height.isNaN ? 0 : size.height, 120), 1e5))
      notes.append("A figure is between 160 × 120 and 100,000 points in size; this one was asked to be another.")
    }
    self.size = chosen
    wantedHeight = chosen.height
    if (widths + heights).contains(where: { !Self.isProportion($0) }) {
      notes.append("Relative widths and heights are between 0.05 and 20; others count as 1.")
    }
    train(plots)
  }

  private static func isProportion(_ value: Double) -> Bool { value >= 0.05 && value <= 20 }

  private static func proportions(_ given: [Double], count: Int) -> [Double] {
    (0..<count).map { given.indices.contains($0) && isProportion(given[$0]) ? given[$0] : 1 }
  }

  /// Adds what to tell under the figure, each text once.
  mutating func note(_ texts: [String]) {
    for text in texts where !notes.contains(text) { notes.append(text) }
  }

  /// The picture, its words and its numbers.
  func drawing() -> Drawing {
    var layout = self
    layout.chooseDirectLabels()
    var frames = layout.framed()
    // Labels that do not fit beside their panel go to the legend, which moves the panels.
    while layout.dropDirectLabels(frames) { frames = layout.framed() }
    return layout.draw(frames)
  }
}
