import CNotebookProcess
import Foundation

/// A program that runs in a process group of its own.
final class ChildProcess {
  /// How a program ended.
  struct Ending: Sendable {
    /// The signal that ended it; 0 for none.
    var signal: Int32
    /// Its exit code; -1 where a signal ended it.
    var code: Int32
    var peakMemoryBytes: Int
  }

  let identifier: pid_t
  private(set) var ending: Ending?

  /// - Parameter descriptors: What becomes the program's descriptors 0, 1, 2, …; nil gives it an empty one.
  init(
    executable: String, arguments: [String], environment: [String: String], folder: String?, descriptors: [Int32?]
  ) throws {
    var argumentPointers: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    var environmentPointers: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") }
    argumentPointers.append(nil)
    environmentPointers.append(nil)
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    let numbers = descriptors.map { $0 ?? -1 }
    var identifier: pid_t = 0
    let code = flatbook_spawn(
      &identifier, executable, argumentPointers, environmentPointers, folder, numbers, Int32(numbers.count))
    guard code == 0 else { throw SystemError(doing: "starting \(executable)", code: code) }
    self.identifier = identifier
  }

  /// How it ended, if it has; with `block`, waits for it.
  @discardableResult
  func reap(block: Bool = false) -> Ending? {
    if let ending { return ending }
    var status: Int32 = 0
    var peak: Int64 = 0
    let result = flatbook_reap(identifier, block ? 1 : 0, &status, &peak)
    if result == 0 { return nil }
    ending =
      result < 0
      ? Ending(signal: 0, code: -1, peakMemoryBytes: 0)
      : Ending(
        signal: flatbook_status_signal(status), code: flatbook_status_code(status), peakMemoryBytes: Int(peak))
    return ending
  }

  /// Sends a signal to the program alone.
  func signal(_ number: Int32) {
    if ending == nil { kill(identifier, number) }
  }

  /// Ends the program and everything that it started.
  func killGroup() {
    kill(-identifier, SIGKILL)
  }
}
