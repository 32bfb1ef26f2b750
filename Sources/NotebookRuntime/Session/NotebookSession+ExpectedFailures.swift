import CNotebookRuntime
import NotebookFormat

/// Cells that are meant to fail. `expect: error` catches what the cell throws. `expect: trap` runs the cell in a copy
/// of the process, because a trap ends the process that it happens in.
extension _NotebookSession {
  /// Stands before the first statement of a cell that may throw, so that catching what it throws is never idle.
  public static func mayThrow() throws {}

  /// The cell threw an error, as it is meant to.
  public static func caught(_ error: any Error, inCell cell: Int) {
    let session = Session.current
    if session.isRecorded { flatbook_runtime_tell_throwers() }
    session.note(failureOf: cell)
    session.send(.failedAsExpected(cell: cell, message: "\(error)"))
  }

  /// Stops the notebook unless the cell failed as it is meant to.
  public static func requireFailure(ofCell cell: Int) {
    let session = Session.current
    guard session.lastCellThatFailed != cell else { return }
    session.stop(Failure(kind: .unmet, message: "the cell is meant to end in an error, and ran to its end"))
  }

  /// Whether this is the copy of the process in which the cell runs. In the other one the cell is over when this
  /// returns; it goes on only if the copy trapped.
  public static func isCopy(forCell cell: Int) -> Bool {
    let session = Session.current
    let copy = flatbook_runtime_copy()
    guard copy != 0 else { return true }
    guard copy > 0 else {
      session.stop(Failure(kind: .exited, message: "the system gives no second process for a cell that traps"))
    }
    let ending = flatbook_runtime_wait(copy)
    switch ending {
    case 1...: session.send(.failedAsExpected(cell: cell, message: nil))
    // What stopped it has been told by the copy.
    case -70: flatbook_runtime_stop(70)
    default:
      session.stop(
        Failure(
          kind: .unmet,
          message: ending == 0
            ? "the cell is meant to trap, and ran to its end"
            : "the cell is meant to trap, and ended itself with exit(\(-ending))"))
    }
    return false
  }

  /// The copy threw an error instead of trapping.
  public static func copyThrew(_ error: any Error) {
    Session.current.stop(Failure(kind: .unmet, message: "the cell is meant to trap, and threw an error: \(error)"))
  }

  /// The copy ran to the end of its cell.
  public static func endCopy() { flatbook_runtime_stop(0) }
}
