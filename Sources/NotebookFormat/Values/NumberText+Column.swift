extension NumberText {
  /// The values of a column: numbers of like size with the same decimals, at most six significant digits of the largest.
  public static func column(_ values: [TableOutput.Value]) -> [String] {
    let texts = values.map { text($0, format: nil) }
    let sizes = values.compactMap { value -> Double? in
      if case .number(let number) = value, number.isFinite, number != 0 { abs(number) } else { nil }
    }
    guard let largest = sizes.max(), let smallest = sizes.min(), smallest / largest > 1e-3, largest < 1e6,
      !zip(values, texts).contains(where: { if case .number = $0 { $1.contains("×") } else { false } })
    else { return texts }
    let wanted =
      zip(values, texts).map { value, text in
        if case .number = value { text.split(separator: ".").dropFirst().first?.count ?? 0 } else { 0 }
      }.max() ?? 0
    var digitsBeforePoint = 0
    var size = largest
    while size >= 1 {
      size /= 10
      digitsBeforePoint += 1
    }
    while size < 0.1 {
      size *= 10
      digitsBeforePoint -= 1
    }
    guard let format = try? NumberFormat("%.\(min(wanted, max(6 - digitsBeforePoint, 0)))f") else { return texts }
    return zip(values, texts).map { value, text in
      guard case .number(let number) = value, number.isFinite else { return text }
      return typeset(format.text(number == 0 ? 0 : number))
    }
  }
}
