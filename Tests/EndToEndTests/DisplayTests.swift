import Foundation
import Testing

@Suite("Progress and colour on a terminal", .enabled(if: FileManager.default.fileExists(atPath: "/dev/ptmx")))
struct DisplayTests {
  /// Runs the tool with standard error on a terminal of its own; gives what arrived there.
  static func terminal(
    columns: UInt16, rows: UInt16, _ words: [String], environment: [String: String] = [:]
  ) throws -> (code: Int32, text: String) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (locked, number): (Int32, Int32) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN, which Swift does not see.
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &locked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    let process = Process()
    process.executableURL = URL(filePath: ScratchPackage.tool)
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: ScratchPackage.package)
    var surroundings = ProcessInfo.processInfo.environment.merging(ProgramRun.toolEnvironment) { $1 }
    for name in ["CI", "NO_COLOR"] { surroundings[name] = nil }
    surroundings["TERM"] = "xterm"
    process.environment = surroundings.merging(environment) { $1 }
    let lifeline = Pipe()
    process.standardInput = lifeline
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: slave)
    try process.run()
    close(slave)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(120) {
      var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      let isReady = poll(&entry, 1, 200) > 0
      let count = isReady ? read(master, &buffer, buffer.count) : 0
      if count > 0 { bytes += buffer[..<count] } else if !process.isRunning { break }
    }
    close(master)
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  static let folder = ScratchPackage.home + "/display"

  static func notebooks() throws -> [String] {
    try ["Alpha", "Beta", "Gamma", "ANotebookWithAVeryLongNameIndeed"].map { name in
      let path = "\(folder)/\(name).swift"
      try ScratchPackage.write(
        """
        import Flatbook
        import Foundation
        usleep(150_000)
        // %% A cell with a title that is rather long for a narrow terminal
        for _ in progress(over: 1...5, "Steps") { usleep(60_000) }
        // %% End
        usleep(100_000)

        """, to: path)
      return path
    }
  }

  @Test(
    "each notebook has a line that changes in place, however narrow the terminal", arguments: [40, 100] as [UInt16])
  func live(columns: UInt16) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let paths = try Self.notebooks()
    let reports = ReportFolder()
    let run = try Self.terminal(
      columns: columns, rows: 24, ["run"] + paths + ["-j", "2", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.text)")
    #expect(run.text.contains("\u{1B}[2A") && !run.text.contains("\u{1B}[2J"))
    let rows = run.text.replacing(#/\x1B\[[0-9]*[A-Z]/#, with: "").split(whereSeparator: \.isNewline)
    #expect(rows.allSatisfy { $0.count < columns }, "\(rows.filter { $0.count >= columns })")
    #expect(rows.contains { $0.contains("Steps") && $0.hasSuffix(" s") }, "\(rows.suffix(30))")
    #expect(rows.contains { $0.contains(columns == 40 ? "/3" : "of 3") })
    #expect(rows.contains { $0.contains("2 of 4 done") })
    // At the end nothing of it stands there any more.
    #expect(run.text.hasSuffix("\u{1B}[J"))
    #expect(rows.contains { $0.hasPrefix("Alpha ") } && rows.contains { $0.hasPrefix("ANotebookWith") })
  }

  @Test(
    "in continuous integration, on a dumb terminal and when asked, lines are plain",
    arguments: [(["CI": "true"], [String]()), (["TERM": "dumb"], []), ([:], ["--progress", "plain"])])
  func plain(environment: [String: String], words: [String]) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let path = try Self.notebooks()[0]
    let reports = ReportFolder()
    let run = try Self.terminal(
      columns: 80, rows: 24, ["run", path, "--output-path", reports.path] + words, environment: environment)
    #expect(run.code == 0 && !run.text.contains("\u{1B}"), "\(run.text)")
    #expect(run.text.contains("Alpha: compiling") && run.text.contains("Alpha: starting"))
  }

  @Test(
    "colour comes on terminals, unless NO_COLOR or --color says otherwise",
    arguments: [
      ([:], [String](), true), (["NO_COLOR": "1"], [], false), ([:], ["--color", "never"], false),
      (["NO_COLOR": "1"], ["--color", "always"], true),
    ])
  func color(environment: [String: String], words: [String], isColored: Bool) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let path = Self.folder + "/wrong/Wrong.swift"
    try ScratchPackage.write("//| titel: x\nprint(1)\n", to: path)
    let run = try Self.terminal(columns: 80, rows: 24, ["check", path] + words, environment: environment)
    #expect(run.code == 3)
    #expect(run.text.contains("\u{1B}[") == isColored, "\(run.text)")
  }

  @Test("asked for no progress, a run says nothing of it")
  func none() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = try Self.notebooks()[0]
    let run = try ProgramRun.tool(["run", path, "--progress", "none", "--output-path", reports.path])
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
  }
}
