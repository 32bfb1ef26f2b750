/// What a notebook's process tells the tool while it runs: one event per line, as JSON, over a private channel.
public enum RecordingEvent: Codable, Equatable, Sendable {
  /// A cell begins; the one before it is done.
  case cellBegan(index: Int, secondsSinceStart: Double)
  /// A value was shown on a line of the notebook, from 1; the line is 0 where another module showed it.
  case shown(Output, line: Int)
  /// A parameter got its value.
  case parameter(Parameter)
  /// A claim was made, true or false.
  case expectation(Expectation)
  /// `progress(over:)` is through with `done` of `total` elements; the label may be empty.
  case progress(done: Int, total: Int, label: String)
  /// A value was taken from the disk, or computed and kept.
  case cached(CacheUse)
  /// A cell that is meant to fail did: it threw an error that describes itself as `message`, or, where that is nil,
  /// its copy of the process was ended by a signal. The trace came as ``crashed(signal:callers:throwers:)`` before.
  case failedAsExpected(cell: Int, message: String?)
  /// The notebook asked for its seed.
  case seed(UInt64)
  /// An inline value, already formatted; `tex` is how it reads inside `$…$`, `number` what was formatted, if a number.
  case inlineValue(id: Int, text: String, tex: String, number: Double? = nil)
  /// An inline value threw an error or does not fit its format.
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
  /// The name that `-P name=value` gives a value to.
  public var name: String
  /// The type in words, such as `whole number` or `choice`.
  public var type: String
  /// The value in this run, as text.
  public var value: String
  /// The value unless the command line gives another, as text.
  public var defaultValue: String
  /// What values are allowed, in words, such as `0.001 … 1`; nil for all of the type.
  public var range: String?
  /// What the parameter is, for the reader; nil when not stated.
  public var help: String?
  /// Whether the command line gave the value.
  public var isOverridden: Bool
  /// The line of the notebook that asks for the value, from 1; 0 where another module asks.
  public var line: Int

  /// A parameter from its parts.
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
  /// The claim in words. An event may leave it empty; a recording then has the source of its line.
  public var claim: String
  /// Whether it was true.
  public var held: Bool
  /// What was found, such as `0.31 is not near 0.2 (tolerance 0.001)`.
  public var detail: String
  /// The line of the notebook that makes the claim, from 1; 0 where another module makes it.
  public var line: Int

  /// A claim from its parts.
  public init(claim: String, held: Bool, detail: String, line: Int) {
    self.claim = claim
    self.held = held
    self.detail = detail
    self.line = line
  }
}

/// Why a notebook stopped before its end, on its own line.
public struct Failure: Codable, Equatable, Sendable {
  /// The ways in which a notebook stops before its end.
  public enum Kind: String, Codable, Sendable {
    /// A claim made with `expect` is false.
    case expectation
    /// An error was thrown and not caught, or a value could not be shown, quoted or taken as a parameter.
    case thrown
    /// A signal ended the process, as a failed check of Swift's does.
    case trap
    /// The notebook or a cell took longer than it may.
    case timeout
    /// The notebook ended its own process.
    case exited
    /// The notebook does not compile.
    case compilation
    /// The notebook showed more than a report can keep.
    case outputLimit
    /// The notebook held more memory than it may.
    case memory
    /// A cell that is meant to fail did not.
    case unmet
  }

  /// In which way the notebook stopped.
  public var kind: Kind
  /// In plain words, for the reader.
  public var message: String
  /// The line of the notebook, from 1; nil when it is not known.
  public var line: Int?
  /// The column in UTF-8 bytes, from 1; nil when it is not known.
  public var column: Int?
  /// What helps a developer: a backtrace, compiler output.
  public var details: String?

