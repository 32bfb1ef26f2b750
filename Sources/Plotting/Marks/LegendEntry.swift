/// A line of the legend: a sample of a mark and what it stands for.
public struct LegendEntry: Hashable, Sendable {
  /// What the sample shows.
  public enum Sample: Hashable, Sendable {
    /// A piece of line, dashed as the series is.
    case line
    /// A piece of line in the colour of the series with dashes of its own.
    case dashedLine([Double])
    /// A piece of line with its own look.
    case stroke(Scene.Stroke)
    /// A piece of line of the series, or in ink where a raster lies behind.
    case contour
    /// A filled box.
    case area
    /// A lightly filled box with an edge.
    case box
    /// A data point with a bar through it.
    case errorBar
    /// A piece of line with a head.
    case arrow
    /// A data point of the series.
    case point
    /// A data point of a given shape in ink.
    case symbol(Symbol)
  }

  /// What the sample stands for.
  public var label: String
  /// What is drawn before the label.
  public var sample: Sample
  /// The category whose look the sample has; nil for the look of the mark's own series.
  public var category: String?
  /// Whether the line is needed only where a mark fills the background of the plot.
  public var onlyOverBackground: Bool

  /// A line of the legend.
  public init(_ label: String, _ sample: Sample, category: String? = nil, onlyOverBackground: Bool = false) {
    self.label = label
    self.sample = sample
    self.category = category
    self.onlyOverBackground = onlyOverBackground
  }
}
