/// Something that a plot shows: data and a way to draw them.
///
/// A new mark says how much room it needs, what its data are, and how it is drawn in a panel; the rest has defaults.
public protocol Mark: Sendable {
  /// The values that need room on the axes.
  var extent: Extent { get }
  /// The categories of the extent, for marks that can tell them without measuring the rest.
  var categories: [String] { get }
  /// The mark's lines in the legend; none by default.
  var legend: [LegendEntry] { get }
  /// The label that may stand at the right end of the mark's line instead of in the legend; nil by default.
  var endLabel: String? { get }
  /// Which series the mark belongs to; none by default.
  var series: SeriesChoice { get }
  /// Whether the mark lies behind the others; above the grid and in the order of the plot by default.
  var layer: MarkLayer { get }
  /// The mark as it is best shown on axes of some kinds, such as a histogram with bins of equal ratios on a log axis;
  /// the mark itself by default.
  func adapted(to axes: AxisKinds) -> any Mark
  /// The mark's data as a table, nil if it has none.
  func table(naming names: ChannelNames) -> DataTable?
  /// A sentence or two on what the mark shows, for those who do not see it.
  func summary(naming names: ChannelNames) -> String
  /// Draws the mark.
  func draw(in panel: inout Panel)
}

extension Mark {
  /// The categories of the extent.
  public var categories: [String] { extent.categories }
  /// No line in the legend.
  public var legend: [LegendEntry] { [] }
  /// No label at an end.
  public var endLabel: String? { nil }
  /// No series.
  public var series: SeriesChoice { .none }
  /// Above the grid, in the order of the plot.
  public var layer: MarkLayer { .data }
  /// The mark itself.
  public func adapted(to axes: AxisKinds) -> any Mark { self }
  /// No table.
  public func table(naming names: ChannelNames) -> DataTable? { nil }
  /// Nothing to say.
  public func summary(naming names: ChannelNames) -> String { "" }
}

/// How a mark comes by the look of a series.
public enum SeriesChoice: Hashable, Sendable {
  /// The mark has no series.
  case none
  /// The next free series, or for a label seen before the series of that label.
  case own(label: String?)
  /// The series of the mark that follows, if one does, else the next free series.
  case following(label: String?)
  /// The series of a number, from 0.
  case fixed(Int)
}

/// Where a mark lies in the stack of marks.
public enum MarkLayer: Hashable, Sendable {
  /// Behind everything else, filling the panel.
  case background
  /// Above the grid, in the order of the plot.
  case data
}
