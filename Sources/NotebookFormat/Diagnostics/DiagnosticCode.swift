/// Every kind of thing that can be wrong in a notebook's markup. The codes are stable.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  case invalidUTF8 = "NB001"
  case byteOrderMark = "NB002"
  case controlCharacter = "NB003"
  case unknownOption = "NB010"
  case misplacedOption = "NB011"
  case badValue = "NB012"
  case repeatedOption = "NB013"
  case malformedOption = "NB014"
  case optionsWithoutCell = "NB015"
  case badLabel = "NB020"
  case duplicateLabel = "NB021"
  case unresolvedReference = "NB022"
  case citationWithoutBibliography = "NB023"
  case unknownCitation = "NB024"
  case malformedBibliography = "NB025"
  case unclosedComment = "NB030"
  case unclosedRegion = "NB031"
  case misplacedRegionEnd = "NB032"
  case unknownRegion = "NB033"
  case unsupportedRegion = "NB034"
  case proseInsideCode = "NB035"
  case markupInsideCode = "NB036"
  case codeAfterProse = "NB037"
  case unclosedBracket = "NB038"
  case splitStatement = "NB039"
  case unclosedInlineValue = "NB040"
  case badFormat = "NB041"
  case emptyInlineValue = "NB042"
  case unclosedFence = "NB043"
  case unclosedMath = "NB044"
  case rawHTML = "NB045"
  case refusedLink = "NB046"
  case unavailableImage = "NB047"
  case badTeX = "NB050"
  case mathUnavailable = "NB051"

  /// The code as it is printed, such as `NB010`.
  public var code: String { rawValue }

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
