import NotebookFormat

/// Shows a value on the page, right under the cell: a plot, a figure, a table, a number, a text, a picture.
///
/// A value that cannot be shown stops the notebook on this line, and the page says why.
public func show(_ value: some Displayable, file: StaticString = #fileID, line: Int = #line) {
  let session = Session.current
  let place = session.line(line, in: file)
  do {
    let output = try value.output().limited()
    session.send(.shown(output, line: place))
    if !session.isRecorded { print(Terminal.text(output)) }
  } catch {
    session.stop(
      Failure(kind: .thrown, message: "this could not be shown: \(error)", line: place == 0 ? nil : place))
  }
}

extension Output {
  /// Text that nobody will read to its end is cut, with a word about it.
  fileprivate func limited() -> Output {
    guard case .text(let text) = self, text.utf8.count > 1_000_000 else { return self }
    return .text(text.prefix(200_000) + "\n… cut: the text has \(text.utf8.count) bytes")
  }
}
