import CNotebookProcess
import Foundation

/// A program run to its end, its output collected.
public struct Command {
  public struct Result: Sendable {
    public var code: Int32
    public var signal: Int32
    public var output: String
    public var errors: String

    public var isSuccess: Bool { code == 0 && signal == 0 }
  }

  /// Ctrl-C came, or the caller went away.
  public struct Interrupted: Error, Sendable {
    public init() {}
  }

  public var executable: String
  public var arguments: [String]
  public var folder: String?
  /// Both streams go on to this program's standard error as they come, instead of being collected.
  public var isLive = false

  public init(_ executable: String, _ arguments: [String], in folder: String? = nil, isLive: Bool = false) {
    self.executable = executable
    self.arguments = arguments
    self.folder = folder
    self.isLive = isLive
  }

  /// - Parameter limit: Seconds after which the program is ended.
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
      flatbook_is_interrupted() != 0 || ContinuousClock.now - start > .seconds(limit) ? .endIt : .goOn
    }
    if flatbook_is_interrupted() != 0 { throw Interrupted() }
    return Result(
      code: ending.code, signal: ending.signal, output: collected[0].captured.text, errors: collected[1].captured.text)
  }
}
