import ArgumentParser
import Foundation

/// A running preview.
final class PreviewProcess {
  let port: Int
  private let process = Process()
  /// It ends with this, however this process ends.
  private let input = Pipe()

  /// Starts it and waits for its address.
  init(tool: String, _ arguments: [String]) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments + ["--until-input-ends"]
    process.standardOutput = output
    process.standardInput = input
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw ValidationError("the preview did not start") }
      text += String(decoding: more, as: UTF8.self)
    }
    guard let match = text.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//), let port = Int(match.1) else {
      throw ValidationError("the preview gave no address: \(text)")
    }
    self.port = port
  }

  func stop() {
    process.interrupt()
    process.waitUntilExit()
  }

  /// Builds the tool and gives its path.
  static func builtTool(_ package: String) throws -> String {
    try swift(["build", "-c", "release", "--package-path", package, "--product", "notebook"])
    let folder = try swift(["build", "-c", "release", "--package-path", package, "--show-bin-path"])
    return folder.trimmingCharacters(in: .whitespacesAndNewlines) + "/notebook"
  }

  @discardableResult
  private static func swift(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift"] + arguments
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ValidationError("swift \(arguments[0]) failed:\n\(text)") }
    return text
  }
}
