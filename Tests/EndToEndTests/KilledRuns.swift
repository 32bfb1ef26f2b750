import Foundation

/// Runs of one notebook that are killed at random moments of their compilation, their run and their writing.
struct KilledRuns {
  /// Where a run was when the signal came.
  enum Phase: String, CaseIterable { case starting, compiling, running, writing, ended }

  let work: CompiledNotebookTests.Work
  let mark = "FLATBOOK_KILL_MARK=\(UUID().uuidString)"
  let path = ScratchPackage.home + "/killed/Killed.swift"
  private var state: UInt64
  private var version = 0
  /// Seconds that each phase takes when nobody disturbs it.
  private var seconds: [Phase: Double] = [:]

  private(set) var phases: [Phase: Int] = [:]
  private(set) var signals: [Int32: Int] = [:]
  /// What must not happen, in words.
  private(set) var troubles: [String] = []
  private(set) var orphans = 0
  private(set) var damagedReports = 0
  private(set) var damagedEntries = 0
  private(set) var nextRuns = 0
  private(set) var failedNextRuns = 0

  init(seed: UInt64) throws {
    work = try CompiledNotebookTests.Work()
    state = seed
  }

  /// A notebook that starts programs which would outlive it, shows figures and then ends. Another version, another
  /// program.
  private func source(version: Int) -> String {
    """
    //| title: Killed
    import Flatbook
    import Foundation

    func start(_ words: String) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", words]
      try process.run()
    }
    try start("sleep 600; true")
    try start("setsid sleep 600 & sleep 0.01")
    try start("setsid sh -c 'while :; do sleep 1; done' < /dev/null > /dev/null 2>&1 &")
    // %% Figures
    for number in 0..<6 {
      show(Plot("Version \(version)") { Line(x: [0, 1, 2], y: [0, Double(number), 4]) })
      usleep(20_000)
    }
    // %% The end
    print(\(version))

    """
  }

  private mutating func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private func start() throws -> StartedProgram {
    let variable = mark.split(separator: "=").map(String.init)
    return try StartedProgram(
      ScratchPackage.tool, ["run", path, "-v", "--progress", "plain", "--configuration", "debug"],
      environment: work.environment.merging([variable[0]: variable[1]]) { $1 })
  }

  private static func phase(_ errors: String, isRunning: Bool) -> Phase {
    if !isRunning { return .ended }
    if errors.contains("cell 3 of 3") { return .writing }
    if errors.contains("Killed: starting") { return .running }
    return errors.contains("Killed: compiling") ? .compiling : .starting
  }

  /// Learns how long each phase takes; gives what the run said where it did not succeed.
  mutating func measure() throws -> String? {
    try ScratchPackage.write(source(version: version), to: path)
    let started = try start()
    var (last, since) = (Phase.starting, ContinuousClock.now)
    while last != .ended {
      let phase = Self.phase(started.errorsSoFar, isRunning: started.process.isRunning)
      if phase != last {
        let time = (ContinuousClock.now - since).components
        seconds[last] = Double(time.seconds) + Double(time.attoseconds) * 1e-18
        (last, since) = (phase, .now)
      }
      usleep(1000)
    }
    let run = started.finish(limit: 60)
    return run.code == 0 ? nil : run.everything
  }

  /// Starts a run, kills it in a phase drawn at random, and looks at what it left.
  mutating func killOne() throws {
    let wanted = Phase.allCases[random(4)]
    // To be compiling, or sometimes anyhow, there must be something to compile.
    if wanted == .compiling || random(4) == 0 {
      version += 1
      try ScratchPackage.write(source(version: version), to: path)
    }
    let signal = [SIGKILL, SIGKILL, SIGTERM, SIGINT][random(4)]
    let delay = Double(random(1_000_000)) * 1e-6 * (seconds[wanted] ?? 0.1)
    let started = try start()
    var phase = Phase.starting
    while true {
      phase = Self.phase(started.errorsSoFar, isRunning: started.process.isRunning)
      if phase == .ended || Phase.allCases.firstIndex(of: phase) ?? 0 >= Phase.allCases.firstIndex(of: wanted) ?? 0 {
        break
      }
      usleep(500)
    }
    usleep(UInt32(delay * 1e6))
    phase = Self.phase(started.errorsSoFar, isRunning: started.process.isRunning)
    if phase != .ended { kill(started.process.processIdentifier, signal) }
    let run = started.finish(limit: 30)
    phases[phase, default: 0] += 1
    signals[signal, default: 0] += 1
    if run.code == -1 { troubles.append("a run did not end at signal \(signal)") }
    if phase == .ended, run.code != 0 { troubles.append("an undisturbed run failed: \(run.everything)") }
    try look(phase)
    // Every fourth time, so that most runs begin with what a killed one left.
    if phases.values.reduce(0, +) % 4 == 0 { try runAgain(after: phase) }
  }

