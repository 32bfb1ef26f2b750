import NotebookFormat

/// The tool's exit codes.
public enum ExitStatus: Int32, Codable, Sendable, CaseIterable {
  case ok = 0
  case cellFailed = 1
  case doesNotCompile = 2
  case markup = 3
  case drift = 4
  case checksFailed = 5
  case policy = 6
  case outputPath = 7
  case usage = 64
  case interrupted = 130

  public init(_ failure: Failure?) {
    switch failure?.kind {
    case nil: self = .ok
    case .compilation: self = .doesNotCompile
    default: self = .cellFailed
    }
  }

  /// What the code says, in words.
  public var words: String {
    switch self {
    case .ok: "ok"
    case .cellFailed: "a cell failed"
    case .doesNotCompile: "does not compile"
    case .markup: "wrong markup"
    case .drift: "values drifted"
    case .checksFailed: "checks failed"
    case .policy: "against a policy"
    case .outputPath: "the output could not be written"
    case .usage: "wrong usage"
    case .interrupted: "interrupted"
    }
  }
}
