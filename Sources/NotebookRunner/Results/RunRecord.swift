import Foundation
import NotebookFormat

/// What `run.json` holds: the run by value, without the page's pictures.
public struct RunRecord: Codable, Equatable, Sendable {
  /// Goes up when the form of this file changes.
  public var format = 1
  public var status: String
  public var exitCode: Int32
  public var notebook: String
  public var title: String?
  public var parameters: [Parameter]
  public var seed: UInt64?
  public var values: [Value]
  public var cells: [Cell]
  public var failure: Failure?
  public var provenance: Provenance

  /// A value that the prose quotes.
  public struct Value: Codable, Equatable, Sendable {
    public var expression: String
    public var line: Int
    public var text: String
  }

  public struct Cell: Codable, Equatable, Sendable {
    public var index: Int
    public var firstLine: Int
    public var lastLine: Int
    public var label: String?
    public var seconds: Double?
    public var outputs: [Shown]
    public var expectations: [Expectation]
    public var standardOutput: CapturedText
    public var standardError: CapturedText
  }

  /// An output by value; pictures lie beside the file.
  public struct Shown: Codable, Equatable, Sendable {
    public var kind: String
    public var text: String?
    public var alt: String?
    public var tables: [TableOutput]
    public var files: [String]
  }

  public init(_ notebook: Notebook, _ recording: Recording, exitCode: ExitStatus, files: [FigureFiles.Entry]) {
    status = exitCode == .ok ? "ok" : "failed"
    self.exitCode = exitCode.rawValue
    self.notebook = (notebook.path.split(separator: "/").last).map(String.init) ?? notebook.path
    title = notebook.options.title
    parameters = recording.parameters
    seed = recording.seed
    values = notebook.inlineValues.compactMap { value in
      recording.inlineValues[value.id].map { Value(expression: value.expression, line: value.line, text: $0.text) }
    }
    cells = recording.cells.map { record in
      let cell = notebook.cells.first { $0.index == record.index }
      let shown = record.outputs.enumerated().map { position, output in
        let names = files.filter { $0.cell == record.index && $0.position == position }.map { "figures/" + $0.name }
        return Shown(output, files: names)
      }
      return Cell(
        index: record.index, firstLine: cell?.lines.lowerBound ?? 0, lastLine: cell?.lines.upperBound ?? 0,
        label: cell?.options.label, seconds: record.seconds, outputs: shown, expectations: record.expectations,
        standardOutput: record.standardOutput, standardError: record.standardError)
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
    case .image(let image): self.init(kind: "image", text: nil, alt: image.alt, tables: [], files: files)
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
