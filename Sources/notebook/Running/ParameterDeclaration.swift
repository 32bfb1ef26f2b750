import NotebookFormat

/// A `param(…)` as the notebook's source states it, where it states it with literals.
struct ParameterDeclaration: Equatable {
  /// What values can be.
  enum Kind: Equatable {
    case wholeNumber, number, truth
    case choice([String])
    /// Text, or what the source alone does not tell.
    case unknown
  }

  var name: String
  var path: String
  var line: Int
  var kind: Kind
  /// The limits, where they are literals.
  var range: (lower: Double, upper: Double, words: String)?

  static func == (a: ParameterDeclaration, b: ParameterDeclaration) -> Bool {
    a.name == b.name && a.line == b.line && a.kind == b.kind && a.range?.words == b.range?.words
  }

  /// What is wrong with a value, with the parameter, what it allows and its place; nil for a value that may be right.
  func objection(to value: String) -> String? {
    let place = "\(path):\(line): error: parameter '\(name)'"
    let words = range.map { " (allowed: \($0.words))" } ?? ""
    switch kind {
    case .wholeNumber where Int(value) == nil: return "\(place) is a whole number, not '\(value)'\(words)"
    case .number where Double(value).map(\.isNaN) ?? true: return "\(place) is a number, not '\(value)'\(words)"
    case .truth where !["true", "yes", "1", "false", "no", "0"].contains(value.lowercased()):
      return "\(place) is true or false, not '\(value)'"
    case .choice(let choices) where !choices.contains(value):
      return "\(place) is one of \(choices.joined(separator: ", ")), not '\(value)'"
    default: break
    }
    guard let range, let number = Double(value), !(range.lower...range.upper).contains(number) else { return nil }
    return "\(place) is \(value), which is not allowed\(words)"
  }
}

extension ParameterScan {
  /// The parameters of a notebook with what its source says of their values.
  static func declarations(in notebook: Notebook) -> [ParameterDeclaration] {
    var declarations: [ParameterDeclaration] = []
    for cell in notebook.cells {
      for match in cell.code.matches(of: /\bparam\(\s*"([^"\\]+)"/) {
        let name = String(match.1)
        guard !declarations.contains(where: { $0.name == name }) else { continue }
        let before = cell.code[..<match.range.lowerBound]
        let line = cell.lines.lowerBound + before.count { $0.isNewline }
        let arguments = arguments(cell.code[match.range.upperBound...])
        let isDouble = before.suffix(while: { !$0.isNewline }).contains(/:\s*Double\b/)
        declarations.append(
          declaration(name, path: notebook.path, line: line, arguments: String(arguments), isDouble: isDouble))
      }
    }
    return declarations
  }

  /// What stands before the bracket that closes the call.
  private static func arguments(_ rest: Substring) -> Substring {
    var depth = 1
    var isText = false
    var last: Character = " "
    for index in rest.indices {
      let character = rest[index]
      if character == "\"", last != "\\" { isText.toggle() }
      if !isText {
        if "([{".contains(character) { depth += 1 }
        if ")]}".contains(character) { depth -= 1 }
        if depth == 0 { return rest[..<index] }
      }
      last = character
    }
    return rest
  }

  private static func declaration(
    _ name: String, path: String, line: Int, arguments: String, isDouble: Bool
  ) -> ParameterDeclaration {
    func number(_ text: Substring) -> Double? { Double(text.filter { $0 != "_" }) }
    var declaration = ParameterDeclaration(name: name, path: path, line: line, kind: .unknown)
    let literal = #/-?[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][-+]?[0-9]+)?/#
    if let match = arguments.firstMatch(of: #/\bin:\s*(-?[0-9][0-9_.eE+-]*?)\s*\.\.\.\s*(-?[0-9][0-9_.eE+-]*)/#),
      let lower = number(match.1), let upper = number(match.2), lower <= upper
    {
      declaration.range = (lower, upper, "\(match.1) … \(match.2)")
    }
    if let match = arguments.firstMatch(of: #/\bdefault:\s*(true|false)\b/#), !match.1.isEmpty {
      declaration.kind = .truth
    } else if let match = arguments.firstMatch(of: #/\bchoices:\s*\[([^\]]*)\]/#) {
      let items = match.1.matches(of: #/"([^"\\]*)"/#).map { String($0.1) }
      if !items.isEmpty { declaration.kind = .choice(items) }
    } else if let match = arguments.firstMatch(of: #/\bdefault:\s*(-?[0-9][^,)\s]*)/#),
      match.1.wholeMatch(of: literal) != nil
    {
      let limits = [declaration.range?.words ?? "", String(match.1)]
      let isWhole = !isDouble && !limits.contains { $0.contains(".") || $0.lowercased().contains("e") }
      declaration.kind = isWhole ? .wholeNumber : .number
    }
    return declaration
  }
}

extension Substring {
  fileprivate func suffix(while belongs: (Character) -> Bool) -> Substring {
    var start = endIndex
    while start > startIndex, belongs(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
