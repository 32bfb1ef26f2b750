/// Checks that labels are sound and unique, and that what prose refers to is there.
struct LabelChecker {
  let hasBibliography: Bool

  /// Citations in the texts of options.
  func check(_ options: some PlacedOptions) -> [Diagnostic] {
    guard !hasBibliography else { return [] }
    return type(of: options).quotingTexts.flatMap { key, path, isMarkdown -> [Diagnostic] in
      guard isMarkdown, let text = options[keyPath: path], let place = options.places[key] else { return [] }
      let prose = Prose(
        lines: place.line...place.line, markdown: text, sourceLines: [place.line], inlineValues: options.inlineValues,
        sourceColumns: [place.column])
      return MarkdownScan(text).spans.filter { $0.kind == .citation }.map { span in
        Self.missingBibliography(at: prose.place(ofOffset: span.range.lowerBound))
      }
    }
  }

  private static func missingBibliography(at place: (line: Int, column: Int)) -> Diagnostic {
    DiagnosticCode.citationWithoutBibliography.diagnostic(
      "this cites a work, but the notebook has no bibliography", at: place)
  }

  func check(_ blocks: [Block], places: [Int: (line: Int, column: Int)]) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var defined: [String: Int] = [:]
    var references: [(target: String, prose: Prose, offset: Int)] = []

    func define(_ label: String, at place: (line: Int, column: Int)) {
      if let first = defined[label] {
        diagnostics.append(
          DiagnosticCode.duplicateLabel.diagnostic(
            "the label '\(label)' is used already, on line \(first)", at: place))
      } else {
        defined[label] = place.line
      }
    }

    func defineInProse(_ label: String, kinds: [Label.Kind], at place: (line: Int, column: Int)) {
      if let found = Label(label), kinds.contains(found.kind) { return define(label, at: place) }
      let kind = kinds.first?.rawValue ?? "sec"
      diagnostics.append(
        DiagnosticCode.badLabel.diagnostic(
          "'\(label)' is not a label that can stand here",
          fix: "write `\(kind)-` and a name of letters, digits and hyphens, such as `\(kind)-main`", at: place))
    }

    for block in blocks {
      switch block {
      case .cell(let cell):
        if let label = cell.options.label, let place = places[cell.index] { define(label, at: place) }
      case .prose(let prose):
        for span in MarkdownScan(prose.markdown).spans {
          // Finding a place takes a walk through the text: only where it is needed.
          func place() -> (line: Int, column: Int) { prose.place(ofOffset: span.content.lowerBound) }
          switch span.kind {
          case .displayMath(.some(let label)):
            let start = span.range.upperBound - label.utf8.count - 1
            defineInProse(label, kinds: [.equation], at: prose.place(ofOffset: start))
          case .label(let label): defineInProse(label, kinds: [.section, .theorem], at: place())
          case .reference(let target, let isBare):
            if isBare || Label.looksLikeLabel(target) {
              references.append((target, prose, span.content.lowerBound))
            }
          case .citation where !hasBibliography:
            diagnostics.append(Self.missingBibliography(at: prose.place(ofOffset: span.range.lowerBound)))
          default: break
          }
        }
      }
    }
    for reference in references where defined[reference.target] == nil {
      let near = defined.keys.sorted().nearest(to: reference.target)
      diagnostics.append(
        DiagnosticCode.unresolvedReference.diagnostic(
          "nothing is labelled '\(reference.target)'", fix: near.map { "did you mean '\($0)'?" },
          at: reference.prose.place(ofOffset: reference.offset)))
    }
    return diagnostics
  }
}
