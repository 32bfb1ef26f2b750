import NotebookFormat

/// What a run is told by the command line.
public struct RunSettings: Sendable {
  /// In place of the notebook's own seed; nil for that.
  public var seed: UInt64?
  /// Values of parameters by name.
  public var parameters: [String: String]
  /// How all figures are wanted, in place of what the cells say; nil for that.
  public var figures: CellOptions.FigureFormat?
  /// Seconds that the whole notebook may take; nil for no limit.
  public var timeout: Double?
  /// Seconds that each cell may take unless it says otherwise; nil for no limit.
  public var cellTimeout: Double?
  /// Bytes of memory that the notebook may hold, in place of what it says itself; nil for that.
  public var memory: Int?
  /// The folder of `cached` values and what is done with them; nil keeps none.
  public var cache: (folder: String, mode: CacheMode)?
  /// Bytes kept of each stream of each cell.
  public var captureLimit = 256 << 10
  /// Bytes of shown values, figures and tables that one notebook may send.
  public var outputLimit = 512 << 20

  /// Settings from their parts; without any the notebook runs as it says itself, and without limits of time.
  public init(
    seed: UInt64? = nil, parameters: [String: String] = [:], figures: CellOptions.FigureFormat? = nil,
    timeout: Double? = nil, cellTimeout: Double? = nil
  ) {
    self.seed = seed
    self.parameters = parameters
    self.figures = figures
    self.timeout = timeout
    self.cellTimeout = cellTimeout
  }
}
