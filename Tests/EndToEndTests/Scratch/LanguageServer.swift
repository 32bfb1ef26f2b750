import Foundation

/// sourcekit-lsp, spoken to as an editor does: JSON messages over its standard streams.
final class LanguageServer {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var buffer = Data()
  private var lastID = 0

  /// The program beside the compiler; nil where the toolchain has none.
  static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let swift = folders.map { "\($0)/swift" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let swift else { return nil }
    let program = URL(filePath: swift).resolvingSymlinksInPath().deletingLastPathComponent().path + "/sourcekit-lsp"
    return FileManager.default.isExecutableFile(atPath: program) ? program : nil
  }()

  /// Starts it on a package, with a build folder of its own.
  init(_ program: String, package: String, scratch: String) throws {
    process.executableURL = URL(filePath: program)
    process.arguments = ["--scratch-path", scratch]
    process.currentDirectoryURL = URL(filePath: package)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    _ = try ask(
      "initialize",
      [
        "processId": Int(ProcessInfo.processInfo.processIdentifier), "rootUri": "file://\(package)",
        "capabilities": ["textDocument": ["hover": ["contentFormat": ["markdown"]]]],
        "initializationOptions": ["backgroundIndexing": false],
      ])
    try tell("initialized", [:])
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Opens a file in the editor.
  func open(_ path: String, _ text: String) throws {
    try tell(
      "textDocument/didOpen",
      ["textDocument": ["uri": "file://\(path)", "languageId": "swift", "version": 1, "text": text]])
  }

  /// What is said of the word at a place, lines and columns counted from 0.
  func hover(_ path: String, line: Int, column: Int) throws -> String {
    let answer = try ask("textDocument/hover", place(path, line, column))
    let contents = (answer as? [String: Any])?["contents"] as? [String: Any]
    return contents?["value"] as? String ?? ""
  }

  /// The words that complete what stands before a place.
  func completions(_ path: String, line: Int, column: Int) throws -> [String] {
    let answer = try ask("textDocument/completion", place(path, line, column))
    let items = (answer as? [String: Any])?["items"] as? [[String: Any]] ?? []
    return items.compactMap { $0["label"] as? String }
  }

  private func place(_ path: String, _ line: Int, _ column: Int) -> [String: Any] {
    ["textDocument": ["uri": "file://\(path)"], "position": ["line": line, "character": column]]
  }

  private func tell(_ method: String, _ parameters: [String: Any]) throws {
    try send(["jsonrpc": "2.0", "method": method, "params": parameters])
  }

  private func ask(_ method: String, _ parameters: [String: Any]) throws -> Any? {
    lastID += 1
    let id = lastID
    try send(["jsonrpc": "2.0", "id": id, "method": method, "params": parameters])
    while true {
      let message = try receive()
      if message["method"] == nil, message["id"] as? Int == id { return message["result"] }
      // The server asks as well; what it asks for, this editor does not have.
      if message["method"] != nil, let theirs = message["id"] {
        try send(["jsonrpc": "2.0", "id": theirs, "result": NSNull()])
      }
    }
  }

  private func send(_ message: [String: Any]) throws {
    let body = try JSONSerialization.data(withJSONObject: message)
    try input.fileHandleForWriting.write(contentsOf: Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
  }

  struct Ended: Error {}

  private func receive() throws -> [String: Any] {
    while true {
      if let end = buffer.firstRange(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
          .flatMap { Int($0.dropFirst(16)) }
        guard let length else { throw Ended() }
        if buffer.count - (end.upperBound - buffer.startIndex) >= length {
          let body = buffer[end.upperBound..<end.upperBound + length]
          buffer = Data(buffer[(end.upperBound + length)...])
          return try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        }
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Ended() }
      buffer += more
    }
  }
}
