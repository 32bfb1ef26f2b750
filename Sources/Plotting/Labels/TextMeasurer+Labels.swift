extension TextMeasurer {
  /// The label ready to be drawn, its formulas set.
  public func typeset(_ label: LabelText, font: Font) -> TypesetText {
    if let text = label.onlyText { return TypesetText(text, font: font, width: width(of: text, font: font)) }
    let box = box(of: label, font: font)
    return TypesetText(
      runs: merged(box.runs), shapes: box.shapes, width: box.width,
      ascent: max(box.ascent, Font.capHeight * font.size), descent: max(box.descent, Font.descent * font.size),
      plain: label.plain)
  }

  /// The width of a label in points, on one line.
  public func width(of label: LabelText, font: Font) -> Double {
    if let text = label.onlyText { return width(of: text, font: font) }
    return box(of: label, font: font).width
  }

  /// The label set, before neighbours are merged.
  private func box(of label: LabelText, font: Font) -> MathBox {
    let layout = MathLayout(measurer: self, font: font)
    var box = MathBox()
    for part in label.parts {
      switch part {
      case .text(let text):
        var words = MathBox()
        words.width = width(of: text, font: font)
        words.runs = [TypesetText.Run(text, x: 0, y: 0, font: font, width: words.width)]
        box.append(words)
      case .formula(let nodes):
        let formula = layout.set(nodes, .text)
        box.append(formula, gap: formula.lean)
        box.width += (formula.glyph?.correction ?? 0) * font.size
      }
    }
    return box
  }

  /// Neighbours of one font that are as wide together as apart made one run.
  private func merged(_ runs: [TypesetText.Run]) -> [TypesetText.Run] {
    var result: [TypesetText.Run] = []
    for run in runs {
      if let last = result.last, last.font == run.font, last.y == run.y, abs(last.x + last.width - run.x) < 1e-6,
        abs(width(of: last.text + run.text, font: run.font) - last.width - run.width) < 1e-6
      {
        result[result.count - 1].text += run.text
        result[result.count - 1].width += run.width
      } else {
        result.append(run)
      }
    }
    return result
  }

  // MARK: Fitting

  /// The label, or as much of its beginning as has room, with an ellipsis. A formula is kept whole or left out.
  func fit(_ label: LabelText, font: Font, width: Double) -> LabelText {
    if self.width(of: label, font: font) <= width { return label }
    let pieces = label.pieces
    func beginning(_ count: Int) -> LabelText {
      LabelText(joining: pieces.prefix(count) + [.text("…")])
    }
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if self.width(of: beginning(middle), font: font) <= width {
        low = middle
      } else {
        high = middle - 1
      }
    }
    while low > 0, pieces[low - 1] == .text(" ") { low -= 1 }
    if low == 0 {
      // Not even a letter has room; of a label that begins with a formula, the ellipsis may.
      guard case .formula? = pieces.first, self.width(of: "…", font: font) <= width else { return "" }
    }
    return beginning(low)
  }

  /// The label broken between words into lines; what does not fit on the last is cut.
  func wrap(_ label: LabelText, font: Font, width: Double, lines limit: Int) -> [LabelText] {
    guard limit > 0, !label.isEmpty else { return [] }
    var lines: [LabelText] = []
    var rest = label.words[...]
    func line(_ words: some Collection<LabelText>) -> LabelText {
      LabelText(joining: words.enumerated().flatMap { ($0 > 0 ? [.text(" ")] : []) + $1.parts })
    }
    while !rest.isEmpty && lines.count < limit - 1 {
      var count = 1
      while count < rest.count, self.width(of: line(rest.prefix(count + 1)), font: font) <= width { count += 1 }
      lines.append(fit(line(rest.prefix(count)), font: font, width: width))
      rest.removeFirst(count)
    }
    if !rest.isEmpty { lines.append(fit(line(rest), font: font, width: width)) }
    return lines.filter { !$0.isEmpty }
  }
}

extension LabelText {
  /// Letters and whole formulas, between which a label may be cut.
  fileprivate var pieces: [Part] {
    parts.flatMap { part -> [Part] in
      if case .text(let text) = part { text.map { .text(String($0)) } } else { [part] }
    }
  }

  /// Pieces put together, neighbouring words as one.
  fileprivate init(joining pieces: some Sequence<Part>) {
    var parts: [Part] = []
    for piece in pieces {
      if case .text(let next) = piece, case .text(let text)? = parts.last {
        parts[parts.count - 1] = .text(text + next)
      } else {
        parts.append(piece)
      }
    }
    self.init(parts: parts.isEmpty ? [.text("")] : parts)
  }

  /// What stands between spaces; a formula is never broken.
  fileprivate var words: [LabelText] {
    var words: [[Part]] = [[]]
    for part in parts {
      guard case .text(let text) = part else {
        words[words.count - 1].append(part)
        continue
      }
      for (index, word) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace).enumerated() {
        if index > 0 { words.append([]) }
        if !word.isEmpty { words[words.count - 1].append(.text(String(word))) }
      }
    }
    return words.filter { !$0.isEmpty }.map { LabelText(joining: $0) }
  }
}
