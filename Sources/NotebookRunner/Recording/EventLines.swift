import NotebookFormat

/// Cuts the private channel into events.
struct EventLines {
  private var partial: [UInt8] = []
  private(set) var byteCount = 0

  mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [RecordingEvent] {
    byteCount += bytes.count
    var events: [RecordingEvent] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      partial.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      // A line that a crash cut short is not an event.
      if !partial.isEmpty, let event = try? EventCoding.event(line: partial) { events.append(event) }
      partial.removeAll(keepingCapacity: partial.count < 1 << 16)
    }
    partial.append(contentsOf: rest)
    return events
  }
}
