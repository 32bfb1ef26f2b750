import Foundation
import NotebookFormat

/// The files that a notebook names: what its page or its run may read besides the notebook itself.
struct NamedFiles {
  /// Its bibliography, there or not.
  var bibliography: Set<String> = []
  /// Pictures of its prose, and files that a text of its code names; the run may write them as well.
  var data: Set<String> = []

  /// Finds the files by what the source says; runs nothing. Paths are relative to the notebook's folder.
  init(_ notebook: Notebook) {
    let folder = URL(fileURLWithPath: notebook.path).standardizedFileURL.deletingLastPathComponent()
    func place(_ path: some StringProtocol) -> String {
      let path = String(path)
      return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder.path, isDirectory: true))
        .standardizedFileURL.path
    }
    if let path = notebook.options.bibliography { bibliography.insert(place(path)) }
    for case .prose(let prose) in notebook.blocks {
      for match in prose.markdown.matches(of: /!\[[^\]\n]*\]\(\s*<?([^)\s>]+)/) where !match.1.contains(":") {
        data.insert(place(match.1.removingPercentEncoding ?? String(match.1)))
      }
    }
    for cell in notebook.cells {
      for match in cell.code.matches(of: /"([^"\\\n]{1,200})"/) {
        let path = place(match.1)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
          data.insert(path)
        }
      }
    }
    data.subtract(bibliography)
    data.remove(place(notebook.path))
  }

  var all: Set<String> { bibliography.union(data) }

  private init() {}

  static let none = NamedFiles()
}
