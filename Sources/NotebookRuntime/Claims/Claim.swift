import NotebookFormat

/// A claim at its place in the notebook.
struct Claim {
  let text: String
  let line: Int

  init(_ text: String, file: StaticString, line: Int) {
    self.text = text
    self.line = Session.current.line(line, in: file)
  }

  /// Records whether the claim held; a false one stops the notebook.
  func settle(_ held: Bool, detail: String) {
    let session = Session.current
    session.send(.expectation(Expectation(claim: text, held: held, detail: detail, line: line)))
    guard !held else { return }
    let said = text.isEmpty ? "the expectation does not hold" : "“\(text)” does not hold"
    session.stop(Failure(kind: .expectation, message: "\(said): \(detail)", line: line == 0 ? nil : line))
  }
}
