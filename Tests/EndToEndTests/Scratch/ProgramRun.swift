import Foundation

/// A program run to its end.
struct ProgramRun: Sendable {
  var code: Int32
  var output: String
  var errors: String
  var seconds: Double

  var everything: String { output + errors }

  /// `swift package …` in the scratch package.
  static func swiftPackage(_ arguments: [String], limit: Double = 300) throws -> ProgramRun {
    let places = ["--package-path", ScratchPackage.package, "--scratch-path", ScratchPackage.scratch]
    return try ScratchPackage.buildFolder.withLock {
      try run("/usr/bin/env", ["swift", "package"] + places + arguments, limit: limit)
    }
  }

  /// `swift run notebook …` in the scratch package.
  static func swiftRun(_ arguments: [String], limit: Double = 600) throws -> ProgramRun {
    let places = ["--package-path", ScratchPackage.package, "--scratch-path", ScratchPackage.scratch]
    return try ScratchPackage.buildFolder.withLock {
      try run("/usr/bin/env", ["swift", "run"] + places + ["notebook"] + arguments, limit: limit)
    }
  }

  /// The tool as the plugin starts it.
  static func tool(_ arguments: [String], environment: [String: String] = [:], limit: Double = 120) throws -> ProgramRun
  {
    try run(ScratchPackage.tool, arguments, environment: toolEnvironment.merging(environment) { $1 }, limit: limit)
  }

  /// What the plugin hands over.
  static var toolEnvironment: [String: String] { toolEnvironment(workFolder: ScratchPackage.work) }

  /// The same with a folder of its own for what is compiled and written.
  static func toolEnvironment(workFolder: String) -> [String: String] {
    let products = URL(filePath: ScratchPackage.scratch + "/release").resolvingSymlinksInPath().path
    return [
      "FLATBOOK_WORKSPACE": """
      {"package": "\(ScratchPackage.package)", "scratch": "\(ScratchPackage.scratch)", "productFolder": "\(products)",
      "flatbook": "\(ScratchPackage.flatbook)", "ownTargets": ["Course"], "workFolder": "\(workFolder)"}
      """
    ]
  }

  static func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], limit: Double
  ) throws -> ProgramRun {
    let started = try StartedProgram(executable, arguments, environment: environment)
    return started.finish(limit: limit)
  }
}

/// A program that runs, its output going to files so that no pipe can fill.
struct StartedProgram {
  let process = Process()
  private let outputFile = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString).out"
  private let errorFile = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString).err"
  private let lifeline = Pipe()
  private let start = ContinuousClock.now

  init(_ executable: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    _ = FileManager.default.createFile(atPath: outputFile, contents: nil)
    _ = FileManager.default.createFile(atPath: errorFile, contents: nil)
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: ScratchPackage.package)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = lifeline
    process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    try process.run()
  }

  /// What it has written to standard error so far.
  var errorsSoFar: String { String(decoding: FileManager.default.contents(atPath: errorFile) ?? Data(), as: UTF8.self) }

  /// Closes what the program reads, as a plugin that goes away does.
  func closeInput() {
    try? lifeline.fileHandleForWriting.close()
  }

  func finish(limit: Double) -> ProgramRun {
    while process.isRunning, ContinuousClock.now - start < .seconds(limit) { usleep(10_000) }
    let isLate = process.isRunning
    if isLate { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let duration = (ContinuousClock.now - start).components
    defer {
      try? FileManager.default.removeItem(atPath: outputFile)
      try? FileManager.default.removeItem(atPath: errorFile)
    }
    func text(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return ProgramRun(
      code: isLate ? -1 : process.terminationStatus, output: text(outputFile), errors: text(errorFile),
      seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
  }
}
