import Foundation
import Testing

/// A preview that runs, asked as a browser asks it.
private final class RunningPreview {
  let program: StartedProgram
  let port: Int

  init(_ arguments: [String]) throws {
    // Any port that was free a moment ago.
    port = 20_000 + Int.random(in: 0..<30_000)
    program = try StartedProgram(
      ScratchPackage.tool, ["preview", "--port", "\(port)"] + arguments, environment: ProgramRun.toolEnvironment)
  }

  /// What the server says to a path; nil when it does not answer.
  func get(_ path: String, _ more: [String] = []) throws -> String? {
    let run = try ProgramRun.run(
      "/usr/bin/env",
      ["curl", "-s", "-i", "--path-as-is", "--max-time", "20"] + more + ["http://127.0.0.1:\(port)\(path)"],
      limit: 30)
    return run.code == 0 ? run.output : nil
  }

  /// Waits for a page that holds a text; gives it, or what was seen last.
  func page(_ path: String, with text: String) throws -> String {
    var last = ""
    for _ in 0..<600 {
      last = try get(path) ?? last
      if last.contains(text) { return last }
      usleep(50_000)
    }
    return last
  }
}

@Suite("The preview", .serialized)
struct PreviewTests {
  private static func source(_ value: String, more: String = "") -> String {
    """
    //| title: Previewed
    /*:
     # Previewed

     The value is \\(value).
     */
    import Flatbook
    let value = \(value)
    show(Plot { Line(x: [0, 1, 2], y: [0, 1, value]) })
    \(more)

    """
  }

  private static var hasCurl: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") }

  /// Running programs whose command names this text.
  private static func processes(naming text: String) -> Int {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.count { entry in
      Int(entry) != nil
        && FileManager.default.contents(atPath: "/proc/\(entry)/cmdline").map {
          String(decoding: $0, as: UTF8.self).contains(text)
        } == true
    }
  }

  /// Waits for such a program to run; a minute or two on a busy machine.
  private static func waitForProcess(naming text: String) {
    for _ in 0..<6000 {
      if processes(naming: text) > 0 { return }
      usleep(20_000)
    }
    Issue.record("no program names \(text)")
  }

  private func pathOfNotebook(_ name: String, _ text: String) throws -> String {
    let path = ScratchPackage.home + "/preview/\(name).swift"
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(
    "a page follows its notebook: an edit, a mistake over the last good page, the mend; then Ctrl-C leaves nothing",
    .enabled(if: hasCurl))
  func loop() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = try pathOfNotebook("Followed", Self.source("4.25"))
    let preview = try RunningPreview([path, "--output-path", reports.path])
    defer { kill(preview.program.process.processIdentifier, SIGKILL) }

    let first = try preview.page("/Followed/", with: "4.25</")
    #expect(first.contains("The value is") && first.contains("Ran to its end"), "\(first.suffix(3000))")
    #expect(first.contains("connect-src 'self'"))
    let written = try #require(reports.page("Followed"))
    #expect(!written.contains("connect-src"))
    #expect(!written.contains("id=\"preview\""))

    // One listener hears of the next page.
    let events = try StartedProgram(
      "/usr/bin/env", ["curl", "-s", "-N", "--max-time", "20", "http://127.0.0.1:\(preview.port)/events"])
    usleep(300_000)
    try Self.source("5.75").write(toFile: path, atomically: true, encoding: .utf8)
    let second = try preview.page("/Followed/", with: "5.75</")
    #expect(second.contains("5.75</"))
    #expect(reports.page("Followed")?.contains("5.75</") == true)

    // A mistake in the markup, then one in the code, then a claim that does not hold.
    try Self.source("6.5", more: "//| lable: fig-x\nshow(1)").write(toFile: path, atomically: true, encoding: .utf8)
    let wrong = try preview.page("/Followed/", with: "lable")
    #expect(wrong.contains("[NB010]") && wrong.contains("fix:") && wrong.contains("caret\">^"))
    #expect(wrong.contains("Beneath is the last good page") && wrong.contains("5.75</"))
    try Self.source("7.5", more: "let x: Int = \"no\"").write(toFile: path, atomically: true, encoding: .utf8)
    let broken = try preview.page("/Followed/", with: "cannot convert")
    #expect(broken.contains("Followed.swift:10:14") && broken.contains("5.75</"), "\(broken.suffix(3000))")
    try Self.source("8.5", more: "expect(value < 1, \"it is small\")")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let failed = try preview.page("/Followed/", with: "it is small")
    #expect(failed.contains("Beneath is how far it came") && failed.contains("/Followed/good"))
    #expect(try preview.get("/Followed/good")?.contains("5.75</") == true)

    try Self.source("9.25").write(toFile: path, atomically: true, encoding: .utf8)
    let mended = try preview.page("/Followed/", with: "9.25</")
    #expect(mended.contains("Ran to its end") && !mended.contains("Beneath"))

    // An endless notebook, stopped by a save, and another one by the end.
    try Self.source("1.5", more: "while true {}").write(toFile: path, atomically: true, encoding: .utf8)
    Self.waitForProcess(naming: "/Notebook_Followed\0")
    try Self.source("2.125").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try preview.page("/Followed/", with: "2.125</").contains("2.125</"))
    #expect(Self.processes(naming: "/Notebook_Followed\0") == 0)
    try Self.source("3.5", more: "while true {}").write(toFile: path, atomically: true, encoding: .utf8)
    Self.waitForProcess(naming: "/Notebook_Followed\0")

