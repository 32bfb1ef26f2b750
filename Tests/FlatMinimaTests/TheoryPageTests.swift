import Foundation
import Testing

/// The page that says where each statement is computed and tested must not point into nowhere.
@Suite("The theory page") struct TheoryPageTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func page() throws -> String {
    try String(contentsOf: root.appendingPathComponent("Documentation/Theory.md"), encoding: .utf8)
  }

  /// The text of all Swift files below a folder of the package.
  private static func sources(_ folder: String) throws -> [String] {
    let files = FileManager.default.enumerator(at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }

  @Test("names tests that exist")
  func tests() throws {
    var functions: [Substring: Set<Substring>] = [:]
    for source in try Self.sources("Tests") {
      let names = Set(source.matches(of: /func (\w+)\(/).map(\.1))
      for suite in source.matches(of: /struct (\w+)/) { functions[suite.1, default: []].formUnion(names) }
    }
    var suite: Substring?
    var checked = 0
    for name in try Self.page().matches(of: /`(\w+(?:Tests|Theorems|Laws))?(?:\/(\w+))?`/) {
      if let named = name.1 { suite = named }
      guard name.1 != nil || name.2 != nil, let suite else { continue }
      checked += 1
      let known = functions[suite]
      #expect(known != nil, "there is no suite \(suite)")
      if let function = name.2, let known { #expect(known.contains(function), "\(suite) has no test \(function)") }
    }
    #expect(checked > 200)
  }

  @Test("names symbols that exist")
  func symbols() throws {
    var words: Set<Substring> = []
    for source in try Self.sources("Sources") { words.formUnion(source.matches(of: /\w+/).map(\.0)) }
    var checked = 0
    for place in try Self.page().matches(of: /\*In code:\*((?s).*?)(?:\*Status|\n\n)/) {
      for code in place.1.matches(of: /`([^`]*)`/) {
        for word in code.1.matches(of: /[A-Za-z_]\w+/) {
          checked += 1
          #expect(words.contains(word.0), "nothing is called \(word.0), as in \(code.1)")
        }
      }
    }
    #expect(checked > 200)
  }
}
