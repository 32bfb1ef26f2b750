import ArgumentParser
import Foundation
import NotebookReport
import NotebookRunner

struct NewVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a new notebook, or the one that a report was made from.")

  @Argument(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("A report that carries its source; it is given back byte for byte.", valueName: "page"))
  var from: String?

  @Option(help: "What it begins as: blank; experiment, with parameters, a figure and claims; or assignment.")
  var template: Template?

  func validate() throws {
    if from != nil, template != nil { throw ValidationError("--from and --template contradict each other") }
  }

  func run() throws {
    let path = file.hasSuffix(".swift") ? file : file + ".swift"
    let name = NotebookFinder.name(path)
    guard !name.isEmpty, !name.hasPrefix(".") else { throw Stop(.usage, "'\(file)' is no name for a notebook") }
    let bytes = try from.map(Self.source) ?? Array((template ?? .blank).text(name).utf8)
    do {
      try NewFile.write(bytes, to: path)
    } catch { throw Stop(.outputPath, error.description) }
    print("wrote \(path)")
  }

  private static func source(_ page: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: page) else {
      throw Stop(.usage, "the report '\(page)' cannot be read")
    }
    do {
      return try EmbeddedSource.read(page: String(decoding: data, as: UTF8.self)).bytes
    } catch { throw Stop(.usage, "'\(page)' gives no notebook: \(error)") }
  }
}
