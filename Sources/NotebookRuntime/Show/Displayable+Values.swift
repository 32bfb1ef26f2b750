import NotebookFormat

extension String: Displayable {
  public func output() -> Output { .text(self) }
}

extension Substring: Displayable {
  public func output() -> Output { .text(String(self)) }
}

extension Int: Displayable {
  public func output() -> Output { .text(NumberText.typeset(String(self))) }
}

extension Double: Displayable {
  public func output() -> Output { .text(NumberText.text(self)) }
}

extension Float: Displayable {
  public func output() -> Output { .text(NumberText.text(Double(self))) }
}

extension Bool: Displayable {
  public func output() -> Output { .text(self ? "true" : "false") }
}
