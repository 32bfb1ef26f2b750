import Foundation
import NotebookFormat

/// What an index says of a report: its words, its first figure, and the sections that a search looks through.
public struct ReportCard: Codable, Equatable, Sendable {
  /// Goes up when the form of this value changes.
  public var format = 1
  /// The page's title as plain text.
  public var title: String
  /// The title in Markdown, where the notebook's options give one.
  public var markdownTitle: String?
  /// The line under the title, in Markdown; nil for none.
  public var subtitle: String?
  /// The abstract, in Markdown; nil for none.
  public var description: String?
  /// The notebook's authors, in its order.
  public var authors: [String]
  /// The date that the notebook states, as it is written; nil for none.
  public var date: String?
  /// The language of the words, as a tag such as `en`.
  public var language: String
  /// The notebook's place in a site; nil for none.
  public var order: Int?
  /// The first figure that fits on an index; nil for none.
  public var picture: Picture?
  /// What can be searched, in the order of the page.
  public var sections: [Section]

  /// A figure, small.
  public struct Picture: Codable, Equatable, Sendable {
    /// A drawing that follows the page's theme; nil where there is only a picture.
    public var svg: String?
    /// The same as a PNG file; nil where there is only a drawing.
    public var png: Data?
    /// Width in CSS pixels.
    public var width: Double
    /// Height in CSS pixels.
    public var height: Double
    /// The colors that the drawing names.
    public var palette: [ThemeColor]
  }

  /// A part of the page under one heading.
  public struct Section: Codable, Equatable, Sendable {
    /// The name that a link leads to; empty for the page's beginning.
    public var id: String
    /// The heading as plain text; empty for the page's beginning.
    public var title: String
    /// The prose as plain text, without marks.
    public var text: String
  }

  /// A larger drawing is left out of an index, in bytes.
  static let largestDrawing = 200_000

  init(
    _ notebook: Notebook, _ recording: Recording, title: String, headings: [Numbering.Heading],
    titleHeading: (block: Int, node: Int)?, documents: [Int: ProseDocument]
  ) {
    let options = notebook.options
    self.title = options.title == nil ? title : SearchWords.plain(title)
    markdownTitle = options.title
    subtitle = options.subtitle.map { QuotedValues.markdown($0, recording.inlineValues) }
    description = options.description.map { QuotedValues.markdown($0, recording.inlineValues) }
    authors = options.authors
    date = options.date
    language = options.language
    order = options.order
    picture = recording.cells.lazy.flatMap(\.outputs).compactMap(Picture.init).first
    sections = Self.sections(recording, headings, titleHeading, documents)
  }

  private static func sections(
    _ recording: Recording, _ headings: [Numbering.Heading], _ titleHeading: (block: Int, node: Int)?,
    _ documents: [Int: ProseDocument]
  ) -> [Section] {
    var sections = [Section(id: "", title: "", text: "")]
    for (block, document) in documents.sorted(by: { $0.key < $1.key }) {
      let words = SearchWords(document: document, values: recording.inlineValues)
      for (index, node) in document.nodes.enumerated() {
        if let titleHeading, titleHeading == (block, index) { continue }
        if let heading = headings.first(where: { $0.block == block && $0.node == index }) {
          sections.append(Section(id: heading.id, title: words.text([node]), text: ""))
        } else {
          let text = words.text([node])
          guard !text.isEmpty else { continue }
          let last = sections.count - 1
          sections[last].text += (sections[last].text.isEmpty ? "" : " ") + text
        }
      }
    }
    return sections.filter { !$0.title.isEmpty || !$0.text.isEmpty }
  }
}

extension ReportCard.Picture {
  /// A shown figure or image, where it is small enough for an index.
  init?(_ output: Output) {
    switch output {
    case .figure(let figure):
      let isSmall = figure.svg.utf8.count <= ReportCard.largestDrawing
      guard isSmall || figure.png != nil else { return nil }
      self.init(
        svg: isSmall ? figure.svg : nil, png: figure.png.map { Data($0) }, width: figure.width, height: figure.height,
        palette: isSmall ? figure.palette : [])
    case .image(let image):
      self.init(svg: nil, png: Data(image.png), width: image.width, height: image.height, palette: [])
    case .table, .text: return nil
    }
  }
}
