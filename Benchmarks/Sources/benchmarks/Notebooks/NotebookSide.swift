import Foundation

/// What it takes from an edit to the page, in seconds.
struct Cost {
  var wall: Double
  /// Of all processors, by the program and all that it started.
  var processors: Double
}

/// One way from a notebook to its page.
protocol NotebookSide: AnyObject {
  var command: PageCommand { get }
  /// Edits the notebook and waits for its page.
  func run(editing text: String, to new: String) throws -> Cost
}

extension NotebookSide {
  var title: String { command.title }
  var pageFile: URL { command.pageFile }
}

/// A program with its arguments, the notebook that it makes a page of, and the page's name.
struct PageCommand {
  let title: String
  let notebook: EditedNotebook
  let page: String
  let program: URL
  let arguments: [String]

  var pageFile: URL { notebook.folder.appendingPathComponent(page) }
}

/// A notebook of which an edited copy is run.
struct EditedNotebook {
  /// The kept notebook.
  let file: URL
  /// Where the copy and its page go.
  let folder: URL

  var copy: URL { folder.appendingPathComponent(file.lastPathComponent) }

  func save(editing text: String, to new: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let notebook = try String(contentsOf: file, encoding: .utf8)
    guard notebook.contains(text) else { throw PeerError(description: "\(file.path) has no “\(text)” to edit") }
    try notebook.replacingOccurrences(of: text, with: new).write(to: copy, atomically: true, encoding: .utf8)
  }
}

/// A command that is given after each edit.
final class CommandSide: NotebookSide {
  let command: PageCommand

  init(_ command: PageCommand) { self.command = command }

  func run(editing text: String, to new: String) throws -> Cost {
    try command.notebook.save(editing: text, to: new)
    try? FileManager.default.removeItem(at: pageFile)
    let before = Self.children
    let passed = try ContinuousClock().measure { _ = try benchmarks.run(command.program, command.arguments) }
    guard FileManager.default.fileExists(atPath: pageFile.path) else {
      throw PeerError(description: "\(title) left no page at \(pageFile.path)")
    }
    return Cost(wall: passed.inSeconds, processors: Self.children - before)
  }

  /// Processor time of all children that have ended, and of theirs.
  private static var children: Double {
    var usage = rusage()
    // `RUSAGE_CHILDREN`, which systems declare by different types.
    getrusage(-1, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}

/// A program that watches the notebook and writes its page after each save.
final class PreviewSide: NotebookSide {
  let command: PageCommand
  private let process = Process()
  /// It ends with this, however this process ends.
  private let input = Pipe()
  private var isStarted = false

  init(_ command: PageCommand) {
    self.command = command
    process.executableURL = command.program
    process.arguments = command.arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
  }

  deinit {
    guard isStarted else { return }
    process.interrupt()
    process.waitUntilExit()
  }

  func run(editing text: String, to new: String) throws -> Cost {
    if !isStarted {
      try command.notebook.save(editing: text, to: text)
      try process.run()
      isStarted = true
      try waitForPage()
    }
    try FileManager.default.removeItem(at: pageFile)
    let before = try processors
    let passed = try ContinuousClock().measure {
      try command.notebook.save(editing: text, to: new)
      try waitForPage()
    }
    // What follows the page, such as clearing up, is part of the cost.
    usleep(300_000)
    return Cost(wall: passed.inSeconds, processors: try processors - before)
  }

  private func waitForPage() throws {
    let start = ContinuousClock.now
    while true {
      if FileManager.default.fileExists(atPath: pageFile.path) { return }
      guard process.isRunning, ContinuousClock.now - start < .seconds(600) else {
        throw PeerError(description: "\(title) wrote no page")
      }
      usleep(5000)
    }
  }

  /// Processor time of the program and of its children that have ended, as Linux tells it.
  private var processors: Double {
    get throws {
      let path = "/proc/\(process.processIdentifier)/stat"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8), let end = text.lastIndex(of: ")") else {
        throw PeerError(description: "\(path) cannot be read: the preview is measured on Linux only")
      }
      // After the name in brackets the first field is the third: user and system time are the 14th to 17th.
      let fields = text[text.index(after: end)...].split(separator: " ")
      return fields[11...14].compactMap { Double($0) }.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
