import NotebookFormat

/// Bytes kept up to a limit: the beginning and the end of what was written, what lies between only counted.
struct CapturedBytes {
  private let headLimit: Int
  private let tailLimit: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  private var total = 0

  init(limit: Int) {
    headLimit = limit - limit / 4
    tailLimit = limit / 4
  }

  var isEmpty: Bool { total == 0 }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    total += bytes.count
    let room = headLimit - head.count
    head.append(contentsOf: bytes.prefix(room))
    guard bytes.count > room else { return }
    tail.append(contentsOf: bytes.dropFirst(room).suffix(tailLimit))
    if tail.count > 4 * tailLimit + 4096 { tail.removeFirst(tail.count - tailLimit) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// What is kept, as text; where something was left out, a line says how much.
  var captured: CapturedText {
    let end = tail.suffix(tailLimit)
    let dropped = total - head.count - end.count
    guard dropped > 0 else { return CapturedText(String(decoding: head + end, as: UTF8.self)) }
    let text =
      String(decoding: head, as: UTF8.self) + "\n… \(dropped) bytes left out …\n" + String(decoding: end, as: UTF8.self)
    return CapturedText(text, droppedBytes: dropped)
  }

  /// Cuts from the last line that contains a text on, where nothing was left out.
  mutating func dropLine(containing text: String) {
    guard total == head.count, let place = String(decoding: head, as: UTF8.self).ranges(of: text).last else { return }
    let kept = String(decoding: head, as: UTF8.self)
    let line = kept[..<place.lowerBound].lastIndex(of: "\n").map { kept.index(after: $0) } ?? kept.startIndex
    head = Array(kept[..<line].utf8)
    total = head.count
  }

  /// The last bytes, as text.
  var ending: String { String(decoding: (head.suffix(16384) + tail).suffix(16384), as: UTF8.self) }
}
