import ArgumentParser

/// `name=a,b,c` or `name=1...5`: the values that a parameter, or the seed, takes one after the other.
struct SweepOption: ExpressibleByArgument {
  var name: String
  /// As they are written, each once.
  var values: [String]

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    name = parts[0]
    values = []
    for item in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let item = item.trimmingPrefix { $0 == " " }
      guard !item.isEmpty else { return nil }
      let new = Self.range(item) ?? [String(item)]
      guard values.count + new.count <= Sweep.limit else { return nil }
      values += new.filter { !values.contains($0) }
    }
  }

  /// The whole numbers of `1...5`; nil for what is no such range.
  private static func range(_ text: Substring) -> [String]? {
    guard let dots = text.firstRange(of: "..."), let first = Int(text[..<dots.lowerBound]),
      let last = Int(text[dots.upperBound...]), first <= last,
      last.subtractingReportingOverflow(first).overflow == false,
      last - first < Sweep.limit
    else { return nil }
    return (first...last).map(String.init)
  }
}
