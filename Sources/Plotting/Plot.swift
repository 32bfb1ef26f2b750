/// Marks on common axes.
///
/// ```swift
/// Plot("Training loss") {
///   Line(epochs, x: \.number, y: \.median, label: "median of 20 runs")
/// }
/// .x("epoch").y("training loss", .log)
/// ```
///
/// A plot is a value that says what to show; its geometry is worked out when it is drawn.
public struct Plot: Sendable {
  var title: String?
  var marks: [any Mark]
  var x = ChannelOptions()
  var y = ChannelOptions()
  var color = ChannelOptions()
  var size: Scene.Size?
  var labels: SeriesLabels?
  var insets: [Inset] = []
  var alternativeText: String?

  /// Whether a mark fills the panel.
  var hasBackground: Bool { marks.contains { $0.layer == .background } }

  /// A plot of marks, drawn in their order, with a title that says what one should see.
  public init(_ title: String? = nil, @MarkBuilder marks: () throws -> [any Mark]) rethrows {
    self.title = title
    self.marks = try marks()
  }

  /// Titles the horizontal axis and chooses its scale and its range; the range of the data where none is given.
  public func x(_ title: String? = nil, _ kind: Scale.Kind? = nil, in range: ClosedRange<Double>? = nil) -> Plot {
    var plot = self
    plot.x = ChannelOptions(title: title, kind: kind, range: range).filled(from: x)
    return plot
  }

  /// Titles the vertical axis and chooses its scale and its range; the range of the data where none is given.
  public func y(_ title: String? = nil, _ kind: Scale.Kind? = nil, in range: ClosedRange<Double>? = nil) -> Plot {
    var plot = self
    plot.y = ChannelOptions(title: title, kind: kind, range: range).filled(from: y)
    return plot
  }

  /// Titles the colour bar and chooses its scale, its colours and its range. Without a range a diverging map is laid
  /// evenly around 0, or around 1 on a log scale.
  public func color(
    _ title: String? = nil, _ kind: Scale.Kind? = nil, map: ColorMap? = nil, in range: ClosedRange<Double>? = nil
  ) -> Plot {
    var plot = self
    plot.color = ChannelOptions(title: title, kind: kind, range: range, map: map).filled(from: color)
    return plot
  }

  /// Sets the size of the whole drawing in points; 560 × 340 unless said otherwise.
  public func size(width: Double, height: Double) -> Plot {
    var plot = self
    plot.size = Scene.Size(width: width, height: height)
    return plot
  }

  /// Chooses where the labels of lines stand: in the legend unless said otherwise.
  ///
  /// ```swift
  /// Plot("The larger step settles lower") {
  ///   for run in runs { Line(run.epochs, x: \.number, y: \.loss, label: "η = \(run.learningRate)") }
  /// }
  /// .labels(.direct)
  /// ```
  public func labels(_ place: SeriesLabels) -> Plot {
    var plot = self
    plot.labels = place
    return plot
  }

  /// Shows a part of the plot enlarged, in a small panel over a corner, with a frame around the part and lines from it
  /// to the panel.
  ///
  /// ```swift
  /// Plot { Line(epochs, x: \.number, y: \.loss) }.inset(x: 80...100, y: 0.1...0.12)
  /// ```
  ///
  /// A plot may have several insets, each over another corner.
  ///
  /// - Parameters:
  ///   - x: the part of the horizontal axis.
  ///   - y: the part of the vertical axis.
  ///   - corner: where the small panel stands; where it hides least unless said otherwise.
  public func inset(x: ClosedRange<Double>, y: ClosedRange<Double>, at corner: Corner? = nil) -> Plot {
    var plot = self
    plot.insets.append(Inset(x: x, y: y, corner: corner))
    return plot
  }

  /// Says what the plot shows, for those who do not see it, instead of the text that is made from the data.
  public func alternativeText(_ text: String) -> Plot {
    var plot = self
    plot.alternativeText = text
    return plot
  }
}
