import DiskStore
import Foundation
import NotebookFormat
import Testing

@testable import NotebookRuntime

/// Kept values in a folder of their own, which goes away with the test.
private final class ScratchCache {
  let folder = NSTemporaryDirectory() + "values-\(UUID().uuidString)"
  var mode = CacheMode.use
  var build = "build 1"
  var source = "let x = cached(\"x\") { 1 }"
  var inputs: Set<String> = []
  var keys = ["1"]
  var computed = 0

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func get<Value: Codable>(_ value: Value) throws -> (Value, CacheUse) {
    let notebook = NotebookParser().parse(source: source, path: "a.swift").notebook
    let settings = CacheSettings(folder: folder, mode: mode, build: build, notebook: notebook)
    let request = CachedValue(name: "x", keys: keys, line: 1, settings: settings)
    return request.resolve(
      inputs: { self.inputs },
      {
        computed += 1
        return value
      })
  }

  /// The one file that is kept.
  var file: String {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      return folder + "/" + (try #require(names.first))
    }
  }
}

@Suite("Cached values")
struct CachedTests {
  private struct Fit: Codable, Equatable {
    var rate: Double
    var losses: [Double]
  }

  @Test("a value is computed once, and comes back with every digit, NaN and infinities included")
  func reuse() throws {
    let cache = ScratchCache()
    let fit = Fit(rate: 0.1 + 0.2, losses: [1e-300, -0.0, .infinity, .leastNonzeroMagnitude])
    let (first, use) = try cache.get(fit)
    #expect(first == fit && !use.isReused && use.bytes != nil && use.note == nil)
    let (second, again) = try cache.get(fit)
    #expect(second == fit && again.isReused && again.computed == use.computed)
    #expect(second.losses[1].sign == .minus)
    #expect(cache.computed == 1)
    #expect(try cache.get([Double.nan]).0[0].isNaN)
  }

  @Test("another key, call, parameter, seed, library or toolchain is another value")
  func keys() throws {
    let cache = ScratchCache()
    let changes: [(ScratchCache) -> Void] = [
      { _ in }, { $0.keys = ["2"] }, { $0.keys = ["2", "3"] }, { $0.inputs = ["width=5"] },
      { $0.inputs = ["width=5", "seed=1"] }, { $0.build = "build 2" }, { $0.source = "let x = cached(\"x\") { 2 }" },
    ]
    for (count, change) in changes.enumerated() {
      change(cache)
      #expect(try cache.get(count).0 == count)
      #expect(cache.computed == count + 1)
      #expect(try cache.get(-1).0 == count)
    }
    // Other code of the notebook says nothing.
    cache.source += "\nprint(x)"
    #expect(try cache.get(-1).1.isReused)
  }

  @Test("refresh computes anew and keeps, off does neither")
  func modes() throws {
    let cache = ScratchCache()
    _ = try cache.get(1)
    cache.mode = .off
    let (off, use) = try cache.get(2)
    #expect(off == 2 && use.bytes == nil && use.note?.contains("--cache off") == true)
    cache.mode = .use
    #expect(try cache.get(3).0 == 1)
    cache.mode = .refresh
    #expect(try cache.get(4).0 == 4)
    cache.mode = .use
    #expect(try cache.get(5).0 == 4)
  }

  @Test("a kept value that is cut, changed, of another type or poisoned is computed again, and that is said")
  func damage() throws {
    let cache = ScratchCache()
    _ = try cache.get(1)
    let sound = try Data(contentsOf: URL(fileURLWithPath: cache.file))
    let damages: [(Data, String)] = [
      (sound.dropLast(1), "has 0 bytes instead of 1"), (sound.dropLast(1) + [UInt8(ascii: "7")], "another hash"),
      (Data(), "no readable header"), (Data([0, 1, 2, 10, 3]), "no readable header"),
    ]
    for (bytes, words) in damages {
      try bytes.write(to: URL(fileURLWithPath: cache.file))
      let (value, use) = try cache.get(2)
      #expect(value == 2 && !use.isReused)
      #expect(use.note?.contains(words) == true && use.note?.contains("computed again") == true, "\(use.note ?? "")")
      #expect(try cache.get(3).1.isReused)
    }
    let (text, use) = try cache.get("other")
    #expect(text == "other" && use.note?.contains("is a Swift.Int, not a Swift.String") == true, "\(use.note ?? "")")
    #expect(try cache.get("new").0 == "other")
  }

