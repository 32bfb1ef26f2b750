import CNotebookProcess
import Foundation

/// A program that runs below a guard: it and everything that it starts end with this value, or with this process.
final class ChildProcess {
  /// How a program ended.
  struct Ending: Sendable {
    /// The signal that ended it; 0 for none.
    var signal: Int32
    /// Its exit code; -1 where a signal ended it.
    var code: Int32
    var peakMemoryBytes: Int
  }

  private var child = flatbook_child()
  private(set) var ending: Ending?

  /// The program's own number; its parent is the guard.
  var identifier: pid_t { child.program }

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
    let code = flatbook_start(
      &child, executable, argumentPointers, environmentPointers, folder, numbers, Int32(numbers.count))
    guard code == 0 else { throw SystemError(doing: "starting \(executable)", code: code) }
  }

  deinit {
    if ending == nil { flatbook_end(&child) }
    flatbook_release(&child)
  }

  /// How it ended, if it has, and everything that it started.
  @discardableResult
  func reap() -> Ending? {
    if let ending { return ending }
    var status: Int32 = 0
    var peak: Int64 = 0
    let result = flatbook_reap(&child, &status, &peak)
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
    if ending == nil { flatbook_signal(&child, number) }
  }

  /// Ends the program and everything that it started.
  func endAll() {
    if ending == nil { flatbook_end(&child) }
  }
}
