import NotebookFormat

extension String: Displayable {
  /// The text as it is.
  public func output() -> Output { .text(self) }
}

extension Substring: Displayable {
  /// The text as it is.
  public func output() -> Output { .text(String(self)) }
}

extension Int: Displayable {
  /// All digits, with a real minus sign.
  public func output() -> Output { .text(NumberText.typeset(String(self))) }
}

extension Double: Displayable {
  /// The number to about six significant digits, with a real minus sign, powers of ten and `∞`.
  public func output() -> Output { .text(NumberText.text(self)) }
}

extension Float: Displayable {
  /// The number as a `Double` is shown.
  public func output() -> Output { .text(NumberText.text(Double(self))) }
}

extension Bool: Displayable {
  /// `true` or `false`.
  public func output() -> Output { .text(self ? "true" : "false") }
}
