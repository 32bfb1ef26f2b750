/// A part of a formula.
indirect enum MathNode: Hashable, Sendable {
  /// A letter, a sign or a name.
  case symbol(MathSymbol)
  /// Empty room, in ems.
  case space(Double)
  /// Several parts that count as one.
  case group([MathNode])
  /// A base with what stands below and above at its right.
  case scripts(base: [MathNode], subscript: [MathNode]?, superscript: [MathNode]?)
  /// One over the other, with a bar between.
  case fraction(numerator: [MathNode], denominator: [MathNode])
  /// A root, with its degree if it is not the square root.
  case radical(degree: [MathNode], radicand: [MathNode])
  /// A body between delimiters that grow with it.
  case delimited(opening: MathDelimiter, body: [MathNode], closing: MathDelimiter)
  /// A delimiter of a size of its own: half its height, in ems.
  case delimiter(MathDelimiter, MathKind, reach: Double)
  /// A mark over or under a body.
  case accented(MathAccent, [MathNode])

  /// What the part is, for the room around it.
  var kind: MathKind {
    switch self {
    case .symbol(let symbol): symbol.kind
    case .space, .group, .radical, .accented: .ordinary
    case .scripts(let base, _, _): base.count == 1 ? base[0].kind : .ordinary
    case .fraction: .inner
    case .delimited: .inner
    case .delimiter(_, let kind, _): kind
    }
  }
}

/// What a part of a formula is, for the room around it.
enum MathKind: Hashable, Sendable {
  case ordinary, function, binary, relation, opening, closing, punctuation, inner
}

/// A letter, a sign or a name.
struct MathSymbol: Hashable, Sendable {
  /// How letters look.
  enum Letters: Hashable, Sendable {
    case upright, italic, bold, boldItalic
  }

  var text: String
  var kind: MathKind
  var letters: Letters

  init(_ text: String, _ kind: MathKind = .ordinary, _ letters: Letters = .upright) {
    self.text = text
    self.kind = kind
    self.letters = letters
  }
}

/// A sign that encloses; all but `none` have a character.
enum MathDelimiter: String, Hashable, Sendable {
  case none = ""
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case leftAngle = "⟨"
  case rightAngle = "⟩"
  case leftFloor = "⌊"
  case rightFloor = "⌋"
  case leftCeiling = "⌈"
  case rightCeiling = "⌉"
  case bar = "|"
  case doubleBar = "‖"
  case slash = "/"
}

/// A mark over a letter or a longer body.
enum MathAccent: Hashable, Sendable {
  case hat, tilde, bar, vector, dot, doubleDot
  case wideHat, wideTilde, overline, underline
}
