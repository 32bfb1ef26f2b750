/// How large the letters of a part of a formula are.
enum MathStyle: Hashable, Sendable {
  case text, script, scriptOfScript

  /// Size relative to the label.
  var scale: Double {
    switch self {
    case .text: 1
    case .script: 0.72
    case .scriptOfScript: 0.56
    }
  }

  var smaller: MathStyle { self == .text ? .script : .scriptOfScript }
}

/// Sets formulas after the rules in appendix G of Knuth's The TeXbook (1984), with lengths that suit DejaVu Sans, whose
/// small letters are larger than those of TeX's fonts.
struct MathLayout {
  let measurer: any TextMeasurer
  /// The font of the words around the formula.
  let font: Font

  // Lengths in ems of the style at hand.
  /// The height of the bar of a fraction, and of the middle of signs such as + and =.
  private static let axis = 0.314
  private var rule: Double { font.weight == .bold ? 0.085 : 0.06 }
  private static let superscriptRise = 0.36
  private static let subscriptDrop = 0.2
  private static let superscriptFloor = 0.14
  private static let subscriptCeiling = 0.44
  private static let scriptGap = 0.07
  private static let fractionGap = 0.13
  private static let rootGap = 0.1
  private static let accentGap = 0.07

  private func em(_ style: MathStyle) -> Double { font.size * style.scale }

  /// Parts from left to right.
  func set(_ nodes: [MathNode], _ style: MathStyle) -> MathBox {
    if nodes.count == 1 { return set(nodes[0], style, as: nodes[0].kind == .binary ? .ordinary : nodes[0].kind) }
    var box = MathBox()
    var previous: MathKind?
    var isAfterScripts = false
    let em = em(style)
    for (node, kind) in zip(nodes, MathNode.kinds(of: nodes)) {
      if case .space(let width) = node {
        box.width = max(0, box.width + width * em)
        continue
      }
      var gap = previous.map { $0.gap(before: kind).width(in: style) * em } ?? 0
      if isAfterScripts { gap = max(gap, 0.06 * em) }
      let part = set(node, style, as: kind)
      box.append(part, gap: gap + part.lean)
      box.width += (part.glyph?.correction ?? 0) * em
      previous = kind
      isAfterScripts = if case .scripts = node { true } else { false }
    }
    return box
  }

  private func set(_ node: MathNode, _ style: MathStyle, as kind: MathKind) -> MathBox {
    switch node {
    case .symbol(let symbol): return set(symbol, style)
    case .space(let width):
      var box = MathBox()
      box.width = max(0, width * em(style))
      return box
    case .group(let nodes): return set(nodes, style)
    case .scripts(let base, let low, let high): return setScripts(base, low, high, style)
    case .fraction(let numerator, let denominator): return setFraction(numerator, denominator, style)
    case .radical(let degree, let radicand): return setRoot(degree, radicand, style)
    case .delimited(let opening, let body, let closing):
      let inside = set(body, style)
      let axis = Self.axis * em(style)
      let reach = max(inside.ascent - axis, inside.descent + axis)
      var box = setDelimiter(opening, reach: reach, style)
      box.glyph = nil
      box.append(inside)
      box.append(setDelimiter(closing, reach: reach, style))
      return box
    case .delimiter(let delimiter, _, let reach): return setDelimiter(delimiter, reach: reach * em(style), style)
    case .accented(let accent, let body): return setAccent(accent, body, style)
    }
  }

  // MARK: Letters

  private func set(_ symbol: MathSymbol, _ style: MathStyle) -> MathBox {
    if symbol.text == "′", style != .text { return setPrime(style) }
    let isItalic = symbol.letters == .italic || symbol.letters == .boldItalic
    let isBold = symbol.letters == .bold || symbol.letters == .boldItalic
    let size = em(style)
    let font = Font(size: size, weight: isBold ? .bold : font.weight, slant: isItalic ? .italic : .upright)
    let shape = GlyphShape(symbol.text, slant: font.slant)
    var box = MathBox()
    box.lean = shape.left * size
    box.width = measurer.width(of: symbol.text, font: font)
    if !symbol.text.isEmpty {
      box.runs = [TypesetText.Run(symbol.text, x: 0, y: 0, font: font, width: box.width)]
    }
    (box.ascent, box.descent) = (shape.ascent * size, shape.descent * size)
    box.glyph = shape
    return box
  }

  /// A prime among scripts: as large as beside letters of the size above, as high as its base.
  private func setPrime(_ style: MathStyle) -> MathBox {
    let size = em(style == .script ? .text : .script)
    let font = Font(size: size, weight: font.weight)
    let width = measurer.width(of: "′", font: font)
    var box = MathBox()
    box.runs = [TypesetText.Run("′", x: 0, y: 0.3 * size, font: font, width: width)]
    (box.width, box.ascent) = (width, 0.45 * size)
    return box
  }

  // MARK: Scripts

