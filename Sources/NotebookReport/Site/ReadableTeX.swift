/// A formula as words that a reader can look for: `\lambda_{\max}` as `λ_max`.
enum ReadableTeX {
  static func text(_ tex: String) -> String {
    var result = ""
    var rest = tex[...]
    while let character = rest.popFirst() {
      switch character {
      case "\\":
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        if name.isEmpty {
          // `\,` and its like are space, `\{` is a brace.
          if let next = rest.popFirst(), "{}%&#_$".contains(next) { result.append(next) } else { result += " " }
        } else {
          rest = rest.dropFirst(name.count)
          result += words[String(name)] ?? String(name)
        }
      case "{", "}", "$": break
      case "~", "&", "\n": result += " "
      default: result.append(character)
      }
    }
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let words: [String: String] = {
    let greek = [
      "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
      "omicron", "pi", "rho", "", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ]
    var words = [
      "varepsilon": "ε", "vartheta": "θ", "varphi": "φ", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "neq": "≠",
      "approx": "≈", "sim": "∼", "to": "→", "leftarrow": "←", "rightarrow": "→", "infty": "∞", "sum": "∑", "prod": "∏",
      "nabla": "∇", "partial": "∂", "cdot": "·", "times": "×", "pm": "±", "in": "∈", "sqrt": "√", "ll": "≪", "gg": "≫",
      "dots": "…", "ldots": "…", "cdots": "…", "mid": "|", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|",
      "left": "", "right": "", "big": "", "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "quad": " ",
      "qquad": " ", "mathrm": "", "mathbf": "", "mathbb": "", "mathcal": "", "operatorname": "", "text": "",
      "frac": "", "tfrac": "", "dfrac": "", "tilde": "", "hat": "", "bar": "", "tr": "tr",
    ]
    for (index, name) in greek.enumerated() where !name.isEmpty {
      words[name] = Unicode.Scalar(0x3B1 + index).map { String(Character($0)) }
      let capital = name.prefix(1).uppercased() + name.dropFirst()
      words[capital] = Unicode.Scalar(0x391 + index).map { String(Character($0)) }
    }
    return words
  }()
}