  @Test("a well-formed entry whose value does not decode is computed again")
  func poisoned() throws {
    let cache = ScratchCache()
    _ = try cache.get(Fit(rate: 1, losses: []))
    let kind = storedName(of: Fit.self)
    let name = try (cache.file as NSString).lastPathComponent
    // A sound file under the right key, of the right type, that holds something else.
    let notebook = NotebookParser().parse(source: cache.source, path: "a.swift").notebook
    let settings = CacheSettings(folder: cache.folder, mode: .use, build: cache.build, notebook: notebook)
    let key = StoreKey(name: "x", parts: [cache.build, try #require(settings.calls[1]), "key", "1"])
    #expect(name.hasPrefix(key.digest))
    try StoreFolder(path: cache.folder).keep(
      StoreEntry(bytes: Array("{\"rate\":\"no\"}".utf8), kind: kind, computedAt: 0, seconds: 0), for: key)
    let (value, use) = try cache.get(Fit(rate: 2, losses: [1]))
    #expect(value == Fit(rate: 2, losses: [1]))
    #expect(use.note?.contains("does not decode") == true)
  }

  /// Loses its second number when it is written.
  private struct Forgetful: Codable, Equatable {
    var kept: Int
    var lost = 0
    enum CodingKeys: CodingKey { case kept }
  }

  /// Cannot be written.
  private struct Unwritable: Codable {
    var value: Int
    func encode(to encoder: any Encoder) throws { throw CocoaError(.coderInvalidValue) }
  }

  @Test("what comes back is the same whether it was kept or computed; what cannot be written is not kept")
  func roundTrip() throws {
    let cache = ScratchCache()
    #expect(try cache.get(Forgetful(kept: 1, lost: 2)).0 == Forgetful(kept: 1, lost: 0))
    #expect(try cache.get(Forgetful(kept: 1, lost: 2)).0 == Forgetful(kept: 1, lost: 0))
    cache.keys = ["unwritable"]
    let (value, use) = try cache.get(Unwritable(value: 7))
    #expect(value.value == 7 && use.bytes == nil && use.note?.hasPrefix("not kept") == true)
  }

  @Test("an error is thrown on, and nothing is kept")
  func errors() throws {
    let cache = ScratchCache()
    let notebook = NotebookParser().parse(source: cache.source, path: "a.swift").notebook
    let settings = CacheSettings(folder: cache.folder, mode: .use, build: "b", notebook: notebook)
    let request = CachedValue(name: "x", keys: [], line: 1, settings: settings)
    #expect(throws: CancellationError.self) {
      _ = try request.resolve(inputs: { [] }, { () throws -> Int in throw CancellationError() })
    }
    #expect(!FileManager.default.fileExists(atPath: cache.folder))
  }

  @Test("a folder that cannot be written to costs the keeping, not the value")
  func unwritableFolder() throws {
    let notebook = NotebookParser().parse(source: "", path: "a.swift").notebook
    let settings = CacheSettings(folder: "/dev/null/values", mode: .use, build: "b", notebook: notebook)
    let (value, use) = CachedValue(name: "x", keys: [], line: 1, settings: settings).resolve(inputs: { [] }, { 5 })
    #expect(value == 5 && use.bytes == nil && use.note?.hasPrefix("not kept") == true)
  }

  @Test("without a tool everything is computed, whatever stands after key:")
  func byHand() {
    #expect(cached("a", key: 1, [2.5], "three") { 4 } == 4)
    #expect(cached("b") { "five" } == "five")
  }

  @Test("a closure that asks for a parameter itself is not kept, since no key could know it")
  func askingInside() throws {
    let cache = ScratchCache()
    let notebook = NotebookParser().parse(source: cache.source, path: "a.swift").notebook
    let settings = CacheSettings(folder: cache.folder, mode: .use, build: "b", notebook: notebook)
    var asked: Set<String> = ["seed=1"]
    let request = CachedValue(name: "x", keys: [], line: 1, settings: settings)
    let (value, use) = request.resolve(
      inputs: { asked },
      {
        asked.insert("width=5")
        return 5
      })
    #expect(value == 5 && use.bytes == nil)
    #expect(use.note?.hasPrefix("not kept: it asks for the parameter width=5 itself") == true)
    #expect(!FileManager.default.fileExists(atPath: cache.folder))
  }
}
