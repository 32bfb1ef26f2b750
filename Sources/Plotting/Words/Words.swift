/// Sentences about data, for those who do not see the figure.
enum Words {
  /// A number to three significant digits, in words that a screen reader can say.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value > 0 ? "infinity" : "−infinity" }
    guard value != 0 else { return "0" }
    var exponent = Int(decimalLogarithm(abs(value)).rounded(.down))
    var coefficient = Int((abs(value) / power(10, Double(max(exponent, -300))) * 100).rounded())
    if exponent < -300 { coefficient = Int((abs(value) * 1e300 / power(10, Double(exponent + 300)) * 100).rounded()) }
    if coefficient >= 1000 {
      coefficient /= 10
      exponent += 1
    }
    var shift = exponent - 2
    while coefficient != 0 && coefficient % 10 == 0 {
      coefficient /= 10
      shift += 1
    }
    let signed = value < 0 ? -coefficient : coefficient
    if (-4...6).contains(exponent) { return DecimalTicks.plain(signed, exponent: shift) }
    let mantissa = DecimalTicks.plain(signed, exponent: shift - exponent)
    return "\(mantissa)×10^\(DecimalTicks.signed(exponent))"
  }

  /// How y goes with x, where both are numbers; else how many points there are and what y is.
  static func trend(_ name: String, x: Places, y: Places, naming names: ChannelNames) -> String {
    if x.names == nil, y.names == nil, !x.isTime, !y.isTime {
      return trend(name, x: x.numbers, y: y.numbers, naming: names)
    }
    var text = "\(name): \(count(x.count, "point"))"
    if let range = Extent.Span(y.numbers).linear, !y.isTime {
      text += ", \(names.y) from \(number(range.lowerBound)) to \(number(range.upperBound))"
    }
    if x.isTime, let range = Extent.Span(x.numbers).linear {
      text += ", \(names.x) from \(CalendarTime.text(range.lowerBound)) to \(CalendarTime.text(range.upperBound))"
    }
    return text + "."
  }

  /// How y goes with x: the ends, the extremes and the direction.
  static func trend(_ name: String, x: [Double], y: [Double], naming names: ChannelNames) -> String {
    let finite = x.indices.filter { x[$0].isFinite && y[$0].isFinite }
    guard var first = finite.first else { return "\(name): no values." }
    var (last, low, high) = (first, first, first)
    for index in finite {
      if x[index] < x[first] { first = index }
      if x[index] > x[last] { last = index }
      if y[index] < y[low] { low = index }
      if y[index] > y[high] { high = index }
    }
    if finite.count == 1 || x[first] == x[last] {
      return "\(name): \(count(finite.count, "point")), \(names.y) from \(number(y[low])) to \(number(y[high]))."
    }
    let correlation = rankCorrelation(finite, x, y)
    let direction =
      switch correlation {
      case 0.9...: "rises"
      case 0.5..<0.9: "tends to rise"
      case ..<(-0.9): "falls"
      case (-0.9)..<(-0.5): "tends to fall"
      default: y[low] == y[high] ? "stays the same" : "has no steady trend"
      }
    var text = "\(name) (\(count(finite.count, "point"))) \(direction): \(names.y) is \(number(y[first])) at "
    text += "\(names.x) = \(number(x[first])) and \(number(y[last])) at \(names.x) = \(number(x[last]))"
    if correlation >= 0.5 && y[last] > y[first] || correlation < -0.5 && y[last] < y[first] {
      text += change(from: y[first], to: y[last])
    }
    let ends = [y[first], y[last]]
    if !ends.contains(y[low]) { text += "; lowest \(number(y[low])) at \(names.x) = \(number(x[low]))" }
    if !ends.contains(y[high]) { text += "; highest \(number(y[high])) at \(names.x) = \(number(x[high]))" }
    if names.areBothLogarithmic, abs(correlation) >= 0.9,
      let slope = logarithmicSlope(finite.map { x[$0] }, finite.map { y[$0] })
    {
      text += "; slope \(number((slope * 100).rounded() / 100)) on the log axes"
    }
    return text + "."
  }

  /// By how much a value changes: of positive ones the factor or the part of a hundred, of others the difference.
  private static func change(from start: Double, to end: Double) -> String {
    let word = end > start ? "a rise" : "a fall"
    let (ratio, difference) = (max(start, end) / min(start, end), abs(end - start))
    if start > 0, end > 0, ratio.isFinite {
      return ratio >= 2
        ? ", \(word) by a factor of \(number(ratio))" : ", \(word) of \(number(abs(end / start - 1) * 100)) %"
    }
    return difference.isFinite ? ", \(word) of \(number(difference))" : ""
  }

  /// The slope of the straight line of least squares through the logarithms of positive pairs; nil for fewer than three.
  private static func logarithmicSlope(_ x: [Double], _ y: [Double]) -> Double? {
    let pairs = zip(x, y).filter { $0 > 0 && $1 > 0 }.map { (decimalLogarithm($0), decimalLogarithm($1)) }
    guard pairs.count >= 3 else { return nil }
    let count = Double(pairs.count)
    let (meanX, meanY) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    let xx = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    let xy = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return xx > 0 ? xy / xx : nil
  }

  /// A title without the unit in brackets at its end, and the unit; nil where there is none.
  static func unit(of title: String) -> (name: String, unit: String)? {
    for (open, close) in [(Character("("), Character(")")), ("[", "]")] {
      guard title.last == close, let start = title.lastIndex(of: open), start > title.startIndex,
        title[title.index(before: start)] == " "
      else { continue }
      let unit = title[title.index(after: start)...].dropLast()
      let name = title[..<start].dropLast()
      // A unit is short and begins with a letter or a sign such as %.
      guard !unit.isEmpty, unit.count <= 12, !name.isEmpty, unit.first?.isNumber != true else { continue }
      return (String(name), String(unit))
    }
    return nil
  }

  /// A number with its noun, in the plural where it must be.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// Spearman's correlation, on at most a few thousand of the pairs.
  private static func rankCorrelation(_ pairs: [Int], _ x: [Double], _ y: [Double]) -> Double {
    let step = max(1, pairs.count / 2000)
    let chosen = stride(from: 0, to: pairs.count, by: step).map { pairs[$0] }
    let (a, b) = (ranks(chosen.map { x[$0] }), ranks(chosen.map { y[$0] }))
    let mean = Double(a.count - 1) / 2
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (p, q) in zip(a, b) {
      ab += (p - mean) * (q - mean)
      aa += (p - mean) * (p - mean)
      bb += (q - mean) * (q - mean)
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
  }

  /// The rank of each value; equal values share the mean of their ranks.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var result = Array(repeating: 0.0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count && values[order[end + 1]] == values[order[start]] { end += 1 }
      for index in start...end { result[order[index]] = Double(start + end) / 2 }
      start = end + 1
    }
    return result
  }
}
