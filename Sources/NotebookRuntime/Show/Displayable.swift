import NotebookFormat

// Whoever makes a type displayable needs this name, and no other of that module.
@_exported import enum NotebookFormat.Output

/// What a notebook can `show`.
public protocol Displayable {
  /// What the page gets.
  func output() throws -> Output
}

extension Output: Displayable {
  public func output() -> Output { self }
}

extension TableOutput: Displayable {
  public func output() -> Output { .table(self) }
}

extension FigureOutput: Displayable {
  public func output() -> Output { .figure(self) }
}

extension ImageOutput: Displayable {
  public func output() -> Output { .image(self) }
}
