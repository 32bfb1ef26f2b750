import Foundation

/// Whether a report is whole: nothing of it half-written, missing or of another run.
enum ReportCheck {
  /// What is wrong with a report's folder; nil where nothing is.
  static func damage(_ folder: String) throws -> String? {
    let name = (folder as NSString).lastPathComponent
    struct Manifest: Decodable { var files: [String: String] }
    guard let data = FileManager.default.contents(atPath: folder + "/.flatbook-files.json"),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return "no manifest" }
    for file in ["run.json", name + ".html"] where manifest.files[file] == nil { return "the manifest lacks \(file)" }
    guard let page = try? String(contentsOfFile: "\(folder)/\(name).html", encoding: .utf8),
      page.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("</html>")
    else { return "the page has no end" }
    for mark in ["<!-- provenance -->", "<!-- /provenance -->"] where page.components(separatedBy: mark).count != 2 {
      return "the page lacks \(mark)"
    }
    guard let record = FileManager.default.contents(atPath: folder + "/run.json"),
      (try? JSONDecoder().decode(ReportFolder.Record.self, from: record)) != nil
    else { return "run.json cannot be read" }
    let list = manifest.files.map { "\($0.value)  \(folder)/\($0.key)\n" }.joined()
    return try isTrue(list) ? nil : "a file is not what the manifest says"
  }

  /// Whether every line's hash is that of its file.
  static func isTrue(_ list: String) throws -> Bool {
    let file = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString).sums"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try list.write(toFile: file, atomically: true, encoding: .utf8)
    return try ProgramRun.run("/usr/bin/env", ["sha256sum", "--check", "--status", file], limit: 60).code == 0
  }
}
