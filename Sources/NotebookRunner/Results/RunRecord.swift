import Foundation
import NotebookFormat

/// What `run.json` holds: the run by value, without the page's pictures.
public struct RunRecord: Codable, Equatable, Sendable {
  /// The form of this file that is written and read here; goes up when a reader of the old form would be misled.
  public static let currentFormat = 1

  /// The form of this file.
  public var format = RunRecord.currentFormat
  /// `ok` or `failed`.
  public var status: String
  /// The ``ExitStatus`` of the notebook, as a number.
  public var exitCode: Int32
  /// The name of the notebook's file.
  public var notebook: String
  /// The title that the notebook's options give; nil where they give none.
  public var title: String?
  /// The parameters as they were used.
  public var parameters: [Parameter]
  /// The seed; nil when the notebook did not ask for it.
  public var seed: UInt64?
  /// Whether the command line gave the seed; nil in records that do not say.
  public var isSeedOverridden: Bool?
  /// The values that the prose quotes, those that failed or were not reached left out.
  public var values: [Value]
  /// The cells that began, in the order of the notebook.
  public var cells: [Cell]
  /// Why the run stopped early; nil when it reached its end.
  public var failure: Failure?
  /// Where the run comes from.
  public var provenance: Provenance

  /// A value that the prose quotes.
  public struct Value: Codable, Equatable, Sendable {
    /// The Swift source between the parentheses.
    public var expression: String
    /// The line of the notebook where it stands, from 1.
    public var line: Int
    /// The value, formatted.
    public var text: String
    /// The value with all its digits; nil for what is no number.
    public var number: Double?
  }

  /// A cell and what it did.
  public struct Cell: Codable, Equatable, Sendable {
    /// The cell's number in the notebook, from 0.
    public var index: Int
    /// The first line of its code, from 1.
    public var firstLine: Int
    /// The last line of its code, from 1.
    public var lastLine: Int
    /// The name that prose refers to it by; nil for none.
    public var label: String?
    /// Words that its author gives it; nil for none.
    public var tags: [String]?
    /// Wall time in seconds; nil when it did not finish.
    public var seconds: Double?
    /// What it showed, in order.
    public var outputs: [Shown]
    /// What it claimed, in order.
    public var expectations: [Expectation]
    /// What it printed.
    public var standardOutput: CapturedText
    /// What it wrote to standard error.
    public var standardError: CapturedText
    /// The values that it kept on disk or took from there; nil for none.
    public var cached: [CacheUse]?
    /// How it failed, where it was meant to; nil for every other cell.
    public var expectedFailure: Failure?
  }

  /// An output by value; pictures lie beside the file.
  public struct Shown: Codable, Equatable, Sendable {
    /// `text`, `figure`, `table` or `image`.
    public var kind: String
    /// The text; nil for other kinds.
    public var text: String?
    /// What a figure or an image says, for those who do not see it; nil for other kinds.
    public var alt: String?
    /// The data of a figure, a table per mark, or the table itself; empty for other kinds.
    public var tables: [TableOutput]
    /// The files made from it, as paths relative to `run.json`.
    public var files: [String]
    /// SHA-256 of an image's bytes; nil for other kinds.
    public var hash: String?
  }

  /// The record of a run.
  ///
  /// - Parameter files: The files that were written beside the report; empty where none were.
  public init(_ notebook: Notebook, _ recording: Recording, exitCode: ExitStatus, files: [FigureFiles.Entry]) {
    status = exitCode == .ok ? "ok" : "failed"
    self.exitCode = exitCode.rawValue
    self.notebook = (notebook.path.split(separator: "/").last).map(String.init) ?? notebook.path
    title = notebook.options.title
    parameters = recording.parameters
    seed = recording.seed
    isSeedOverridden = recording.seed.map { $0 != notebook.options.seed }
    values = notebook.inlineValues.compactMap { value in
      recording.inlineValues[value.id].map {
        Value(expression: value.expression, line: value.line, text: $0.text, number: $0.number)
      }
    }
    cells = recording.cells.map { record in
      let cell = notebook.cells.first { $0.index == record.index }
      let shown = record.outputs.enumerated().map { position, output in
        let names = files.filter { $0.cell == record.index && $0.position == position }.map { "figures/" + $0.name }
        return Shown(output, files: names)
      }
      return Cell(
        index: record.index, firstLine: cell?.lines.lowerBound ?? 0, lastLine: cell?.lines.upperBound ?? 0,
        label: cell?.options.label, tags: cell.flatMap { $0.options.tags.isEmpty ? nil : $0.options.tags },
        seconds: record.seconds, outputs: shown, expectations: record.expectations,
        standardOutput: record.standardOutput, standardError: record.standardError,
        cached: record.cached.isEmpty ? nil : record.cached, expectedFailure: record.expectedFailure)
    }
    failure = recording.failure
    provenance = recording.provenance
  }
}

extension RunRecord.Shown {
  init(_ output: Output, files: [String]) {
    switch output {
    case .text(let text): self.init(kind: "text", text: text, alt: nil, tables: [], files: files)
    case .figure(let figure):
      self.init(kind: "figure", text: nil, alt: figure.alt, tables: figure.data, files: files)
    case .table(let table): self.init(kind: "table", text: nil, alt: nil, tables: [table], files: files)
    case .image(let image):
      self.init(
        kind: "image", text: nil, alt: image.alt, tables: [], files: files, hash: SHA256.hexadecimal(image.png))
    }
  }
}

extension RunRecord {
  /// Writes records so that people can read and compare them.
  public static func encoder() -> JSONEncoder {
    let encoder = EventCoding.encoder()
    encoder.outputFormatting.insert(.prettyPrinted)
    return encoder
  }

  /// The record that a report's folder holds, if there is one.
  public static func read(_ path: String) -> RunRecord? {
    FileManager.default.contents(atPath: path).flatMap { try? EventCoding.decoder().decode(RunRecord.self, from: $0) }
  }
}
