/// Every kind of thing that can be wrong in a notebook's markup. The codes are stable.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  /// A byte that is not UTF-8.
  case invalidUTF8 = "NB001"
  /// A byte-order mark at the start of the file.
  case byteOrderMark = "NB002"
  /// A control or private-use character in prose; it is replaced by U+FFFD.
  case controlCharacter = "NB003"
  /// An option that does not exist.
  case unknownOption = "NB010"
  /// An option of the notebook before a cell, or one of a cell at the top.
  case misplacedOption = "NB011"
  /// A value that does not fit its option.
  case badValue = "NB012"
  /// An option given twice in one group of option lines; the first one counts.
  case repeatedOption = "NB013"
  /// A line `//|` that is not of the form `//| key: value`.
  case malformedOption = "NB014"
  /// Option lines that no code follows.
  case optionsWithoutCell = "NB015"
  /// A label that is not a known kind, a hyphen and a name.
  case badLabel = "NB020"
  /// A label that two things have.
  case duplicateLabel = "NB021"
  /// A reference to a label that nothing has.
  case unresolvedReference = "NB022"
  /// A citation in a notebook that names no bibliography.
  case citationWithoutBibliography = "NB023"
  /// A citation whose key the bibliography does not have.
  case unknownCitation = "NB024"
  /// A bibliography that is missing or cannot be read.
  case malformedBibliography = "NB025"
  /// A comment `/*` without its `*/`.
  case unclosedComment = "NB030"
  /// A region that is begun and not ended.
  case unclosedRegion = "NB031"
  /// The end of a region that was not begun.
  case misplacedRegionEnd = "NB032"
  /// A region that does not exist.
  case unknownRegion = "NB033"
  /// A region of assignments, which are not read yet.
  case unsupportedRegion = "NB034"
  /// Prose inside brackets, where it stays a comment.
  case proseInsideCode = "NB035"
  /// An option line or a cell break inside brackets, where it stays a comment.
  case markupInsideCode = "NB036"
  /// Code right after a prose comment on the same line.
  case codeAfterProse = "NB037"
  /// A bracket or `#if` that is not closed.
  case unclosedBracket = "NB038"
  /// Markup between two parts of one statement.
  case splitStatement = "NB039"
  /// An inline value `\(` that is not closed on its line.
  case unclosedInlineValue = "NB040"
  /// A format of an inline value that is not one of ``InlineFormat``.
  case badFormat = "NB041"
  /// An inline value without an expression.
  case emptyInlineValue = "NB042"
  /// A fenced code block in prose that is not closed.
  case unclosedFence = "NB043"
  /// A formula `$$` that is not closed in its paragraph.
  case unclosedMath = "NB044"
  /// HTML in prose, which is shown as text.
  case rawHTML = "NB045"
  /// A link to an address of a kind that is not allowed.
  case refusedLink = "NB046"
  /// An image that cannot be put into the page.
  case unavailableImage = "NB047"
  /// A formula that KaTeX does not understand.
  case badTeX = "NB050"
  /// Formulas on a machine without KaTeX; they are shown as TeX.
  case mathUnavailable = "NB051"

  /// The code as it is printed, such as `NB010`.
  public var code: String { rawValue }

  /// A warning where the notebook can be used all the same; else an error.
  public var severity: Diagnostic.Severity {
    switch self {
    case .byteOrderMark, .controlCharacter, .proseInsideCode, .markupInsideCode, .unclosedBracket, .rawHTML,
      .refusedLink, .unavailableImage, .mathUnavailable:
      .warning
    default: .error
    }
  }

  /// A diagnostic of this kind; `fix` defaults to the code's cure.
  public func diagnostic(
    _ message: String, fix: String? = nil, at place: (line: Int, column: Int)
  ) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, message: message, fix: fix ?? cure, line: place.line, column: place.column)
  }
}
