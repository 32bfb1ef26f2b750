import Foundation

/// How sourcekit-lsp is to read files that are in no target: as notebooks.
///
/// It is a file of the kind that sourcekit-lsp documents as `.sourcekit-lsp/config.json`.
public struct EditorConfiguration: Sendable {
  /// Where sourcekit-lsp looks, relative to the package.
  public static let path = ".sourcekit-lsp/config.json"
  /// A condition that only these files set: by it a file is known as ours.
  static let mark = "-DFLATBOOK_EDITOR"

  /// What came of writing.
  public enum Outcome: Equatable, Sendable {
    /// The file is new, or takes the place of an older one of ours.
    case written
    /// The file held this already.
    case unchanged
    /// There is a file that somebody else wrote, or wrote in; nothing was written.
    case isOfUser
  }

  private struct Contents: Codable, Equatable {
    struct Fallback: Codable, Equatable { var swiftCompilerFlags: [String] }
    var fallbackBuildSystem: Fallback
  }

  private let contents: Contents

  /// A configuration with the flags that notebooks are compiled with.
  public init(flags: [String]) {
    contents = Contents(fallbackBuildSystem: Contents.Fallback(swiftCompilerFlags: [Self.mark] + flags))
  }

  /// The file's text.
  public var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(contents), as: UTF8.self) + "\n"
    }
  }

  /// Writes the file, unless there is one that is not ours.
  ///
  /// - Throws: ``SystemError`` where the system refuses.
  public func write(to path: String) throws -> Outcome {
    let text = try text
    if let data = FileManager.default.contents(atPath: path) {
      if data == Data(text.utf8) { return .unchanged }
      guard Self.isOurs(data) else { return .isOfUser }
    }
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return .written
  }

  /// Whether a file has our mark and nothing besides the flags.
  static func isOurs(_ data: Data) -> Bool {
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any], object.count == 1,
      let fallback = object["fallbackBuildSystem"] as? [String: Any], fallback.count == 1,
      let flags = fallback["swiftCompilerFlags"] as? [String]
    else { return false }
    return flags.first == mark
  }
}
