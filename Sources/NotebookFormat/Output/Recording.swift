/// What a notebook's process tells the tool while it runs: one event per line, as JSON, over a private channel.
public enum RecordingEvent: Codable, Equatable, Sendable {
  /// A cell begins; the one before it is done.
  case cellBegan(index: Int, secondsSinceStart: Double)
  case shown(Output, line: Int)
  case parameter(Parameter)
  case expectation(Expectation)
  case progress(done: Int, total: Int, label: String)
  case seed(UInt64)
  /// An inline value, already formatted; `tex` is how it reads inside `$…$`.
  case inlineValue(id: Int, text: String, tex: String)
  case inlineFailure(id: Int, message: String)
  /// An error that the notebook threw out of its top level, or a false `expect`.
  case failed(Failure)
  /// A signal ended the process. Where it stood, innermost first, and where the last error was thrown,
  /// as offsets in the program's file.
  case crashed(signal: Int, callers: [UInt64], throwers: [UInt64])
  /// The last cell and all inline values are done.
  case ended(secondsSinceStart: Double)
}

/// A parameter of the notebook as it was used.
public struct Parameter: Codable, Equatable, Sendable {
  public var name: String
  public var type: String
  public var value: String
  public var defaultValue: String
  /// What values are allowed, in words, such as `0.001 … 1`.
  public var range: String?
  public var help: String?
  public var isOverridden: Bool
  public var line: Int

  public init(
    name: String, type: String, value: String, defaultValue: String, range: String?, help: String?,
    isOverridden: Bool, line: Int
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.defaultValue = defaultValue
    self.range = range
    self.help = help
    self.isOverridden = isOverridden
    self.line = line
  }
}

/// A claim that the notebook made with `expect`, and whether it held.
public struct Expectation: Codable, Equatable, Sendable {
  public var claim: String
  public var held: Bool
  /// What was found, such as `0.31 is not near 0.2 (tolerance 0.001)`.
  public var detail: String
  public var line: Int

  public init(claim: String, held: Bool, detail: String, line: Int) {
    self.claim = claim
    self.held = held
    self.detail = detail
    self.line = line
  }
}

/// Why a notebook stopped before its end, on its own line.
public struct Failure: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case expectation, thrown, trap, timeout, exited, compilation, outputLimit
  }
  public var kind: Kind
  /// In plain words, for the reader.
  public var message: String
  public var line: Int?
  public var column: Int?
  /// What helps a developer: a backtrace, compiler output.
  public var details: String?

  public init(kind: Kind, message: String, line: Int? = nil, column: Int? = nil, details: String? = nil) {
    self.kind = kind
    self.message = message
    self.line = line
    self.column = column
    self.details = details
  }
}

/// Everything that a run of a notebook left behind; with the `Notebook` it makes the report.
public struct Recording: Codable, Equatable, Sendable {
  public var cells: [CellRecord]
  public var parameters: [Parameter]
  public var inlineValues: [Int: InlineResult]
  public var seed: UInt64?
  /// Why the run stopped early; nil when it reached its end.
  public var failure: Failure?
  /// The cell in which it stopped.
  public var failedCell: Int?
  public var provenance: Provenance

  public init(
    cells: [CellRecord] = [], parameters: [Parameter] = [], inlineValues: [Int: InlineResult] = [:],
    seed: UInt64? = nil, failure: Failure? = nil, failedCell: Int? = nil, provenance: Provenance = Provenance()
  ) {
    self.cells = cells
    self.parameters = parameters
    self.inlineValues = inlineValues
    self.seed = seed
    self.failure = failure
    self.failedCell = failedCell
    self.provenance = provenance
  }

  public struct InlineResult: Codable, Equatable, Sendable {
    public var text: String
    public var tex: String
    public init(text: String, tex: String) {
      self.text = text
      self.tex = tex
    }
  }
}

/// What one cell did.
public struct CellRecord: Codable, Equatable, Sendable {
  public var index: Int
  public var outputs: [Output]
  public var expectations: [Expectation]
  public var standardOutput: CapturedText
  public var standardError: CapturedText
  /// Wall time; nil when the cell did not run or did not finish.
  public var seconds: Double?

  public init(
    index: Int, outputs: [Output] = [], expectations: [Expectation] = [],
    standardOutput: CapturedText = CapturedText(), standardError: CapturedText = CapturedText(), seconds: Double? = nil
  ) {
    self.index = index
    self.outputs = outputs
    self.expectations = expectations
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.seconds = seconds
  }
}

/// Captured output, cut at a limit.
public struct CapturedText: Codable, Equatable, Sendable {
  public var text: String
  /// Bytes left out because the cell wrote more than is kept.
  public var droppedBytes: Int

  public init(_ text: String = "", droppedBytes: Int = 0) {
    self.text = text
    self.droppedBytes = droppedBytes
  }
}

/// Where a report comes from: what one needs to make it again.
public struct Provenance: Codable, Equatable, Sendable {
  public var commit: String?
  public var hasUncommittedChanges: Bool?
  /// SHA-256 of the notebook's source.
  public var sourceHash: String?
  public var libraryVersion: String?
  public var dependencies: [String] = []
  public var toolchain: String?
  public var platform: String?
  public var processor: String?
  public var configuration: String?
  public var command: String?
  /// ISO 8601, UTC.
  public var date: String?
  public var totalSeconds: Double?
  public var compileSeconds: Double?
  public var peakMemoryBytes: Int?

  public init() {}
}
