/// Reads TeX, as between the dollars of a notebook's prose, into a tree.
struct TeXParser {
  /// Groups nest no deeper than this.
  static let deepest = 24

  private let characters: [Character]
  /// Position in the label of the first character.
  private let start: Int
  private var index = 0
  private var depth = 0
  private var alphabet: MathAlphabet?

  /// The parts of a formula.
  ///
  /// - Parameters:
  ///   - source: what stands between the dollars.
  ///   - start: where in the label it begins, counted in characters from 1.
  static func parse(_ source: some Sequence<Character>, at start: Int = 1) throws(TeXError) -> [MathNode] {
    var parser = TeXParser(characters: Array(source), start: start)
    let nodes = try parser.list(until: .end)
    return nodes
  }

  private init(characters: [Character], start: Int) {
    self.characters = characters
    self.start = start
  }

  /// What ends a list of parts.
  private enum Terminator {
    case end
    /// The brace that closes the one at an index.
    case brace(Int)
    case bracket(Int)
    /// The `\right` of the `\left` at an index.
    case right(Int)
  }

  private var peek: Character? { index < characters.count ? characters[index] : nil }

  private func error(_ reason: TeXError.Reason, at index: Int) -> TeXError { TeXError(reason, at: start + index) }

  private mutating func skipSpaces() {
    while let character = peek, character.isWhitespace { index += 1 }
  }

  // MARK: Lists

