/// Turns an option's value into what the option wants, or says what it wanted.
struct OptionReading {
  /// What a value should have been, for the reader.
  struct Mismatch: Error {
    var message: String
    var fix: String
  }

  var option: OptionLine

  func text() throws(Mismatch) -> String {
    guard case .text(let text, _) = option.value else { throw wanted("text", "write one text without brackets") }
    if text.isEmpty { throw wanted("a value", "write the value after the colon, or remove the line") }
    return text
  }

  func list() -> [String] {
    switch option.value {
    case .list(let items): items
    case .text(let text, _): text.isEmpty ? [] : [text]
    }
  }

  func flag() throws(Mismatch) -> Bool {
    switch try text() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw wanted("true or false", "write `true` or `false`")
    }
  }

  func natural() throws(Mismatch) -> UInt64 {
    let text = String(try text().filter { $0 != "_" })
    let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    guard let value else { throw wanted("a whole number from 0 to 2^64 − 1", "write a number such as `42`") }
    return value
  }

  func place() throws(Mismatch) -> Int {
    guard let value = Int(try text()), (0...100_000).contains(value) else {
      throw wanted("a whole number from 0 to 100000", "write a number such as `3`")
    }
    return value
  }

  func positive(_ unit: String, upTo limit: Double) throws(Mismatch) -> Double {
    var text = Substring(try text())
    for suffix in [unit, unit.first.map(String.init) ?? ""] where !suffix.isEmpty && text.hasSuffix(suffix) {
      text = text.dropLast(suffix.count)
      while text.last == " " { text.removeLast() }
      break
    }
    guard let value = Double(text), value > 0, value <= limit else {
      throw wanted("a number of \(unit) above 0 and at most \(Int(limit))", "write a number such as `300`")
    }
    return value
  }

  func bytes() throws(Mismatch) -> Int {
    guard let size = ByteSize(try text()) else { throw wanted("a size", "write a size such as `20 MB`") }
    return size.bytes
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) throws(Mismatch) -> Choice
  where Choice.RawValue == String {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw wanted(
        "one of \(names.joined(separator: ", "))",
        names.nearest(to: text).map { "did you mean '\($0)'?" } ?? "write one of \(names.joined(separator: ", "))")
    }
    return choice
  }

  func label() throws(Mismatch) -> String {
    let text = try text()
    guard let label = Label(text), [.figure, .table, .listing].contains(label.kind) else {
      throw Mismatch(
        message: "'\(text)' is not a cell's label",
        fix: "write `fig-`, `tbl-` or `lst-` and a name of letters, digits and hyphens, such as `fig-loss`")
    }
    return text
  }

  func language() throws(Mismatch) -> String {
    let text = try text()
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { Ascii.isLetter($0) || Ascii.isDigit($0) }
    }
    guard isTag, (2...3).contains(parts[0].count) else { throw wanted("a language tag", "write a tag such as `en`") }
    return text
  }

  private func wanted(_ what: String, _ fix: String) -> Mismatch {
    Mismatch(message: "'\(option.key)' wants \(what)", fix: fix)
  }
}
