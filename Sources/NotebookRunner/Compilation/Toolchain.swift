import Foundation

/// The Swift toolchain that compiles notebooks.
public struct Toolchain: Sendable {
  /// The folder of `swiftc`, `swift` and `llvm-symbolizer`.
  public let folder: String

  /// The path of `swiftc`.
  public var compiler: String { folder + "/swiftc" }
  /// The path of `swift`, which builds packages.
  public var driver: String { folder + "/swift" }

  /// No toolchain is on the search path.
  public struct Missing: Error, CustomStringConvertible {
    /// The error in words, and what to install.
    public var description: String {
      "no Swift toolchain found: 'swiftc' is not on the search path. Install Swift 6.3 from swift.org"
    }
  }

  /// The toolchain in a folder; whether it is there is not checked.
  public init(folder: String) {
    self.folder = folder
  }

  /// The toolchain on the search path: the folder where its parts lie together, links followed.
  ///
  /// - Throws: ``Missing`` where no folder of the path has one.
  public static func onSearchPath(_ path: String? = ProcessInfo.processInfo.environment["PATH"]) throws -> Toolchain {
    let manager = FileManager.default
    for entry in (path ?? "").split(separator: ":") {
      var candidate = "\(entry)/swiftc"
      guard manager.isExecutableFile(atPath: candidate) else { continue }
      for _ in 0..<8 {
        let folder = (candidate as NSString).deletingLastPathComponent
        if manager.isExecutableFile(atPath: folder + "/swift-frontend") { return Toolchain(folder: folder) }
        guard let target = try? manager.destinationOfSymbolicLink(atPath: candidate) else { break }
        candidate = target.hasPrefix("/") ? target : (folder as NSString).appendingPathComponent(target)
      }
      // A launcher that stands for the real one: ask it.
      let answer = try? Command("\(entry)/swiftc", ["-print-target-info"]).run(limit: 30)
      if let folder = answer.flatMap({ resourceFolder(in: $0.output) }) { return Toolchain(folder: folder) }
    }
    throw Missing()
  }

  private static func resourceFolder(in targetInfo: String) -> String? {
    struct Info: Decodable {
      struct Paths: Decodable { var runtimeResourcePath: String }
      var paths: Paths
    }
    guard let info = try? JSONDecoder().decode(Info.self, from: Data(targetInfo.utf8)) else { return nil }
    let folder = ((info.paths.runtimeResourcePath as NSString).appendingPathComponent("../../bin") as NSString)
      .standardizingPath
    return FileManager.default.isExecutableFile(atPath: folder + "/swiftc") ? folder : nil
  }

  /// What tells this toolchain from another one, without starting it.
  public var stamp: String { FileStamp.of(folder + "/swift-frontend") }

  /// The first line of `swiftc --version`, remembered in `folder` until the toolchain changes.
  public func version(rememberedIn cache: String) -> String? {
    let file = cache + "/toolchain-" + String(SHA256Text.of(stamp).prefix(16))
    if let known = try? String(contentsOfFile: file, encoding: .utf8) { return known }
    guard let answer = try? Command(compiler, ["--version"]).run(limit: 30), answer.isSuccess else { return nil }
    let line = (answer.output + answer.errors).split(separator: "\n").first { $0.contains("Swift version") }
    guard let line else { return nil }
    let text = String(line).trimmingCharacters(in: .whitespaces)
    try? FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    try? text.write(toFile: file, atomically: true, encoding: .utf8)
    return text
  }
}
