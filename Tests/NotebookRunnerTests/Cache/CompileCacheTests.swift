import Foundation
import Testing

@testable import NotebookRunner

@Suite("The cache of compiled notebooks")
struct CompileCacheTests {
  static func key(_ source: String) -> CompileKey {
    CompileKey(
      source: SHA256Text.of(source), library: ["libA.so": "1"], package: ["Course.swiftmodule": "2"],
      toolchain: "swift", options: ["-O"])
  }

  /// Puts a program of so many bytes into a cache.
  @discardableResult
  static func keep(_ source: String, in cache: CompileCache, byteCount: Int = 1000) throws -> CompileCache.Lease {
    let work = try cache.workFolder("x")
    let bytes = Data(repeating: UInt8(ascii: "#"), count: byteCount)
    try bytes.write(to: URL(fileURLWithPath: work.path + "/Program"))
    chmod(work.path + "/Program", 0o755)
    return try cache.keep(work, key: key(source), program: "Program", messages: "warned of \(source)")
  }

  static func isKept(_ source: String, in cache: CompileCache) -> Bool {
    if case .program = cache.find(key(source)) { true } else { false }
  }

  @Test("what is kept is found again, and only under its own key")
  func found() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache")
    guard case .nothing = cache.find(Self.key("a")) else { return #expect(Bool(false), "found in an empty cache") }
    try Self.keep("a", in: cache)
    guard case .program(let lease) = cache.find(Self.key("a")) else { return #expect(Bool(false), "not found") }
    #expect(lease.entry.messages == "warned of a")
    #expect(FileManager.default.isExecutableFile(atPath: lease.executable))
    #expect(!Self.isKept("b", in: cache))
    #expect(cache.byteCount > 1000)
  }

  /// What can happen to an entry.
  enum Damage: String, CaseIterable {
    case poisoned, truncated, emptied, noProgram, noEntry, cutEntry, changedMessages, exchanged, link, programIsLink
    case notExecutable, file

    func happen(to entry: String, other: String) throws {
      let manager = FileManager.default
      let (program, sheet) = (entry + "/Program", entry + "/" + CacheEntry.fileName)
      switch self {
      case .poisoned:
        let file = try #require(FileHandle(forUpdatingAtPath: program))
        try file.seek(toOffset: 500)
        file.write(Data([0]))
      case .truncated: truncate(program, 999)
      case .emptied: truncate(program, 0)
      case .noProgram: try manager.removeItem(atPath: program)
      case .noEntry: try manager.removeItem(atPath: sheet)
      case .cutEntry: truncate(sheet, 40)
      case .changedMessages:
        let text = try String(contentsOfFile: sheet, encoding: .utf8)
        try text.replacing("warned of", with: "silent on").write(toFile: sheet, atomically: false, encoding: .utf8)
      case .exchanged:
        try manager.removeItem(atPath: entry)
        try manager.copyItem(atPath: other, toPath: entry)
      case .link:
        try manager.moveItem(atPath: entry, toPath: entry + "-away")
        try manager.createSymbolicLink(atPath: entry, withDestinationPath: entry + "-away")
      case .programIsLink:
        try manager.moveItem(atPath: program, toPath: entry + "/away")
        try manager.createSymbolicLink(atPath: program, withDestinationPath: entry + "/away")
      case .notExecutable: chmod(program, 0o644)
      case .file:
        try manager.removeItem(atPath: entry)
        try Data([1]).write(to: URL(fileURLWithPath: entry))
      }
    }
  }

  @Test(
    "an entry that was changed, cut, exchanged or planted is told and never run, and is replaced",
    arguments: Damage.allCases)
  func damage(damage: Damage) throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache")
    try Self.keep("a", in: cache)
    try Self.keep("b", in: cache)
    try damage.happen(
      to: cache.folder + "/" + Self.key("a").digest, other: cache.folder + "/" + Self.key("b").digest)
    guard case .damaged(let words) = cache.find(Self.key("a")) else {
      return #expect(Bool(false), "\(damage) was not noticed")
    }
    #expect(!words.isEmpty)
    try Self.keep("a", in: cache)
    #expect(Self.isKept("a", in: cache))
    #expect(Self.isKept("b", in: cache))
  }

  @Test("what was not used for longest goes first, and the limit holds")
  func leastRecentlyUsed() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache", limit: 35_000)
    for (age, name) in ["a", "b", "c"].enumerated() {
      try Self.keep(name, in: cache, byteCount: 10_000)
      let date = Date(timeIntervalSinceNow: Double(age) * 10 - 1000)
      try FileManager.default.setAttributes(
        [.modificationDate: date], ofItemAtPath: cache.folder + "/" + Self.key(name).digest)
    }
    // Used now, though it was made first.
    #expect(Self.isKept("a", in: cache))
    try Self.keep("d", in: cache, byteCount: 10_000)
    cache.prune()
    #expect(["a", "b", "c", "d"].map { Self.isKept($0, in: cache) } == [true, false, true, true])
    #expect(cache.byteCount <= 35_000)
  }

  @Test("a program that somebody runs is neither removed nor replaced")
  func leased() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache", limit: 1)
    let lease = try Self.keep("a", in: cache)
    cache.prune()
    #expect(cache.clear().kept == 1)
    #expect(FileManager.default.fileExists(atPath: lease.executable))
    let second = try Self.keep("a", in: cache)
    #expect(second.executable != lease.executable)
    #expect(FileManager.default.fileExists(atPath: second.executable))
    withExtendedLifetime((lease, second)) {}
  }

  @Test("once nobody runs it any more, the same program goes")
  func released() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache", limit: 1)
    do { try Self.keep("a", in: cache) }
    cache.prune()
    #expect(!Self.isKept("a", in: cache))
    #expect(cache.byteCount == 0)
  }

  @Test("what is used without being kept goes away with its use")
  func off() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache")
    var lease: CompileCache.Lease?
    do {
      let work = try cache.workFolder("x")
      try Data([1]).write(to: URL(fileURLWithPath: work.path + "/Program"))
      lease = try cache.use(work, key: Self.key("a"), program: "Program", messages: "")
    }
    let path = try #require(lease?.executable)
    #expect(FileManager.default.fileExists(atPath: path))
    lease = nil
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(!Self.isKept("a", in: cache))
  }

  @Test("many who keep, find and prune at once never see a damaged entry, and leave nothing behind")
  func atOnce() throws {
    let place = try OutputFolderTests.Place()
    let cache = CompileCache(folder: place.path + "/cache", limit: 12_000)
    DispatchQueue.concurrentPerform(iterations: 160) { index in
      let name = "n\(index % 7)"
      switch cache.find(Self.key(name)) {
      case .program(let lease): #expect(FileManager.default.isExecutableFile(atPath: lease.executable))
      case .damaged(let words): Issue.record("damaged: \(words)")
      case .nothing:
        let lease = try? Self.keep(name, in: cache, byteCount: 3000)
        #expect(lease.map { FileManager.default.isExecutableFile(atPath: $0.executable) } == true)
      }
      cache.prune()
    }
    cache.prune()
    #expect(cache.byteCount <= 12_000)
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.folder)
    #expect(names.allSatisfy { $0.count == 64 }, "\(names)")
  }
}
