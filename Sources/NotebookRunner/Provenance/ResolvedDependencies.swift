import Foundation

/// The versions that a package's `Package.resolved` pins.
enum ResolvedDependencies {
  static func read(package: String) -> [String] {
    struct File: Decodable {
      struct Pin: Decodable {
        struct State: Decodable {
          var version: String?
          var branch: String?
          var revision: String?
        }
        var identity: String
        var state: State
      }
      var pins: [Pin]
    }
    guard let data = FileManager.default.contents(atPath: package + "/Package.resolved"),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [] }
    return file.pins.map { pin in
      let version = pin.state.version ?? pin.state.branch ?? pin.state.revision.map { String($0.prefix(12)) } ?? ""
      return "\(pin.identity) \(version)"
    }.sorted()
  }
}
