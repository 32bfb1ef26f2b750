import CNotebookProcess
import Foundation

/// Both ends of a pipe, closed with the value's life.
final class Pipe {
  private(set) var readEnd: Int32 = -1
  private(set) var writeEnd: Int32 = -1

  init() throws {
    let code = flatbook_pipe(&readEnd, &writeEnd)
    guard code == 0 else { throw SystemError(doing: "making a pipe", code: code) }
  }

  func closeReadEnd() {
    if readEnd >= 0 { close(readEnd) }
    readEnd = -1
  }

  func closeWriteEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }

  deinit {
    closeReadEnd()
    closeWriteEnd()
  }
}