    kill(preview.program.process.processIdentifier, SIGINT)
    let end = preview.program.finish(limit: 900)
    #expect(end.code == 130, "\(end.everything)")
    #expect(end.output.contains("http://127.0.0.1:\(preview.port)/"))
    #expect(Self.processes(naming: "/Notebook_Followed\0") == 0)
    #expect(try preview.get("/") == nil, "the port is free")
    let heard = events.finish(limit: 900).output
    #expect(heard.contains("event: page") && heard.contains("\"name\":\"Followed\"") && heard.contains("event: state"))
  }

  @Test(
    "the page of a preview is the report on the disk and what the preview adds, and nothing else", .enabled(if: hasCurl)
  )
  func sameBody() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = try pathOfNotebook("Same", Self.source("4.25"))
    let preview = try RunningPreview([path, "--output-path", reports.path])
    defer { kill(preview.program.process.processIdentifier, SIGKILL) }
    let shown = try preview.page("/Same/", with: "4.25</")
    let written = try #require(reports.page("Same"))
    let body = try #require(written.firstRange(of: "<body>"))
    let script = try #require(written.ranges(of: "</body>").last)
    #expect(shown.contains(written[body.lowerBound..<script.lowerBound]))
    kill(preview.program.process.processIdentifier, SIGTERM)
    #expect(preview.program.finish(limit: 900).code == 130)
  }

  @Test("a preview that is to end with its standard input does so", .enabled(if: hasCurl))
  func endOfInput() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = try pathOfNotebook("Lifeline", Self.source("4.25", more: "while true {}"))
    // As 'swift run' starts it: under the plugin every tool ends with its input.
    ScratchPackage.buildFolder.lock()
    defer { ScratchPackage.buildFolder.unlock() }
    let preview = try StartedProgram(
      ScratchPackage.tool, ["preview", path, "--port", "0", "--until-input-ends", "--output-path", reports.path])
    defer { kill(preview.process.processIdentifier, SIGKILL) }
    Self.waitForProcess(naming: "/Notebook_Lifeline\0")
    #expect(preview.process.isRunning, "\(preview.errorsSoFar)")
    preview.closeInput()
    let end = preview.finish(limit: 700)
    #expect(end.code == 130, "\(end.everything)")
    #expect(Self.processes(naming: "/Notebook_Lifeline\0") == 0)
  }

  @Test(
    "a preview answers this machine's browser for its own pages, and nobody for anything else", .enabled(if: hasCurl))
  func refusals() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let one = try pathOfNotebook("One", Self.source("1.25"))
    let two = try pathOfNotebook("Two", Self.source("2.25"))
    let preview = try RunningPreview([one, two, "--output-path", reports.path])
    defer { kill(preview.program.process.processIdentifier, SIGKILL) }
    _ = try preview.page("/One/", with: "1.25</")
    _ = try preview.page("/Two/", with: "2.25</")
    let index = try #require(try preview.get("/"))
    #expect(index.contains("href=\"/One/\"") && index.contains("href=\"/Two/\""))
    for path in ["/..%2f..%2fPackage.swift", "/One/run.json", "/One/../../Package.swift", "/%2e%2e/", "/Three/"] {
      #expect(try preview.get(path)?.hasPrefix("HTTP/1.1 404") == true, "\(path)")
    }
    #expect(try preview.get("/One/", ["-H", "Host: evil.example"])?.hasPrefix("HTTP/1.1 403") == true)
    #expect(try preview.get("/One/", ["-X", "POST"])?.hasPrefix("HTTP/1.1 405") == true)
    #expect(
      try preview.get("/One/", ["-H", "X: " + String(repeating: "x", count: 30_000)])?.hasPrefix("HTTP/1.1 431") == true
    )
    kill(preview.program.process.processIdentifier, SIGINT)
    #expect(preview.program.finish(limit: 900).code == 130)
  }

  @Test("the plugin hands its words over to the same preview, which ends when the plugin does", .enabled(if: hasCurl))
  func plugin() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    ScratchPackage.buildFolder.lock()
    defer { ScratchPackage.buildFolder.unlock() }
    let port = 20_000 + Int.random(in: 0..<30_000)
    let started = try StartedProgram(
      "/usr/bin/env",
      [
        "swift", "package", "--package-path", ScratchPackage.package, "--scratch-path", ScratchPackage.scratch,
        "run-notebook", "preview", "First", "--port", "\(port)",
      ])
    defer { kill(started.process.processIdentifier, SIGKILL) }
    var page = ""
    for _ in 0..<1200 where !page.contains("Ran to its end") {
      page = try ProgramRun.run("/usr/bin/env", ["curl", "-s", "http://127.0.0.1:\(port)/First/"], limit: 30).output
      usleep(50_000)
    }
    #expect(page.contains("Ran to its end"), "\(page.suffix(2_000)) \(started.errorsSoFar)")
    kill(started.process.processIdentifier, SIGINT)
    _ = started.finish(limit: 120)
    var isGone = false
    for _ in 0..<500 where !isGone {
      isGone = try ProgramRun.run("/usr/bin/env", ["curl", "-s", "http://127.0.0.1:\(port)/"], limit: 30).code != 0
      usleep(10_000)
    }
    #expect(isGone)
    #expect(Self.processes(naming: "preview\0First\0--port\0\(port)") == 0)
  }
}
