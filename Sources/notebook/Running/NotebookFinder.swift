import Foundation
import NotebookFormat
import NotebookRunner

/// From words on the command line to files.
struct NotebookFinder {
  let package: String

  /// The paths, in the order given, each once.
  func find(_ words: [String]) throws -> [String] {
    let manager = FileManager.default
    if words.isEmpty {
      let folder = package + "/notebooks"
      guard manager.fileExists(atPath: folder) else {
        throw Stop(.usage, "there is no folder 'notebooks' in the package; name a notebook")
      }
      return try swiftFiles(in: folder)
    }
    var paths: [String] = []
    for word in words {
      for path in try find(word) where !paths.contains(path) { paths.append(path) }
    }
    let names = Dictionary(grouping: paths, by: Self.name)
    if let twice = names.first(where: { $0.value.count > 1 }) {
      throw Stop(
        .usage,
        "two notebooks are called '\(twice.key)'; rename one, or run them one at a time, into different folders")
    }
    return paths
  }

  private func find(_ word: String) throws -> [String] {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: word, isDirectory: &isFolder) {
      return isFolder.boolValue ? try swiftFiles(in: word) : [shortest(word)]
    }
    for candidate in [word + ".swift", package + "/notebooks/" + word, package + "/notebooks/" + word + ".swift"]
    where manager.fileExists(atPath: candidate, isDirectory: &isFolder) && !isFolder.boolValue {
      return [shortest(candidate)]
    }
    let known = (try? swiftFiles(in: package + "/notebooks"))?.map(Self.name) ?? []
    let verbs = ["run", "list", "check", "verify", "publish", "preview", "new", "editor", "clean", "help"]
    let base = Self.name(word)
    if let near = Spelling.nearest(to: base, among: known) {
      throw Stop(.usage, "there is no notebook '\(word)'; did you mean '\(near)'?")
    }
    if let near = Spelling.nearest(to: word, among: verbs) {
      throw Stop(.usage, "there is no notebook and no verb '\(word)'; did you mean '\(near)'?")
    }
    let later = ["release", "grade"]
    if later.contains(word) {
      throw Stop(.usage, "the verb '\(word)' is not there yet; verbs: \(verbs.joined(separator: ", "))")
    }
    throw Stop(.usage, "there is no notebook '\(word)': no such file, folder, or file in 'notebooks/'")
  }

  private func swiftFiles(in folder: String) throws -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw Stop(.usage, "the folder '\(folder)' cannot be read")
    }
    let files = names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.sorted()
    guard !files.isEmpty else { throw Stop(.usage, "there is no notebook in '\(folder)'") }
    return files.map { shortest((folder as NSString).appendingPathComponent($0)) }
  }

  /// Relative to the folder that the user is in, where it lies below that.
  private func shortest(_ path: String) -> String {
    let full = URL(fileURLWithPath: path).standardizedFileURL.path
    let here = FileManager.default.currentDirectoryPath + "/"
    return full.hasPrefix(here) ? String(full.dropFirst(here.count)) : full
  }

  /// A notebook's name: that of its file without the extension.
  static func name(_ path: String) -> String {
    ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }
}
