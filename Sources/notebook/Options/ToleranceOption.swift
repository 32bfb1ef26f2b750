import ArgumentParser

/// `1e-6` for everything, or `fig-region=1e-3` for one thing; `any` for what need not agree.
struct ToleranceOption: ExpressibleByArgument {
  /// What the tolerance is for; nil for everything.
  var name: String?
  var value: Double

  init?(argument: String) {
    // A value in prose may hold an equals sign itself.
    let split = argument.lastIndex(of: "=")
    let text = split.map { String(argument[argument.index(after: $0)...]) } ?? argument
    if let split {
      name = String(argument[..<split])
      guard name?.isEmpty == false else { return nil }
    }
    guard let value = text == "any" ? .infinity : Double(text), value >= 0 else { return nil }
    self.value = value
  }
}
