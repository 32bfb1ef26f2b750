import ArgumentParser

/// What a new notebook begins as.
enum Template: String, CaseIterable, ExpressibleByArgument {
  case blank, experiment, assignment

  /// The file's text for a notebook of this name.
  func text(_ name: String) -> String {
    switch self {
    case .blank: Self.blankText(name)
    case .experiment: Self.experimentText(name)
    case .assignment: Self.assignmentText(name)
    }
  }

  private static func blankText(_ name: String) -> String {
    """
    //| title: \(name)
    //| seed: 1

    /*:
     # \(name)

     What is the question? The answer can be quoted: \\(answer).
     */
    import Flatbook

    let answer = 6 * 7

    //: Show what you found, and state what must hold:
    show(Plot { Line(x: [0, 1, 2], y: [0, 1, 4], label: "x squared") })
    expect(answer == 42, "the answer is 42")

    """
  }
}
