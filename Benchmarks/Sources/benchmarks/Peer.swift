import Foundation

/// A process that works on request and says how long it took by its own clock: a line in, a line out.
final class Peer {
  private let process = Process()
  private let jobs = Pipe()
  private let answers = Pipe()
  private var buffered = Data()

  /// Starts a script with arguments.
  convenience init(python: URL, script: URL, _ arguments: [String]) throws {
    try self.init(program: python, [script.path] + arguments)
  }

  /// Starts a program with arguments, in this process's environment if none is given.
  init(program: URL, _ arguments: [String], environment: [String: String]? = nil) throws {
    process.executableURL = program
    process.arguments = arguments
    if let environment { process.environment = environment }
    process.standardInput = jobs
    process.standardOutput = answers
    try process.run()
  }

  deinit {
    try? jobs.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Has a case drawn: the seconds that it took, and the bytes of the file.
  func draw(_ name: String, _ format: String) throws -> (seconds: Double, bytes: Int) {
    let line = try answer(to: "\(name) \(format)")
    let parts = line.split(separator: " ")
    guard parts.count == 2, let seconds = Double(parts[0]), let bytes = Int(parts[1]) else {
      throw PeerError(description: "the peer answered “\(line)”")
    }
    return (seconds, bytes)
  }

  /// The line that answers a line.
  func answer(to job: String) throws -> String {
    try jobs.fileHandleForWriting.write(contentsOf: Data("\(job)\n".utf8))
    while true {
      if let end = buffered.firstIndex(of: 0x0a) {
        defer { buffered = Data(buffered[(end + 1)...]) }
        return String(decoding: buffered[buffered.startIndex..<end], as: UTF8.self)
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw PeerError(description: "the peer ended before it answered “\(job)”") }
      buffered += more
    }
  }
}

/// Why a peer could not be measured.
struct PeerError: Error, CustomStringConvertible {
  let description: String
}

/// A Python environment with what the peers need.
struct PeerEnvironment {
  let python: URL

  /// The environment at a folder; made, and filled with the packages, if there is none.
  init(folder: URL, packages: [String]) throws {
    python = folder.appendingPathComponent("bin/python")
    guard !FileManager.default.isExecutableFile(atPath: python.path) else { return }
    try run(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-m", "venv", folder.path])
    try run(python, ["-m", "pip", "install", "--quiet"] + packages)
  }
}

/// Runs a program to its end and gives what it printed.
@discardableResult
func run(_ program: URL, _ arguments: [String], quiet: Bool = false) throws -> String {
  let process = Process()
  let output = Pipe()
  process.executableURL = program
  process.arguments = arguments
  process.standardOutput = output
  // Waiting in a run loop would add up to 50 ms to what is measured.
  let end = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in end.signal() }
  if quiet { process.standardError = FileHandle.nullDevice }
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  end.wait()
  guard process.terminationStatus == 0 else {
    throw PeerError(
      description: "\(program.path) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
  }
  return text.trimmingCharacters(in: .whitespacesAndNewlines)
}
