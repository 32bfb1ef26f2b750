/// The commands that stand for a sign, a name or room.
enum TeXCommands {
  /// What a command stands for, by its name without the backslash.
  static func node(_ name: String) -> MathNode? {
    if let text = italicLetters[name] { return .symbol(MathSymbol(text, .ordinary, .italic)) }
    if let text = ordinary[name] { return .symbol(MathSymbol(text)) }
    if let text = binary[name] { return .symbol(MathSymbol(text, .binary)) }
    if let text = relations[name] { return .symbol(MathSymbol(text, .relation)) }
    if let text = large[name] { return .symbol(MathSymbol(text, .function)) }
    if functions.contains(name) { return .symbol(MathSymbol(functionText(name), .function)) }
    if let text = opening[name] { return .symbol(MathSymbol(text, .opening)) }
    if let text = closing[name] { return .symbol(MathSymbol(text, .closing)) }
    if let width = spaces[name] { return .space(width) }
    if name == "colon" { return .symbol(MathSymbol(":", .punctuation)) }
    return nil
  }

  /// What a character outside ASCII is that may be typed as it is, such as η or ≤.
  static func node(for character: Character) -> MathNode {
    kinds[String(character)] ?? .symbol(MathSymbol(String(character)))
  }

  private static let kinds: [String: MathNode] = {
    var result: [String: MathNode] = [:]
    for text in italicLetters.values { result[text] = .symbol(MathSymbol(text, .ordinary, .italic)) }
    for (table, kind) in [
      (binary, MathKind.binary), (relations, .relation), (large, .function), (opening, .opening), (closing, .closing),
    ] {
      for text in table.values where result[text] == nil { result[text] = .symbol(MathSymbol(text, kind)) }
    }
    result["−"] = .symbol(MathSymbol("−", .binary))
    // These look the same at either side and are told apart by their commands only.
    for text in ["|", "‖"] { result[text] = .symbol(MathSymbol(text)) }
    return result
  }()

  private static func functionText(_ name: String) -> String {
    switch name {
    case "limsup": "lim sup"
    case "liminf": "lim inf"
    case "argmax": "arg max"
    case "argmin": "arg min"
    default: name
    }
  }

  /// Small Greek letters and others that are slanted.
  static let italicLetters = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "varkappa": "ϰ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "partial": "∂",
    "imath": "ı", "jmath": "ȷ",
  ]

  static let ordinary = [
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "nabla": "∇", "forall": "∀", "exists": "∃", "nexists": "∄",
    "emptyset": "∅", "varnothing": "∅", "top": "⊤", "bot": "⊥", "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮",
    "prime": "′", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "angle": "∠", "neg": "¬", "lnot": "¬",
    "square": "□", "Box": "□", "triangle": "△", "checkmark": "✓", "degree": "°", "backslash": "\\", "vert": "|",
    "Vert": "‖", "|": "‖", "%": "%", "#": "#", "&": "&", "_": "_", "$": "$",
  ]

  static let binary = [
    "cdot": "·", "times": "×", "pm": "±", "mp": "∓", "div": "÷", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "∙",
    "dagger": "†", "ddagger": "‡", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨",
    "lor": "∨", "oplus": "⊕", "ominus": "⊖", "otimes": "⊗", "odot": "⊙", "diamond": "⋄",
  ]

  static let relations = [
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "lt": "<", "gt": ">", "approx": "≈",
    "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫", "prec": "≺", "succ": "≻",
    "preceq": "⪯", "succeq": "⪰", "lesssim": "≲", "gtrsim": "≳", "to": "→", "rightarrow": "→", "longrightarrow": "⟶",
    "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "mapsto": "↦", "Rightarrow": "⇒", "implies": "⟹",
    "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⟺", "uparrow": "↑", "downarrow": "↓", "nearrow": "↗",
    "searrow": "↘", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "mid": "∣", "parallel": "∥", "perp": "⊥", "coloneqq": "≔", "asymp": "≍", "doteq": "≐",
  ]

  static let large = ["sum": "∑", "prod": "∏", "int": "∫", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂"]

  static let functions: Set<String> = [
    "max", "min", "sup", "inf", "log", "ln", "exp", "det", "tr", "lim", "arg", "sin", "cos", "tan", "sinh", "cosh",
    "tanh", "arctan", "dim", "ker", "deg", "gcd", "Pr", "limsup", "liminf", "argmax", "argmin",
  ]

  static let opening = [
    "{": "{", "lbrace": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lvert": "|", "lVert": "‖", "lbrack": "[",
    "lparen": "(",
  ]

  static let closing = [
    "}": "}", "rbrace": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rvert": "|", "rVert": "‖", "rbrack": "]",
    "rparen": ")",
  ]

  /// Room in ems.
  static let spaces = [
    ",": 3.0 / 18, "thinspace": 3.0 / 18, ":": 4.0 / 18, ">": 4.0 / 18, ";": 5.0 / 18, "!": -3.0 / 18,
    "enspace": 0.5, "quad": 1, "qquad": 2, " ": 0.32, "space": 0.32,
  ]

  static let accents: [String: MathAccent] = [
    "hat": .hat, "tilde": .tilde, "bar": .bar, "vec": .vector, "dot": .dot, "ddot": .doubleDot, "widehat": .wideHat,
    "widetilde": .wideTilde, "overline": .overline, "underline": .underline,
  ]

  /// Half the height of a delimiter in ems, by the beginning of its command.
  static let sizes: [(name: String, reach: Double)] = [("bigg", 1.05), ("Bigg", 1.3), ("big", 0.6), ("Big", 0.8)]
}
