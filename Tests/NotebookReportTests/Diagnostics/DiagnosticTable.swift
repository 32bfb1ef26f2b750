import Foundation
import NotebookFormat

@testable import NotebookReport

/// A source that provokes one code, and where.
struct ProvokedDiagnostic: Sendable, CustomStringConvertible {
  var code: DiagnosticCode
  var line: Int
  var column: Int
  var source: String

  init(_ code: DiagnosticCode, _ line: Int, _ column: Int, _ source: String) {
    self.code = code
    self.line = line
    self.column = column
    self.source = source
  }

  var description: String { "\(code.code) \(source.debugDescription)" }

  /// Every code, in a place of its own: later in the file, and behind letters of several bytes where that can be.
  static let table: [ProvokedDiagnostic] = [
    .init(.invalidUTF8, 2, 11, "let x = 1\n//: é caf\\xE9"),
    .init(.byteOrderMark, 1, 1, "\\xEF\\xBB\\xBFlet x = 1"),
    .init(.controlCharacter, 3, 8, "let x = 1\n\n//: é \\x07"),
    .init(.unknownOption, 3, 6, "let x = 1\n\n//|  capton: Loss\nshow(x)"),
    .init(.misplacedOption, 2, 7, "let x = 1\n  //| title: Mine\nlet y = 2"),
    .init(.badValue, 2, 15, "let x = 1\n//| timeout:  soon\nlet y = 2"),
    .init(.repeatedOption, 3, 5, "//| subtitle: é\n//| date: 1\n//| subtitle: é"),
    .init(.malformedOption, 2, 10, "let x = 1\n//| label fig-a\nlet y = 2"),
    .init(.optionsWithoutCell, 2, 3, "let x = 1\n  //| label: fig-a\n//: Prose"),
    .init(.badLabel, 2, 12, "let x = 1\n//| label: fig-é\nlet y = 2"),
    .init(.duplicateLabel, 3, 15, "//: # A {#sec-a}\n//:\n//: ## Wort {#sec-a}"),
    .init(.unresolvedReference, 2, 18, "//: Text\n//: Größe: [](#fig-a)"),
    .init(.citationWithoutBibliography, 2, 9, "//: Text\n//: wie [@ma2021]"),
    .init(.unknownCitation, 3, 8, "//| bibliography: references.bib\n\n//: As [@nobody1900] says"),
    .init(.malformedBibliography, 2, 19, "//| date: today\n//| bibliography: missing.bib"),
    .init(.unclosedComment, 2, 3, "let x = 1\n  /*: Prose"),
    .init(.unclosedRegion, 2, 3, "let x = 1\n  //#-hidden-code\nlet y = 2"),
    .init(.misplacedRegionEnd, 2, 1, "let x = 1\n//#-end-hidden-code"),
    .init(.unknownRegion, 2, 2, "let x = 1\n //#-hiddn-code"),
    .init(.unsupportedRegion, 2, 3, "func f() {\n  //#-solution\n  //#-end-solution\n}"),
    .init(.proseInsideCode, 3, 5, "func f() {\n  if true {\n    //: Not prose\n  }\n}"),
    .init(.markupInsideCode, 2, 3, "let list = [\n  // %% Break\n  1,\n]"),
    .init(.codeAfterProse, 2, 8, "/*: Prose\n ends*/ let x = 1"),
    .init(.unclosedBracket, 2, 10, "let x = 1\nfunc f() {\n//: Prose"),
    .init(.splitStatement, 3, 3, "let x = values\n//: Prose\n  .map { $0 }"),
    .init(.unclosedInlineValue, 2, 8, "//: Text\n//: is \\(loss"),
    .init(.badFormat, 2, 17, "//: Text\n//: is \\(loss,  \"%q\")"),
    .init(.emptyInlineValue, 2, 8, "//: Text\n//: is \\()"),
    .init(.unclosedFence, 3, 5, "//: Text\n//:\n//: ~~~swift\n//: let x = 1"),
    .init(.unclosedMath, 2, 8, "//: Text\n//: is $$ x"),
    .init(.rawHTML, 2, 9, "//: Text\n//: and <br>"),
    .init(.refusedLink, 2, 16, "//: Text\n//: and [here](javascript:alert(1))"),
    .init(.unavailableImage, 2, 13, "//: Text\n//: and ![](../photo.png)"),
    .init(.badTeX, 2, 10, "//: Text\n//: and $\\nothing$"),
    .init(.mathUnavailable, 2, 10, "//: Text\n//: and $x$"),
  ]
}

/// A folder with what a notebook may refer to: a bibliography, a photo, and a link that leads out of it.
struct NotebookFolder {
  static let path: String = {
    let path = NSTemporaryDirectory() + "notebook-folder-\(UUID().uuidString)"
    let inside = path + "/inside"
    try? FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    let photo = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])
    for name in [path + "/outside.png", inside + "/photo.png"] { try? photo.write(to: URL(fileURLWithPath: name)) }
    try? Data("not a picture".utf8).write(to: URL(fileURLWithPath: inside + "/text.png"))
    try? Data("@article{ma2021, author = {Ma, Chao}, title = {On linear stability}, year = {2021}}\n".utf8)
      .write(to: URL(fileURLWithPath: inside + "/references.bib"))
    try? FileManager.default.createSymbolicLink(
      atPath: inside + "/link.png", withDestinationPath: path + "/outside.png")
    try? FileManager.default.createSymbolicLink(atPath: inside + "/way", withDestinationPath: path)
    return inside
  }()

  /// The bytes of a source in which `\xE9` stands for that byte and `\u{0}` for the character.
  static func bytes(_ source: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = source[...]
    while let character = rest.first {
      if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(4)
      } else if rest.hasPrefix("\\u{0}") {
        bytes.append(0)
        rest = rest.dropFirst(5)
      } else {
        bytes += String(character).utf8
        rest.removeFirst()
      }
    }
    return bytes
  }

  /// What is wrong with a source, as `check` tells it: its markup, and where that has no errors, its prose.
  static func diagnostics(_ source: String, hasKaTeX: Bool = true) -> [Diagnostic] {
    let parsed = NotebookParser().parse(bytes: bytes(source), path: "inside/a.swift")
    if parsed.hasErrors { return parsed.diagnostics }
    var options = HTMLReport.Options()
    options.folder = URL(fileURLWithPath: path)
    if !hasKaTeX { options.katex = nil }
    let found = HTMLReport.check(parsed.notebook, options: options)
    return parsed.diagnostics + found.filter { !parsed.diagnostics.contains($0) }
  }
}
