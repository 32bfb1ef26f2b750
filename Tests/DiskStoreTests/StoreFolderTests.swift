import Foundation
import Testing

@testable import DiskStore

/// A store in a folder of its own, which goes away with the test.
final class ScratchStore {
  let store: StoreFolder

  init(limit: Int = StoreFolder.defaultLimit) {
    store = StoreFolder(path: NSTemporaryDirectory() + "store-\(UUID().uuidString)", limit: limit)
  }

  deinit { try? FileManager.default.removeItem(atPath: store.path) }

  func file(_ key: StoreKey) -> String { "\(store.path)/\(key.digest).value" }

  func change(_ key: StoreKey, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(key))))
    change(&bytes)
    try Data(bytes).write(to: URL(fileURLWithPath: file(key)))
  }
}

private func entry(_ text: String, kind: String = "Text") -> StoreEntry {
  StoreEntry(bytes: Array(text.utf8), kind: kind, computedAt: 1_700_000_000, seconds: 2.5)
}

private struct Hidden {}

@Suite("A store on disk")
struct StoreFolderTests {
  @Test("gives back what it was given, and nothing where nothing is", arguments: ["", "one", "two\nlines\n\u{0}"])
  func roundTrip(_ text: String) throws {
    let scratch = ScratchStore()
    let key = StoreKey(name: "x", parts: ["1"])
    #expect(scratch.store.entry(for: key, kind: "Text") == .missing)
    try scratch.store.keep(entry(text), for: key)
    #expect(scratch.store.entry(for: key, kind: "Text") == .found(entry(text)))
    #expect(scratch.store.entry(for: StoreKey(name: "x", parts: ["2"]), kind: "Text") == .missing)
  }

  @Test("parts of a key cannot be moved across their borders")
  func keys() {
    let keys = [["ab", "c"], ["a", "bc"], ["abc"], ["", "abc"], ["ab", "c", ""]].map { StoreKey(name: "n", parts: $0) }
    #expect(Set(keys.map(\.digest)).count == keys.count)
    #expect(StoreKey(name: "n", parts: ["a"]).digest != StoreKey(name: "na", parts: []).digest)
  }

