import NotebookFormat

/// The tool's exit codes.
public enum ExitStatus: Int32, Codable, Sendable, CaseIterable {
  /// Everything ran to its end.
  case ok = 0
  /// A notebook stopped before its end.
  case cellFailed = 1
  /// A notebook, or the library that it needs, does not compile.
  case doesNotCompile = 2
  /// A notebook's markup is wrong; it was not run.
  case markup = 3
  /// Values differ from those recorded before.
  case drift = 4
  /// Nothing failed, but a rule is broken: a warning in a strict notebook, or a page larger than allowed.
  case policy = 6
  /// The reports cannot be written where they should go.
  case outputPath = 7
  /// The command cannot be understood, or asks for what is not there.
  case usage = 64
  /// Ctrl-C came, or the caller went away.
  case interrupted = 130

  /// The status of a run that ended with a failure; ``ok`` without one.
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
    case .policy: "against a policy"
    case .outputPath: "the output could not be written"
    case .usage: "wrong usage"
    case .interrupted: "interrupted"
    }
  }
}
