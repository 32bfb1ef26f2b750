import Foundation
import NotebookFormat

/// Everything that a compiled notebook depends on. Equal keys, equal programs.
struct CompileKey: Codable, Equatable, Sendable {
  /// SHA-256 of what the compiler gets.
  var source: String
  /// SHA-256 of each file of the library that the notebook is compiled against.
  var library: [String: String]
  /// SHA-256 of each file that the package's own modules gave.
  var package: [String: String]
  /// What tells the toolchain from another one.
  var toolchain: String
  /// The compiler's options.
  var options: [String]

  /// The key's name: SHA-256 of all parts, 64 digits.
  var digest: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(self)) ?? Data()
    return SHA256Text.of(String(decoding: data, as: UTF8.self))
  }

  /// What is not as it was, in words, the source left out.
  func changes(since old: CompileKey) -> [String] {
    var changes: [String] = []
    func compare(_ what: String, _ new: [String: String], _ old: [String: String]) {
      let names = Set(new.keys).union(old.keys).filter { new[$0] != old[$0] }.sorted()
      guard !names.isEmpty else { return }
      let shown = names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
      changes.append("\(what) was built anew (\(shown))")
    }
    compare("Flatbook", library, old.library)
    compare("the package's own code", package, old.package)
    if toolchain != old.toolchain { changes.append("the toolchain is another one") }
    if options != old.options {
      let (new, before) = (options.filter { !old.options.contains($0) }, old.options.filter { !options.contains($0) })
      let words =
        ([before.isEmpty ? nil : "without \(Self.shown(before))", new.isEmpty ? nil : "with \(Self.shown(new))"])
        .compactMap { $0 }.joined(separator: ", ")
      changes.append("the compiler's options changed" + (words.isEmpty ? "" : ": \(words)"))
    }
    return changes
  }

  private static func shown(_ options: [String]) -> String {
    options.prefix(3).map { ($0 as NSString).lastPathComponent }.joined(separator: " ")
      + (options.count > 3 ? " and \(options.count - 3) more" : "")
  }
}
