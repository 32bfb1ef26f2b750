import Foundation

/// A folder for the reports of one test; it goes away with the test.
final class ReportFolder {
  let path = ScratchPackage.home + "/reports/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func page(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)/\(name).html", encoding: .utf8) }

  func record(_ name: String) throws -> Record {
    let data = try Data(contentsOf: URL(filePath: "\(path)/\(name)/run.json"))
    return try JSONDecoder().decode(Record.self, from: data)
  }

  /// Everything in the folder, but for the mark that it is the tool's.
  var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0 != ".flatbook-reports.json" }
      .sorted()
  }

  /// What the tests look at in `run.json`.
  struct Record: Decodable {
    struct Text: Decodable {
      var text: String
      var droppedBytes: Int
    }
    struct Shown: Decodable {
      var kind: String
      var text: String?
    }
    struct Cell: Decodable {
      var outputs: [Shown]
      var standardOutput: Text
      var standardError: Text
      var expectedFailure: Failure?
    }
    struct Failure: Decodable {
      var kind: String
      var message: String
      var details: String?
      var line: Int?
      var column: Int?
    }
    struct Value: Decodable {
      var expression: String
      var text: String
    }
    struct Provenance: Decodable {
      var commit: String?
      var sourceHash: String?
      var toolchain: String?
      var command: String?
      var peakMemoryBytes: Int?
      var totalSeconds: Double?
    }
    var status: String
    var exitCode: Int32
    var seed: UInt64?
    var values: [Value]
    var cells: [Cell]
    var failure: Failure?
    var provenance: Provenance
  }
}
