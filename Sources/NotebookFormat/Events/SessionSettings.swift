/// What the tool hands to a notebook's process, as JSON in the environment variable `FLATBOOK_SESSION`.
public struct SessionSettings: Codable, Equatable, Sendable {
  /// The environment variable; without it a notebook prints to the terminal and sends nothing.
  public static let variable = "FLATBOOK_SESSION"

  /// The descriptor on which the notebook writes its events.
  public var channel: Int32
  /// A pipe that closes when the tool ends; the notebook then ends too.
  public var lifeline: Int32
  /// A secret word in the marks that part the output of one cell from the next.
  public var mark: String
  /// The module that the notebook is compiled as: lines of other modules are not lines of the notebook.
  public var module: String
  /// What `notebookSeed` is in this run.
  public var seed: UInt64
  /// Values given on the command line, by parameter.
  public var parameters: [String: String]
  /// How each cell's figures are wanted, by the cell's index; cells beyond the list: what is smaller.
  public var figures: [CellOptions.FigureFormat]
  /// Where `cached` values are kept; nil where none are.
  public var cache: CacheSettings?

  /// Settings from their parts; without `figures`, what is smaller for every cell.
  public init(
    channel: Int32, lifeline: Int32, mark: String, module: String, seed: UInt64, parameters: [String: String],
    figures: [CellOptions.FigureFormat] = [], cache: CacheSettings? = nil
  ) {
    self.cache = cache
    self.channel = channel
    self.lifeline = lifeline
    self.mark = mark
    self.module = module
    self.seed = seed
    self.parameters = parameters
    self.figures = figures
  }

  /// What is written to both streams when a cell begins.
  public func boundary(cell: Int) -> String { Self.boundary(mark: mark, cell: cell) }

  /// A boundary from its mark: a byte 2, the mark, a colon, the cell's index and a byte 3.
  ///
  /// The index −1 stands for the inline values, which are evaluated after the last cell.
  public static func boundary(mark: String, cell: Int) -> String { boundaryStart(mark: mark) + "\(cell)\u{3}" }

  /// How every boundary starts; the number of the cell and a byte 3 follow.
  public static func boundaryStart(mark: String) -> String { "\u{2}\(mark):" }
}
