import Foundation

/// A program run to its end, its output collected.
public struct Command {
  /// How a program ended, and what it wrote.
  public struct Result: Sendable {
    /// Its exit code; −1 where a signal ended it.
    public var code: Int32
    /// The signal that ended it; 0 for none.
    public var signal: Int32
    /// What it wrote to standard output, cut in the middle beyond 64 MB; empty for a live command.
    public var output: String
    /// What it wrote to standard error, cut in the middle beyond 16 MB; empty for a live command.
    public var errors: String

    /// Whether it ended by itself with exit code 0.
    public var isSuccess: Bool { code == 0 && signal == 0 }
  }

  /// Ctrl-C came, or the caller went away.
  public struct Interrupted: Error, Sendable {
    /// An interruption; there is nothing more to say of it.
    public init() {}
  }

  /// The program's path; it is not looked up.
  public var executable: String
  /// Its arguments, without its own name.
  public var arguments: [String]
  /// The folder that it starts in; nil for that of this program.
  public var folder: String?
  /// Both streams go on to this program's standard error as they come, instead of being collected.
  public var isLive = false

  /// A command that has not been started.
  public init(_ executable: String, _ arguments: [String], in folder: String? = nil, isLive: Bool = false) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.isLive = isLive
  }

  /// Runs the program and waits for its end. What it started ends with it, and with this program.
  ///
  /// - Parameter limit: Seconds after which the program and all that it started are killed.
  /// - Throws: ``SystemError`` where it cannot be started, ``Interrupted`` where this program is to end.
  public func run(limit: Double = 600) throws -> Result {
    let output = try Pipe()
    let errors = try Pipe()
    let process = try ChildProcess(
      executable: executable, arguments: arguments, environment: ProcessInfo.processInfo.environment, folder: folder,
      descriptors: [nil, output.writeEnd, errors.writeEnd])
    output.closeWriteEnd()
    errors.closeWriteEnd()
    var collected = [CapturedBytes(limit: 64 << 20), CapturedBytes(limit: 16 << 20)]
    let start = ContinuousClock.now
    let isLive = isLive
    let ending = Pump(process: process, descriptors: [output.readEnd, errors.readEnd]).run { index, bytes in
      if isLive {
        FileHandle.standardError.write(Data(bytes))
      } else {
        collected[index].append(bytes)
      }
    } tick: {
      Interruption.isRequestedHere || ContinuousClock.now - start > .seconds(limit) ? .endIt : .goOn
    }
    if Interruption.isRequestedHere { throw Interrupted() }
    return Result(
      code: ending.code, signal: ending.signal, output: collected[0].captured.text, errors: collected[1].captured.text)
  }
}
