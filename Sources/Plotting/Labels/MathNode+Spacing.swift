extension MathNode {
  /// What each part is where it stands: an operator between two operands is binary, at an end it is a sign.
  static func kinds(of nodes: [MathNode]) -> [MathKind] {
    var kinds = nodes.map(\.kind)
    var previous: Int?
    for index in nodes.indices {
      if case .space = nodes[index] { continue }
      if kinds[index] == .binary {
        switch previous.map({ kinds[$0] }) {
        case nil, .binary, .function, .relation, .opening, .punctuation: kinds[index] = .ordinary
        default: break
        }
      }
      if let previous, kinds[previous] == .binary, [.relation, .closing, .punctuation].contains(kinds[index]) {
        kinds[previous] = .ordinary
      }
      previous = index
    }
    if let previous, kinds[previous] == .binary { kinds[previous] = .ordinary }
    return kinds
  }
}

extension MathKind {
  /// How much room stands between two kinds.
  enum Gap: Hashable, Sendable {
    case none
    /// Around names of functions, in scripts too.
    case thinAlways
    case thin, medium, thick

    /// The room in ems, narrower than in TeX because the signs of figures' font have room of their own.
    func width(in style: MathStyle) -> Double {
      switch self {
      case .none: 0
      case .thinAlways: 3.0 / 18
      case .thin: style == .text ? 2.5 / 18 : 0
      case .medium: style == .text ? 2.5 / 18 : 0
      case .thick: style == .text ? 3.5 / 18 : 0
      }
    }
  }

  /// The room before a part of another kind, after the table in chapter 18 of Knuth's The TeXbook (1984).
  func gap(before next: MathKind) -> Gap {
    switch (self, next) {
    case (.opening, _), (.relation, .relation), (.relation, .closing), (.relation, .punctuation): .none
    case (.relation, _), (.ordinary, .relation), (.function, .relation), (.closing, .relation), (.inner, .relation):
      .thick
    case (.binary, _), (_, .binary): .medium
    case (.punctuation, _): .thin
    case (.ordinary, .function), (.closing, .function), (.inner, .function), (.function, .ordinary),
      (.function, .function):
      .thinAlways
    case (.ordinary, .inner), (.function, .inner), (.closing, .inner), (.inner, .inner), (.inner, .ordinary),
      (.inner, .opening), (.inner, .punctuation):
      .thin
    default: .none
    }
  }
}