  private mutating func look(_ phase: Phase) throws {
    // The guard has ten seconds to clear up.
    let start = ContinuousClock.now
    var left = Self.processes(with: mark)
    while !left.isEmpty, ContinuousClock.now - start < .seconds(10) {
      usleep(10_000)
      left = Self.processes(with: mark)
    }
    if !left.isEmpty {
      orphans += left.count
      troubles.append("killed while \(phase): left running: \(left.joined(separator: ", "))")
      for process in left.compactMap({ Int32($0.prefix { $0.isNumber }) }) { kill(process, SIGKILL) }
    }
    if let damage = try ReportCheck.damage(work.path + "/reports/Killed") {
      damagedReports += 1
      troubles.append("killed while \(phase): the report: \(damage)")
    }
    try lookAtEntries(phase)
  }

  /// The next run must succeed, find nothing damaged and leave nothing of the killed ones.
  private mutating func runAgain(after phase: Phase) throws {
    nextRuns += 1
    let next = try start().finish(limit: 120)
    if next.code != 0 {
      failedNextRuns += 1
      troubles.append("killed while \(phase): the next run: \(next.everything)")
    }
    if next.errors.contains("damaged") {
      damagedEntries += 1
      troubles.append("killed while \(phase): \(next.errors)")
    }
    if let damage = try ReportCheck.damage(work.path + "/reports/Killed") {
      damagedReports += 1
      troubles.append("killed while \(phase): the report of the next run: \(damage)")
    }
    let rests = try FileManager.default.contentsOfDirectory(atPath: work.path + "/reports").filter { $0 != "Killed" }
    if rests != [".flatbook-reports.json"] { troubles.append("killed while \(phase): left behind: \(rests)") }
  }

  /// Looks at every entry of the cache, and at what is left once something has been compiled again.
  mutating func lookAtCache() throws {
    version += 1
    try ScratchPackage.write(source(version: version), to: path)
    let run = try start().finish(limit: 120)
    if run.code != 0 { troubles.append("the last run: \(run.everything)") }
    try lookAtEntries(.ended)
    let rests = try FileManager.default.contentsOfDirectory(atPath: work.cache).filter { $0.hasPrefix(".new-") }
    if !rests.isEmpty { troubles.append("left in the cache: \(rests)") }
  }

  private mutating func lookAtEntries(_ phase: Phase) throws {
    struct Entry: Decodable { var program, programHash: String }
    var list = ""
    for folder in work.entries {
      let data = FileManager.default.contents(atPath: folder + "/entry.json") ?? Data()
      if let entry = try? JSONDecoder().decode(Entry.self, from: data) {
        list += "\(entry.programHash)  \(folder)/\(entry.program)\n"
      } else {
        list += "0  \(folder)/entry.json\n"
      }
    }
    guard try !list.isEmpty && !ReportCheck.isTrue(list) else { return }
    damagedEntries += 1
    troubles.append("killed while \(phase): an entry of the cache is damaged")
  }

  var summary: String {
    func count(_ phase: Phase) -> Int { phases[phase] ?? 0 }
    func count(_ signal: Int32) -> Int { signals[signal] ?? 0 }
    return """
      killed runs: \(phases.values.reduce(0, +)): \(count(.starting)) while starting, \(count(.compiling)) compiling, \
      \(count(.running)) running, \(count(.writing)) writing, \(count(.ended)) just after their end; \
      SIGKILL \(count(SIGKILL)), SIGTERM \(count(SIGTERM)), SIGINT \(count(SIGINT))
      killed runs: half-written reports \(damagedReports), processes left running \(orphans), damaged compiled \
      notebooks \(damagedEntries), of \(nextRuns) next runs failed \(failedNextRuns), troubles in all \(troubles.count)
      """
  }

  /// Running programs that have a word in their environment, each with its number and its words.
  static func processes(with mark: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { entry in
      guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/environ"),
        String(decoding: data, as: UTF8.self).contains(mark)
      else { return nil }
      let words = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") ?? Data()
      return "\(entry) \(String(decoding: words, as: UTF8.self).replacing("\0", with: " "))"
    }
  }
}