  @Test("a file that was cut anywhere is damaged, never an entry and never a crash")
  func truncation() throws {
    let scratch = ScratchStore()
    let key = StoreKey(name: "x", parts: [])
    try scratch.store.keep(entry("some value"), for: key)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.file(key))))
    for count in 0..<whole.count {
      try scratch.change(key) { $0 = Array(whole.prefix(count)) }
      guard case .damaged = scratch.store.entry(for: key, kind: "Text") else {
        Issue.record("the first \(count) bytes are taken for an entry")
        return
      }
    }
  }

  @Test("one changed bit of the value is found")
  func flippedBits() throws {
    let scratch = ScratchStore()
    let key = StoreKey(name: "x", parts: [])
    try scratch.store.keep(entry("value"), for: key)
    let count = [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.file(key)))).count
    for bit in 0..<40 {
      let place = count - 1 - bit / 8
      try scratch.change(key) { $0[place] ^= 1 << UInt8(bit % 8) }
      #expect(
        scratch.store.entry(for: key, kind: "Text") == .damaged("has another hash than when it was written"))
      try scratch.change(key) { $0[place] ^= 1 << UInt8(bit % 8) }
    }
    #expect(scratch.store.entry(for: key, kind: "Text") == .found(entry("value")))
  }

  @Test("an entry of another kind, under another key or of another format is not taken")
  func otherEntries() throws {
    let scratch = ScratchStore()
    let (one, other) = (StoreKey(name: "one", parts: []), StoreKey(name: "other", parts: []))
    try scratch.store.keep(entry("1", kind: "Int"), for: one)
    #expect(scratch.store.entry(for: one, kind: "Text") == .damaged("is a Int, not a Text"))
    try FileManager.default.copyItem(atPath: scratch.file(one), toPath: scratch.file(other))
    #expect(scratch.store.entry(for: other, kind: "Int") == .damaged("belongs to another key"))
    let header = try String(contentsOfFile: scratch.file(one), encoding: .utf8)
    try header.replacingOccurrences(of: "\"format\":1", with: "\"format\":2")
      .write(toFile: scratch.file(one), atomically: true, encoding: .utf8)
    #expect(scratch.store.entry(for: one, kind: "Int") == .damaged("is of another format, 2"))
    try FileManager.default.removeItem(atPath: scratch.file(one))
    try FileManager.default.createDirectory(atPath: scratch.file(one), withIntermediateDirectories: false)
    #expect(scratch.store.entry(for: one, kind: "Int") == .damaged("cannot be read"))
  }

  @Test("the folder stays within its limit: what was used longest ago goes first, what was just kept stays")
  func limit() throws {
    let scratch = ScratchStore(limit: 3_000)
    let keys = (0..<6).map { StoreKey(name: "x", parts: ["\($0)"]) }
    let text = String(repeating: "a", count: 600)
    for (age, key) in keys.prefix(3).enumerated() {
      try scratch.store.keep(entry(text), for: key)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: Double(age - 10))], ofItemAtPath: scratch.file(key))
    }
    // Reading counts as use.
    #expect(scratch.store.entry(for: keys[0], kind: "Text") == .found(entry(text)))
    for key in keys.dropFirst(3) { try scratch.store.keep(entry(text), for: key) }
    #expect(scratch.store.byteCount <= 3_000)
    #expect(scratch.store.entry(for: keys[1], kind: "Text") == .missing)
    #expect(scratch.store.entry(for: keys[5], kind: "Text") == .found(entry(text)))
    #expect(throws: StoreFolder.Refusal.self) {
      try scratch.store.keep(entry(String(repeating: "a", count: 3_001)), for: keys[0])
    }
  }

  @Test("the folder is looked through after a tenth of its limit, however many entries it has")
  func looks() throws {
    let scratch = ScratchStore(limit: 200_000)
    for number in 0..<1000 { try scratch.store.keep(entry("v"), for: StoreKey(name: "x", parts: ["\(number)"])) }
    let last = StoreKey(name: "x", parts: ["999"])
    let written = try 1000 * Data(contentsOf: URL(fileURLWithPath: scratch.file(last))).count
    // The limit was passed at least once, and what was kept last is there.
    #expect(written > scratch.store.limit && scratch.store.byteCount <= scratch.store.limit)
    #expect(scratch.store.entry(for: last, kind: "Text") == .found(entry("v")))
    #expect(
      scratch.store.ledger.looks > 1 && scratch.store.ledger.looks <= 2 + 2 * written / (scratch.store.limit / 10))
    // Far below the limit, all entries cost one look.
    let roomy = ScratchStore()
    for number in 0..<200 { try roomy.store.keep(entry("v"), for: StoreKey(name: "x", parts: ["\(number)"])) }
    #expect(roomy.store.ledger.looks == 1)
  }

  @Test("the name of a private type does not have the address that changes from run to run")
  func names() {
    struct Local {}
    #expect(storedName(of: [String: Int].self) == "Swift.Dictionary<Swift.String, Swift.Int>")
    #expect(storedName(of: [Hidden].self) == "Swift.Array<DiskStoreTests.(private).Hidden>")
    #expect(storedName(of: Local.self).hasSuffix("Local") && !storedName(of: Local.self).contains("$"))
  }

  @Test("a second writer to the same folder makes room too")
  func twoWriters() throws {
    let scratch = ScratchStore(limit: 20_000)
    let other = StoreFolder(path: scratch.store.path, limit: 20_000)
    for number in 0..<100 {
      try scratch.store.keep(entry("v"), for: StoreKey(name: "x", parts: ["\(number)"]))
      try other.keep(entry("v"), for: StoreKey(name: "y", parts: ["\(number)"]))
    }
    #expect(scratch.store.byteCount <= 24_000)
  }

  @Test("a folder that cannot be written to is refused in words, and leaves no file behind")
  func unwritable() throws {
    let file = NSTemporaryDirectory() + "store-\(UUID().uuidString)"
    try "in the way".write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let store = StoreFolder(path: file + "/values")
    let key = StoreKey(name: "x", parts: [])
    #expect(throws: StoreFolder.Refusal.self) { try store.keep(entry("1"), for: key) }
    #expect(store.entry(for: key, kind: "Text") == .missing)
  }

  @Test("many writers and readers of one key see whole entries only")
  func concurrency() async throws {
    let scratch = ScratchStore()
    let store = scratch.store
    let key = StoreKey(name: "x", parts: [])
    let texts = (0..<8).map { String(repeating: "\($0)", count: 20_000 + $0) }
    try store.keep(entry(texts[0]), for: key)
    let wrong = await withTaskGroup(of: Int.self) { group in
      for worker in 0..<8 {
        group.addTask {
          var wrong = 0
          for _ in 0..<25 {
            if (try? store.keep(entry(texts[worker]), for: key)) == nil { wrong += 1 }
            guard case .found(let found) = store.entry(for: key, kind: "Text"),
              texts.contains(String(decoding: found.bytes, as: UTF8.self))
            else {
              wrong += 1
              continue
            }
          }
          return wrong
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.path).count == 1)
  }
}
