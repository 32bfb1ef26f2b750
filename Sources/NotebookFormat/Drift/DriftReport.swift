/// What a comparison of a new run with a recorded one came to.
public struct DriftReport: Codable, Equatable, Sendable {
  /// Two versions of what a figure plotted, to be drawn over one another.
  public struct Curves: Codable, Equatable, Sendable {
    /// A point of a curve.
    public struct Point: Codable, Equatable, Sendable {
      /// The number in the first column of numbers.
      public var x: Double
      /// The number in the second.
      public var y: Double

      /// A point from its coordinates.
      public init(x: Double, y: Double) {
        self.x = x
        self.y = y
      }
    }

    /// Which figure, and which of its marks.
    public var title: String
    /// What `x` is.
    public var xName: String
    /// What `y` is.
    public var yName: String
    /// The points as recorded, those left out that are not finite.
    public var recorded: [Point]
    /// The points that the new run found.
    public var found: [Point]

    /// Curves from their parts.
    public init(title: String, xName: String, yName: String, recorded: [Point], found: [Point]) {
      self.title = title
      self.xName = xName
      self.yName = yName
      self.recorded = recorded
      self.found = found
    }
  }

  /// The name of the notebook's file.
  public var notebook: String
  /// What differs, in the order of the notebook.
  public var drifts: [Drift]
  /// How many values were compared.
  public var comparedCount: Int
  /// The data of figures that drifted.
  public var curves: [Curves]
  /// What else is known to differ between the two runs, such as the toolchain: not drift, but perhaps its cause.
  public var circumstances: [String]
  /// When and from which commit the recorded run is, in words; nil when not known.
  public var recordedRun: String?

  /// A report from its parts.
  public init(
    notebook: String, drifts: [Drift], comparedCount: Int, curves: [Curves] = [], circumstances: [String] = [],
    recordedRun: String? = nil
  ) {
    self.notebook = notebook
    self.drifts = drifts
    self.comparedCount = comparedCount
    self.curves = curves
    self.circumstances = circumstances
    self.recordedRun = recordedRun
  }

  /// How many values differ, those that are not listed one by one included.
  public var driftCount: Int { drifts.reduce(0) { $0 + 1 + $1.unlisted } }

  /// The result in one line.
  public var summary: String {
    driftCount == 0
      ? "\(comparedCount) values compared, none drifted"
      : "\(driftCount) of \(max(comparedCount, driftCount)) values drifted"
  }
}
