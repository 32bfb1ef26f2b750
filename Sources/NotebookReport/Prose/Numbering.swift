import NotebookFormat

/// The numbers of figures, tables, listings, equations, theorems and sections, and where each label is found.
struct Numbering {
  struct Target: Equatable {
    /// How a reference reads: “Figure 1”.
    var text: String
    var id: String
  }

  struct Heading: Equatable {
    var id: String
    /// The element's level, from 2.
    var level: Int
    /// `2.1`, for the two highest levels.
    var number: String?
    var block: Int
    var node: Int
  }

  struct Place: Hashable {
    var cell: Int
    var output: Int
  }

  private(set) var targets: [String: Target] = [:]
  /// The number of each figure and each table among a cell's outputs.
  private(set) var outputs: [Place: Int] = [:]
  private(set) var listings: [Int: Int] = [:]
  private(set) var headings: [Heading] = []
  /// The block and node of the heading that is the page's title.
  private(set) var titleHeading: (block: Int, node: Int)?

  private var ids: Set<String> = []
  private var slugCounts: [String: Int] = [:]

  /// No numbers: for words that stand alone, such as a card's.
  init() {}

  init(_ notebook: Notebook, _ documents: [Int: ProseDocument], _ recording: Recording) {
    numberSections(notebook, documents)
    numberEquationsAndTheorems(documents)
    numberOutputs(notebook, recording)
  }

  // MARK: Sections

  private mutating func numberSections(_ notebook: Notebook, _ documents: [Int: ProseDocument]) {
    var found: [(block: Int, node: Int, level: Int, text: String, label: String?)] = []
    for (block, document) in documents.sorted(by: { $0.key < $1.key }) {
      for (index, node) in document.nodes.enumerated() {
        guard case .heading(let level, let inside) = node else { continue }
        var label: String?
        for case .special(let number) in inside {
          if case .label(let text)? = document.special(number), Label(text)?.kind == .section { label = text }
        }
        let text = inside.plainText(special: { document.tex(ofSpecial: $0) }).trimmed
        found.append((block, index, level, text, label))
      }
    }
    if let first = found.first, first.level == 1, first.label == nil,
      notebook.options.title == nil || notebook.options.title?.trimmed == first.text
    {
      titleHeading = (first.block, first.node)
      found.removeFirst()
    }
    let base = found.contains { $0.level == 1 } ? 1 : 2
    var counters = [0, 0]
    var previous = 1
    for heading in found {
      let level = Swift.min(Swift.max(heading.level - base + 2, 2), previous + 1, 6)
      previous = level
      var number: String?
      if level == 2 {
        counters = [counters[0] + 1, 0]
        number = "\(counters[0])"
      } else if level == 3 {
        counters[1] += 1
        number = "\(counters[0]).\(counters[1])"
      }
      let id = heading.label ?? uniqueID(heading.text)
      if let label = heading.label, targets[label] == nil {
        targets[label] = Target(text: number.map { "Section \($0)" } ?? "Section “\(heading.text)”", id: label)
      }
      headings.append(Heading(id: id, level: level, number: number, block: heading.block, node: heading.node))
    }
  }

  /// An id made of a heading's words. Ids of the page itself start with `nb-`, labels with their kind: both differ.
  private mutating func uniqueID(_ text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        slug.append(character)
      } else if slug.last != "-", !slug.isEmpty {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    let isReserved = slug.isEmpty || slug.hasPrefix("nb-") || Label(slug) != nil
    let stem = isReserved ? "s-\(slug)" : String(slug.prefix(60))
    var id = stem
    while !ids.insert(id).inserted {
      slugCounts[stem, default: 1] += 1
      id = "\(stem)-\(slugCounts[stem, default: 2])"
    }
    return id
  }

  // MARK: Equations and theorems

  private mutating func numberEquationsAndTheorems(_ documents: [Int: ProseDocument]) {
    var equations = 0
    var statements = 0
    for (_, document) in documents.sorted(by: { $0.key < $1.key }) {
      for special in document.specials {
        guard case .math(_, true, .some(let label), _) = special, targets[label] == nil else { continue }
        equations += 1
        targets[label] = Target(text: "Equation (\(equations))", id: label)
      }
      for callout in document.nodes.flatMap(Self.callouts) where callout.isNumbered {
        statements += 1
        guard let label = Self.label(in: callout, document), targets[label] == nil else { continue }
        targets[label] = Target(text: "\(callout.title) \(statements)", id: label)
      }
    }
  }

  static func callouts(_ node: MarkdownNode) -> [Callout] {
    switch node {
    case .blockQuote(let inside): return Callout(inside).map { [$0] } ?? []
    case .list(_, _, let items):
      let callouts = items.compactMap { Callout($0.content) }
      return callouts.count == items.count ? callouts : []
    default: return []
    }
  }

  /// The first label of a theorem in the callout's own paragraphs.
  static func label(in callout: Callout, _ document: ProseDocument) -> String? {
    for case .paragraph(let inside) in callout.content {
      for case .special(let number) in inside {
        if case .label(let text)? = document.special(number), Label(text)?.kind == .theorem { return text }
      }
    }
    return nil
  }

  // MARK: Outputs

  private mutating func numberOutputs(_ notebook: Notebook, _ recording: Recording) {
    let records = Dictionary(recording.cells.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
    var (figures, tables, listings) = (0, 0, 0)
    for cell in notebook.cells {
      let label = cell.options.label.flatMap(Label.init)
      var isLabelUsed = false
      func use(_ kind: Label.Kind, _ number: Int, _ targets: inout [String: Target]) {
        guard let label, label.kind == kind, !isLabelUsed else { return }
        isLabelUsed = true
        if targets[label.text] == nil {
          targets[label.text] = Target(text: "\(kind.word) \(number)", id: label.text)
        }
      }
      if label?.kind == .listing {
        listings += 1
        self.listings[cell.index] = listings
        use(.listing, listings, &targets)
      }
      for (index, output) in (records[cell.index]?.outputs ?? []).enumerated() {
        switch output {
        case .figure, .image:
          figures += 1
          outputs[Place(cell: cell.index, output: index)] = figures
          use(.figure, figures, &targets)
        case .table:
          tables += 1
          outputs[Place(cell: cell.index, output: index)] = tables
          use(.table, tables, &targets)
        case .text: break
        }
      }
      // What was announced and not shown still has its number, so that prose reads on.
      if let label, !isLabelUsed, targets[label.text] == nil {
        let number: Int
        switch label.kind {
        case .figure:
          figures += 1
          number = figures
        default:
          tables += 1
          number = tables
        }
        targets[label.text] = Target(text: "\(label.kind.word) \(number)", id: "nb-cell-\(cell.index + 1)")
      }
    }
  }
}

extension StringProtocol {
  /// Without white space at its ends.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
