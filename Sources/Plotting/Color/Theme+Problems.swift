extension Theme {
  /// What makes figures of this theme hard to read, a sentence each; none for the themes of this module.
  ///
  /// Ink and muted must have a contrast of 4.5 to the paper, as WCAG 2.2 asks of text, and the first three series, which
  /// have no dash and no symbol of their own, one of 3, as it asks of graphics. Series 1 to 7 must differ.
  public var problems: [String] {
    var problems: [String] = []
    func check(_ name: String, _ color: RGB, least: Double) {
      let contrast = color.contrast(with: paper)
      guard contrast < least else { return }
      problems.append(
        "\(name) \(color.hexadecimal) has a contrast of \(Words.number(contrast)) to the paper \(paper.hexadecimal): "
          + "choose one of at least \(Words.number(least)).")
    }
    check("ink", ink, least: Self.leastTextContrast)
    check("muted", muted, least: Self.leastTextContrast)
    for (index, color) in series.prefix(3).enumerated() { check("series \(index + 1)", color, least: 3) }
    if series.count < SeriesStyle.colorCount {
      problems.append(
        "There are \(Words.count(series.count, "series color")): choose \(SeriesStyle.colorCount), or they repeat early."
      )
    }
    for (index, color) in series.enumerated() {
      guard let first = series.firstIndex(of: color), first < index else { continue }
      problems.append("Series \(first + 1) and \(index + 1) are both \(color.hexadecimal): choose different colors.")
    }
    return problems
  }
}
