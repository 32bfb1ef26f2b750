/// One `//#-name(arguments) rest` line.
struct RegionMarker {
  var name: String
  var isEnd: Bool
  var line: Int
  var column: Int

  static let assignmentNames = ["editable-code", "solution", "stub", "check", "answer"]
  static let hiddenCode = "hidden-code"

  /// Reads a line comment that starts with `//#-`; nil for any other.
  init?(_ source: SourceText, _ comment: SwiftScan.Comment) {
    guard !comment.isBlock, source.bytes[comment.range].starts(with: "//#-".utf8) else { return nil }
    var name = source.text(comment.range.lowerBound + 4..<comment.range.upperBound)
    name = String(name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    isEnd = name.hasPrefix("end-")
    self.name = isEnd ? String(name.dropFirst(4)) : name
    (line, column) = source.place(comment.range.lowerBound)
  }
}

/// The regions of a notebook: which lines are hidden, and what is wrong with the markers.
struct Regions {
  private(set) var hiddenLines: [ClosedRange<Int>] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ markers: [RegionMarker], lineCount: Int) {
    var open: RegionMarker?
    for marker in markers {
      let place = (marker.line, marker.column)
      let known = [RegionMarker.hiddenCode] + RegionMarker.assignmentNames
      if RegionMarker.assignmentNames.contains(marker.name) {
        if !marker.isEnd {
          diagnostics.append(
            DiagnosticCode.unsupportedRegion.diagnostic(
              "the region '\(marker.name)' of assignments is not supported yet", at: place))
        }
      } else if marker.name != RegionMarker.hiddenCode {
        diagnostics.append(
          DiagnosticCode.unknownRegion.diagnostic(
            "unknown region '\(marker.name)'",
            fix: known.nearest(to: marker.name).map { "did you mean '\(marker.isEnd ? "end-" : "")\($0)'?" }, at: place)
        )
      } else if marker.isEnd {
        if let begin = open {
          hiddenLines.append(begin.line...marker.line)
          open = nil
        } else {
          diagnostics.append(
            DiagnosticCode.misplacedRegionEnd.diagnostic("no region 'hidden-code' is open here", at: place))
        }
      } else if let begin = open {
        diagnostics.append(
          DiagnosticCode.misplacedRegionEnd.diagnostic(
            "the region 'hidden-code' is open already, since line \(begin.line)",
            fix: "end it first with `//#-end-hidden-code`, or remove this line", at: place))
      } else {
        open = marker
      }
    }
    if let open {
      hiddenLines.append(open.line...max(open.line, lineCount))
      diagnostics.append(
        DiagnosticCode.unclosedRegion.diagnostic(
          "the region 'hidden-code' is never ended", at: (open.line, open.column)))
    }
  }
}