  private func setScripts(
    _ base: [MathNode], _ low: [MathNode]?, _ high: [MathNode]?, _ style: MathStyle
  ) -> MathBox {
    let em = em(style)
    var box = set(base, style)
    let glyph = box.glyph
    let upper = high.map { set($0, style.smaller) }
    let lower = low.map { set($0, style.smaller) }
    // On a letter scripts stand at fixed heights, on anything larger near its ends.
    var rise = Self.superscriptRise * em
    var drop = Self.subscriptDrop * em
    if glyph == nil {
      rise = max(rise, box.ascent - 0.36 * em)
      drop = max(drop, box.descent + 0.04 * em)
    }
    if let upper { rise = max(rise, upper.descent + Self.superscriptFloor * em) }
    if let lower { drop = max(drop, lower.ascent - Self.subscriptCeiling * em) }
    if let upper, let lower {
      let gap = (rise - upper.descent) - (lower.ascent - drop)
      drop += max(0, Self.scriptGap * em - gap)
    }
    // Upper scripts clear the end of a slanted letter, lower ones move under it.
    var (right, left) = (box.width, box.width)
    if let edges = glyph?.edges {
      right += (0.045 + max(edges.high, -0.04)) * em
      left += (0.05 + max(edges.low, -0.19)) * em
    }
    if case .symbol(let symbol)? = high?.first, symbol.text == "′" { right -= 0.05 * em }
    box.glyph = nil
    if let lower { box.add(lower, x: left + 0.7 * lower.lean, raised: -drop) }
    if let upper { box.add(upper, x: right + 0.7 * upper.lean, raised: rise) }
    return box
  }

  // MARK: Fractions, roots, delimiters, accents

  private func setFraction(_ numerator: [MathNode], _ denominator: [MathNode], _ style: MathStyle) -> MathBox {
    let em = em(style)
    let (over, under) = (set(numerator, style.smaller), set(denominator, style.smaller))
    let (axis, half) = (Self.axis * em, rule * em / 2)
    let side = 0.06 * em
    let width = max(over.width, under.width) + 2 * side
    var box = MathBox()
    box.add(
      over, x: side + (width - side - over.width) / 2, raised: axis + half + Self.fractionGap * em + over.descent)
    box.add(
      under, x: side + (width - side - under.width) / 2,
      raised: axis - half - Self.fractionGap * em - under.ascent)
    box.add(shapes: [MathShapes.bar(from: side, to: width, bottom: axis - half, top: axis + half)])
    box.width = width + side
    return box
  }

  private func setRoot(_ degree: [MathNode], _ radicand: [MathNode], _ style: MathStyle) -> MathBox {
    let em = em(style)
    let inside = set(radicand, style)
    let thickness = rule * em
    let top = max(inside.ascent, 0.56 * em) + Self.rootGap * em + thickness
    let bottom = -max(inside.descent, 0.02 * em) - 0.03 * em
    let sign = MathShapes.root(bottom: bottom, top: top, thickness: thickness, size: em)
    var box = MathBox()
    if !degree.isEmpty {
      let small = set(degree, .scriptOfScript)
      // Above the tick of the sign.
      let height = bottom + 0.5 * min(top - bottom, 1.1 * em) + 0.1 * em + small.descent
      box.add(small, x: 0.03 * em, raised: height)
      box.width = max(0, box.width - 0.24 * em)
    }
    let start = box.width
    box.add(sign, x: start)
    box.add(inside, x: start + sign.width + 0.04 * em)
    box.add(
      shapes: [MathShapes.bar(from: sign.width, to: box.width - start + 0.04 * em, bottom: top - thickness, top: top)],
      x: start)
    box.width += 0.08 * em
    return box
  }

  /// A delimiter as a letter where that is large enough, else drawn.
  private func setDelimiter(_ delimiter: MathDelimiter, reach: Double, _ style: MathStyle) -> MathBox {
    let em = em(style)
    if delimiter != .none && reach <= 0.52 * em { return set(MathSymbol(delimiter.rawValue), style) }
    return MathShapes.delimiter(delimiter, axis: Self.axis * em, reach: reach, size: em, weight: font.weight)
  }

  private func setAccent(_ accent: MathAccent, _ body: [MathNode], _ style: MathStyle) -> MathBox {
    let em = em(style)
    var box = set(body, style)
    let mark = MathShapes.accent(accent, over: box.width, thickness: rule * em, size: em)
    if accent == .underline {
      box.add(mark, x: 0, raised: -box.descent - Self.accentGap * em - mark.ascent)
      box.glyph = nil
      return box
    }
    // The top of a slanted letter stands to the right of its middle.
    let lean = box.glyph.map { $0.edges == nil ? 0 : 0.02 + 0.08 * max(0, $0.ascent - 0.4) } ?? 0
    let isWide = [.overline, .wideHat, .wideTilde].contains(accent)
    let x = (box.width - mark.width) / 2 + lean * em
    let (width, glyph) = (box.width, box.glyph)
    box.add(mark, x: x, raised: box.ascent + Self.accentGap * em)
    if x < 0 {
      // A mark wider than its letter makes room for itself.
      var wider = MathBox()
      wider.add(box, x: -x)
      box = wider
    } else if !isWide {
      box.width = max(width, x + mark.width)
    }
    box.glyph = glyph
    box.glyph?.ascent = box.ascent / em
    return box
  }
}
