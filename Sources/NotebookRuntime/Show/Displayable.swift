import NotebookFormat

// Whoever makes a type displayable needs this name, and no other of that module.
@_exported import enum NotebookFormat.Output

/// What a notebook can `show`.
public protocol Displayable {
  /// What the page gets.
  func output() throws -> Output
}

extension Output: Displayable {
  /// The output as it is.
  public func output() -> Output { self }
}

extension TableOutput: Displayable {
  /// The table as it is.
  public func output() -> Output { .table(self) }
}

extension FigureOutput: Displayable {
  /// The figure as it is.
  public func output() -> Output { .figure(self) }
}

extension ImageOutput: Displayable {
  /// The picture as it is.
  public func output() -> Output { .image(self) }
}
