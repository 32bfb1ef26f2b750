import CNotebookRuntime
import NotebookFormat

/// Writes events, one JSON line each, unbuffered; lines of several threads never mix.
struct EventChannel: Sendable {
  let descriptor: Int32

  func send(_ event: RecordingEvent) {
    guard let bytes = try? EventCoding.line(event) else { return }
    bytes.withUnsafeBytes { flatbook_runtime_write_line(descriptor, $0.baseAddress, $0.count) }
  }
}
