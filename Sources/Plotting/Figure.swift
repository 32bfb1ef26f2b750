/// Several plots in rows and columns, their panels aligned.
///
/// ```swift
/// Figure(columns: 3, sharing: .all) {
///   for batchSize in [1, 4, 16] {
///     Plot("B = \(batchSize)") { Points(runs.filter { $0.batchSize == batchSize }, x: \.learningRate, y: \.seminorm) }
///   }
/// }
/// ```
///
/// Rows may differ in height and columns in width: two panels over one horizontal axis, the upper three times as high.
///
/// ```swift
/// Figure("The loss falls once the sharpness has settled", columns: 1, heights: [3, 1], sharing: .x) {
///   Plot { Line(epochs, x: \.number, y: \.loss) }.y("training loss", .log)
///   Plot { Line(epochs, x: \.number, y: \.sharpness) }.y("sharpness")
/// }
/// .x("epoch")
/// ```
///
/// Series with one label have one look and one line in the legend, in whichever plot they are.
public struct Figure: Sendable {
  /// Which scales all plots have in common.
  public struct Sharing: OptionSet, Hashable, Sendable {
    /// One bit per scale.
    public let rawValue: Int
    /// A choice from its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// One horizontal scale, with labels at the lowest plots only.
    public static let x = Sharing(rawValue: 1)
    /// One vertical scale, with labels at the leftmost plots only.
    public static let y = Sharing(rawValue: 2)
    /// One colour scale and one colour bar.
    public static let color = Sharing(rawValue: 4)
    /// Every scale.
    public static let all: Sharing = [.x, .y, .color]
  }

  var title: String?
  var columns: Int
  var widths: [Double]
  var heights: [Double]
  var sharing: Sharing
  var plots: [Plot]
  var size: Scene.Size?
  var alternativeText: String?

  /// Plots in rows of `columns`, from left to right and from top to bottom.
  ///
  /// - Parameters:
  ///   - title: says what one should see in all plots together.
  ///   - columns: how many plots stand in a row.
  ///   - widths: how wide the panels of each column are, relative to each other; 1 where none is given.
  ///   - heights: how high the panels of each row are, relative to each other; 1 where none is given.
  ///   - sharing: the scales that all plots have in common.
  ///   - plots: the plots.
  public init(
    _ title: String? = nil, columns: Int, widths: [Double] = [], heights: [Double] = [], sharing: Sharing = [],
    @PlotBuilder plots: () throws -> [Plot]
  ) rethrows {
    self.title = title
    self.columns = max(1, columns)
    self.widths = widths
    self.heights = heights
    self.sharing = sharing
    self.plots = try plots()
  }

  /// Titles the horizontal axes, and chooses their scale and range, of all plots that do not say themselves.
  public func x(_ title: String? = nil, _ kind: Scale.Kind? = nil, in range: ClosedRange<Double>? = nil) -> Figure {
    filling { $0.x = $0.x.filled(from: ChannelOptions(title: title, kind: kind, range: range)) }
  }

  /// Titles the vertical axes, and chooses their scale and range, of all plots that do not say themselves.
  public func y(_ title: String? = nil, _ kind: Scale.Kind? = nil, in range: ClosedRange<Double>? = nil) -> Figure {
    filling { $0.y = $0.y.filled(from: ChannelOptions(title: title, kind: kind, range: range)) }
  }

  /// Titles the colour bars, and chooses their scale, colours and range, of all plots that do not say themselves.
  public func color(
    _ title: String? = nil, _ kind: Scale.Kind? = nil, map: ColorMap? = nil, in range: ClosedRange<Double>? = nil
  ) -> Figure {
    filling { $0.color = $0.color.filled(from: ChannelOptions(title: title, kind: kind, range: range, map: map)) }
  }

  /// Sets the size of the whole drawing in points; as wide as a page, at most 760, unless said otherwise.
  public func size(width: Double, height: Double) -> Figure {
    var figure = self
    figure.size = Scene.Size(width: width, height: height)
    return figure
  }

  /// Chooses where the labels of lines stand, in all plots that do not say themselves.
  public func labels(_ place: SeriesLabels) -> Figure { filling { $0.labels = $0.labels ?? place } }

  /// Says what the figure shows, for those who do not see it, instead of the text that is made from the data.
  public func alternativeText(_ text: String) -> Figure {
    var figure = self
    figure.alternativeText = text
    return figure
  }

  private func filling(_ change: (inout Plot) -> Void) -> Figure {
    var figure = self
    for index in figure.plots.indices { change(&figure.plots[index]) }
    return figure
  }
}

/// Collects the plots of a figure, with `if`, `switch` and `for`.
@resultBuilder
public enum PlotBuilder {
  /// A plot.
  public static func buildExpression(_ plot: Plot) -> [Plot] { [plot] }
  /// Plots made elsewhere.
  public static func buildExpression(_ plots: [Plot]) -> [Plot] { plots }
  /// One after the other.
  public static func buildBlock(_ parts: [Plot]...) -> [Plot] { parts.flatMap { $0 } }
  /// An `if` without an `else`.
  public static func buildOptional(_ part: [Plot]?) -> [Plot] { part ?? [] }
  /// The first branch of an `if` or `switch`.
  public static func buildEither(first part: [Plot]) -> [Plot] { part }
  /// The other branches.
  public static func buildEither(second part: [Plot]) -> [Plot] { part }
  /// A `for` loop.
  public static func buildArray(_ parts: [[Plot]]) -> [Plot] { parts.flatMap { $0 } }
  /// An `if #available`.
  public static func buildLimitedAvailability(_ part: [Plot]) -> [Plot] { part }
}
