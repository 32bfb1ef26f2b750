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
}