  /// A failure from its parts; by default without a place.
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
  /// The cells that began, in the order of the notebook.
  public var cells: [CellRecord]
  /// The parameters, in the order in which the notebook asked for them.
  public var parameters: [Parameter]
  /// The inline values by ``InlineValue/id``; those that failed or were not reached are missing.
  public var inlineValues: [Int: InlineResult]
  /// The seed of the run; nil when the notebook did not ask for it.
  public var seed: UInt64?
  /// Why the run stopped early; nil when it reached its end.
  public var failure: Failure?
  /// The cell in which it stopped; nil when it reached its end, did not compile, or failed outside the cells.
  public var failedCell: Int?
  /// Where the run comes from.
  public var provenance: Provenance

  /// A recording from its parts; without any, that of a notebook that was not run.
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

  /// An inline value as text.
  public struct InlineResult: Codable, Equatable, Sendable {
    /// How prose quotes it, such as `1.5×10⁻⁷`.
    public var text: String
    /// How a formula quotes it, such as `1.5 \times 10^{-7}`.
    public var tex: String
    /// The number itself, with all its digits; nil for what is no number.
    public var number: Double?

    /// An inline value from its two texts; by default no number.
    public init(text: String, tex: String, number: Double? = nil) {
      self.text = text
      self.tex = tex
      self.number = number
    }
  }
}

/// What one cell did.
public struct CellRecord: Codable, Equatable, Sendable {
  /// The cell's number in the notebook, from 0.
  public var index: Int
  /// What the cell showed, in order.
  public var outputs: [Output]
  /// What the cell claimed, in order.
  public var expectations: [Expectation]
  /// What the cell printed.
  public var standardOutput: CapturedText
  /// What the cell wrote to standard error.
  public var standardError: CapturedText
  /// Wall time in seconds; nil when the cell did not run or did not finish.
  public var seconds: Double?
  /// The values that it kept on disk or took from there, in order.
  public var cached: [CacheUse]
  /// How it failed, where it was meant to; nil for every other cell.
  public var expectedFailure: Failure?

  /// A record from its parts; by default that of a cell that left nothing behind.
  public init(
    index: Int, outputs: [Output] = [], expectations: [Expectation] = [],
    standardOutput: CapturedText = CapturedText(), standardError: CapturedText = CapturedText(), seconds: Double? = nil,
    cached: [CacheUse] = [], expectedFailure: Failure? = nil
  ) {
    self.cached = cached
    self.expectedFailure = expectedFailure
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
  /// What is kept: the beginning and the end, with a line between them where something was left out.
  public var text: String
  /// Bytes left out because the cell wrote more than is kept.
  public var droppedBytes: Int

  /// Captured output from what is kept of it.
  public init(_ text: String = "", droppedBytes: Int = 0) {
    self.text = text
    self.droppedBytes = droppedBytes
  }
}

/// Where a report comes from: what one needs to make it again. What is nil is not known.
public struct Provenance: Codable, Equatable, Sendable {
  /// The Git commit of the notebook's folder; nil outside a repository.
  public var commit: String?
  /// Whether anything in the working tree differs from the commit; nil outside a repository.
  public var hasUncommittedChanges: Bool?
  /// SHA-256 of the notebook's source.
  public var sourceHash: String?
  /// The version of Flatbook.
  public var libraryVersion: String?
  /// The package's resolved dependencies, each as its name and version.
  public var dependencies: [String] = []
  /// The first line of the compiler's version.
  public var toolchain: String?
  /// The operating system and the architecture.
  public var platform: String?
  /// The processor and its number of cores.
  public var processor: String?
  /// How the notebook's own code was compiled: `release` or `debug`.
  public var configuration: String?
  /// The command as it was typed, without the machine's paths.
  public var command: String?
  /// ISO 8601, UTC.
  public var date: String?
  /// Wall time of the notebook's process, in seconds.
  public var totalSeconds: Double?
  /// Wall time of compiling, or of finding the notebook compiled, in seconds.
  public var compileSeconds: Double?
  /// The most memory that the notebook's process held, in bytes.
  public var peakMemoryBytes: Int?

  /// A provenance of which nothing is known.
  public init() {}
}