  private mutating func list(until terminator: Terminator) throws(TeXError) -> [MathNode] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw error(.tooDeep(limit: Self.deepest), at: min(index, characters.count)) }
    var nodes: [MathNode] = []
    while true {
      skipSpaces()
      guard let character = peek else {
        switch terminator {
        case .end: return nodes
        case .brace(let opening), .bracket(let opening): throw error(.unclosedGroup, at: opening)
        case .right(let opening): throw error(.unpairedDelimiter("\\left"), at: opening)
        }
      }
      switch character {
      case "}":
        guard case .brace = terminator else {
          if case .right(let opening) = terminator { throw error(.unpairedDelimiter("\\left"), at: opening) }
          throw error(.unopenedGroup, at: index)
        }
        index += 1
        return nodes
      case "]":
        if case .bracket = terminator {
          index += 1
          return nodes
        }
      case "\\":
        if name(at: index) == "right" {
          guard case .right = terminator else { throw error(.unpairedDelimiter("\\right"), at: index) }
          return nodes
        }
      default: break
      }
      let base: [MathNode] = ["^", "_", "'"].contains(character) ? [] : try atom().map { [$0] } ?? []
      if let node = try scripts(on: base) { nodes.append(node) }
    }
  }

  /// The base with what `^`, `_` and primes put on it; nil if there is neither.
  private mutating func scripts(on base: [MathNode]) throws(TeXError) -> MathNode? {
    var (low, high): ([MathNode]?, [MathNode]?) = (nil, nil)
    var primes: [MathNode] = []
    while true {
      let beforeSpaces = index
      skipSpaces()
      switch peek {
      case "'":
        if high != nil { throw error(.doubleScript("'"), at: index) }
        primes.append(.symbol(MathSymbol("′")))
        index += 1
      case "^":
        if high != nil { throw error(.doubleScript("^"), at: index) }
        high = try script()
      case "_":
        if low != nil { throw error(.doubleScript("_"), at: index) }
        low = try script()
      case "\\" where ["limits", "nolimits"].contains(name(at: index)):
        index += 1 + name(at: index).count
      default:
        if !primes.isEmpty { high = primes + (high ?? []) }
        if low == nil && high == nil {
          index = beforeSpaces
          return base.first
        }
        return .scripts(base: base, subscript: low, superscript: high)
      }
    }
  }

  private mutating func script() throws(TeXError) -> [MathNode] {
    let place = index
    let mark = String(characters[index])
    index += 1
    return try argument(of: mark, at: place)
  }

  // MARK: Atoms

  /// The next part, without scripts; nil for a command that shows nothing.
  private mutating func atom() throws(TeXError) -> MathNode? {
    let place = index
    let character = characters[index]
    switch character {
    case "\\": return try command()
    case "{":
      index += 1
      return .group(try list(until: .brace(place)))
    case "0"..."9": return number()
    default:
      index += 1
      return try sign(character, at: place)
    }
  }

  /// Digits, with a point between some of them.
  private mutating func number() -> MathNode {
    var text = ""
    while let character = peek {
      let isPoint =
        character == "." && index + 1 < characters.count && ("0"..."9").contains(characters[index + 1])
      guard ("0"..."9").contains(character) || isPoint else { break }
      text.append(character)
      index += 1
    }
    if let alphabet, alphabet != .italic {
      let symbols = text.map { alphabet.symbol($0) }
      return symbols.count == 1 ? .symbol(symbols[0]) : .group(symbols.map { .symbol($0) })
    }
    return .symbol(MathSymbol(text))
  }

  private func sign(_ character: Character, at place: Int) throws(TeXError) -> MathNode {
    switch character {
    case "a"..."z", "A"..."Z": return .symbol((alphabet ?? .italic).symbol(character))
    case "0"..."9": return .symbol((alphabet ?? .italic).symbol(character))
    case "+": return .symbol(MathSymbol("+", .binary))
    case "-": return .symbol(MathSymbol("−", .binary))
    case "*": return .symbol(MathSymbol("∗", .binary))
    case "=", "<", ">", ":": return .symbol(MathSymbol(String(character), .relation))
    case "(", "[": return .symbol(MathSymbol(String(character), .opening))
    case ")", "]", "?", "!": return .symbol(MathSymbol(String(character), .closing))
    case ",", ";": return .symbol(MathSymbol(String(character), .punctuation))
    case "~": return .space(0.32)
    case "%", "#", "&", "$": throw error(.reservedCharacter(character), at: place)
    case "`": return .symbol(MathSymbol("‘"))
    default: return TeXCommands.node(for: character)
    }
  }

  // MARK: Commands

  /// The name after a backslash: letters, or a single other character; empty at the end.
  private func name(at backslash: Int) -> String {
    var end = backslash + 1
    while end < characters.count, characters[end].isLetter, characters[end].isASCII { end += 1 }
    if end == backslash + 1, end < characters.count { end += 1 }
    return String(characters[(backslash + 1)..<end])
  }

  private mutating func command() throws(TeXError) -> MathNode? {
    let place = index
    let name = name(at: index)
    let full = "\\" + name
    index += 1 + name.count
    switch name {
    case "frac", "tfrac":
      let numerator = try argument(of: full, at: place)
      return .fraction(numerator: numerator, denominator: try argument(of: full, at: place))
    case "sqrt":
      skipSpaces()
      var degree: [MathNode] = []
      if peek == "[" {
        index += 1
        degree = try list(until: .bracket(index - 1))
      }
      return .radical(degree: degree, radicand: try argument(of: full, at: place))
    case "left":
      let opening = try delimiter(after: full)
      let body = try list(until: .right(place))
      index += "\\right".count
      return .delimited(opening: opening, body: body, closing: try delimiter(after: "\\right"))
    case "operatorname":
      skipSpaces()
      if peek == "*" { index += 1 }
      return .symbol(MathSymbol(try words(of: full, at: place), .function))
    case "text", "textrm", "textnormal", "mbox": return .symbol(MathSymbol(try words(of: full, at: place)))
    case "textbf": return .symbol(MathSymbol(try words(of: full, at: place), .ordinary, .bold))
    case "textit", "emph": return .symbol(MathSymbol(try words(of: full, at: place), .ordinary, .italic))
    case "limits", "nolimits", "textstyle": return nil
    default: break
    }
    if let accent = TeXCommands.accents[name] { return .accented(accent, try argument(of: full, at: place)) }
    if let chosen = MathAlphabet(command: name) {
      let outer = alphabet
      alphabet = chosen
      defer { alphabet = outer }
      return .group(try argument(of: full, at: place))
    }
    for (stem, reach) in TeXCommands.sizes {
      guard name.hasPrefix(stem), let kind = Self.kinds[String(name.dropFirst(stem.count))] else { continue }
      return .delimiter(try delimiter(after: full), kind, reach: reach)
    }
    guard let node = TeXCommands.node(name) else { throw error(.unknownCommand(full), at: place) }
    if case .symbol(var symbol) = node, symbol.letters != .upright || symbol.text.first?.isLetter == true {
      switch alphabet {
      case .bold: symbol.letters = .bold
      case .boldItalic: symbol.letters = .boldItalic
      default: break
      }
      return .symbol(symbol)
    }
    return node
  }

  /// What a delimiter of given size is, by the end of its command.
  private static let kinds: [String: MathKind] = ["": .ordinary, "l": .opening, "r": .closing, "m": .relation]

  /// A group, or a single part.
  private mutating func argument(of name: String, at place: Int) throws(TeXError) -> [MathNode] {
    skipSpaces()
    guard let character = peek else { throw error(.missingArgument(of: name), at: place) }
    let opening = index
    switch character {
    case "{":
      index += 1
      return try list(until: .brace(opening))
    case "}", "^", "_", "'": throw error(.missingArgument(of: name), at: place)
    case "\\":
      if self.name(at: index) == "right" { throw error(.missingArgument(of: name), at: place) }
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.deepest else { throw error(.tooDeep(limit: Self.deepest), at: index) }
      return try command().map { [$0] } ?? []
    default:
      index += 1
      return [try sign(character, at: opening)]
    }
  }

  /// The letters of `\text{…}`, spaces included.
  private mutating func words(of name: String, at place: Int) throws(TeXError) -> String {
    skipSpaces()
    guard let first = peek, first != "}" else { throw error(.missingArgument(of: name), at: place) }
    guard first == "{" else {
      index += 1
      return String(first)
    }
    let opening = index
    index += 1
    var text = ""
    var braces = 0
    while let character = peek {
      index += 1
      switch character {
      case "\\":
        guard let next = peek, "{}$%#&_ ,;:!".contains(next) else {
          throw error(.unknownCommand("\\" + self.name(at: index - 1)), at: index - 1)
        }
        if next != "!" { text.append(",;: ".contains(next) ? " " : next) }
        index += 1
      case "{": braces += 1
      case "}":
        if braces == 0 { return text }
        braces -= 1
      case "~": text.append(" ")
      default: text.append(character.isWhitespace ? " " : character)
      }
    }
    throw error(.unclosedGroup, at: opening)
  }

  private mutating func delimiter(after command: String) throws(TeXError) -> MathDelimiter {
    skipSpaces()
    let place = index
    guard let character = peek else { throw error(.unknownDelimiter("", after: command), at: place) }
    var found = String(character)
    index += 1
    if character == "\\" {
      let name = name(at: place)
      index += name.count
      found = "\\" + name
      let text =
        TeXCommands.opening[name] ?? TeXCommands.closing[name]
        ?? (["|", "Vert"].contains(name) ? "‖" : name == "vert" ? "|" : nil)
      if let text, let delimiter = MathDelimiter(rawValue: text) { return delimiter }
    } else if character == "." {
      return .none
    } else if character == "<" {
      return .leftAngle
    } else if character == ">" {
      return .rightAngle
    } else if let delimiter = MathDelimiter(rawValue: found) {
      return delimiter
    }
    throw error(.unknownDelimiter(found, after: command), at: place)
  }
}
