import CNotebookRuntime
import NotebookFormat

/// What the tool's copy of a notebook calls between its cells. Not for notebooks.
public enum _NotebookSession {
  /// A cell begins; −1 stands for the inline values. What is printed from here on belongs to it.
  public static func beginCell(_ index: Int) {
    let session = Session.current
    session.mark(cell: index)
    session.send(.cellBegan(index: index, secondsSinceStart: session.seconds))
  }

  /// Whether the cell that runs wants its figures as pictures: for what makes figures displayable.
  public static var wantsPictures: Bool { Session.current.figureFormat == .png }

  /// Evaluates a value that prose quotes; its failure is its own.
  public static func inline<Value>(_ id: Int, format: String?, _ value: () throws -> Value) {
    let session = Session.current
    do {
      let text = try InlineText.text(of: try value(), format: format)
      session.send(.inlineValue(id: id, text: text.text, tex: text.tex, number: text.number))
    } catch {
      session.send(.inlineFailure(id: id, message: "\(error)"))
    }
  }

  /// The last cell and all inline values are done.
  public static func end() {
    let session = Session.current
    session.mark(cell: -1)
    session.send(.ended(secondsSinceStart: session.seconds))
  }
}
