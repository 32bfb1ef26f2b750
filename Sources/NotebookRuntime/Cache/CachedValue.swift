import DiskStore
import NotebookFormat

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One `cached(…)` in a notebook, before it has its value.
struct CachedValue {
  let name: String
  /// The values after `key:`, as JSON.
  let keys: [String]
  let line: Int
  let settings: CacheSettings?

  static func text(of key: some Encodable) throws -> String {
    String(decoding: try EventCoding.encoder().encode(key), as: UTF8.self)
  }

  /// The value, from the disk or computed, and what became of it.
  ///
  /// - Parameter inputs: The seed and the parameters that the notebook asked for so far, as text.
  func resolve<Value: Codable>(
    inputs: () -> Set<String>, _ compute: () throws -> Value
  ) rethrows -> (Value, CacheUse) {
    guard let settings, settings.mode != .off else {
      return try computed(
        compute, note: settings == nil ? "not kept: the tool did not start it" : "not kept: --cache off")
    }
    let store = StoreFolder(path: settings.folder)
    let call = settings.calls[line] ?? settings.source
    let before = inputs()
    let key = StoreKey(name: name, parts: [settings.build, call] + before.sorted() + ["key"] + keys)
    let kind = storedName(of: Value.self)
    var note: String?
    if settings.mode == .use {
      switch store.entry(for: key, kind: kind) {
      case .found(let entry):
        do {
          let value = try EventCoding.decoder().decode(Value.self, from: Data(entry.bytes))
          return (value, use(entry, isReused: true))
        } catch {
          note = "the kept value does not decode as \(kind); it was computed again"
        }
      case .missing: break
      case .damaged(let reason): note = "the kept value \(reason); it was computed again"
      }
    }
    let (value, use) = try computed(compute, note: note)
    if let asked = inputs().subtracting(before).min() {
      // The next run could not know that this belongs to the key.
      var use = use
      use.note = "not kept: it asks for the parameter \(asked) itself; ask for it before, so that it belongs to the key"
      return (value, use)
    }
    return kept(value, use, kind: kind, in: store, under: key)
  }

  private func kept<Value: Codable>(
    _ value: Value, _ use: CacheUse, kind: String, in store: StoreFolder, under key: StoreKey
  ) -> (Value, CacheUse) {
    var result = use
    let bytes: [UInt8]
    let same: Value
    do {
      // What is given back is what later runs get: a type that loses something loses it at once.
      bytes = Array(try EventCoding.encoder().encode(value))
      same = try EventCoding.decoder().decode(Value.self, from: Data(bytes))
    } catch {
      result.note = "not kept: it does not survive being written as JSON: \(error)"
      return (value, result)
    }
    let now = Date().timeIntervalSince1970
    do {
      try store.keep(StoreEntry(bytes: bytes, kind: kind, computedAt: now, seconds: use.seconds), for: key)
      result.bytes = bytes.count
    } catch {
      result.note = "not kept: \(error)"
    }
    return (same, result)
  }

  private func computed<Value>(_ compute: () throws -> Value, note: String?) rethrows -> (Value, CacheUse) {
    let start = ContinuousClock.now
    let value = try compute()
    let duration = (ContinuousClock.now - start).components
    let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    let now = Date().timeIntervalSince1970
    return (
      value,
      CacheUse(
        name: name, line: line, isReused: false, computed: Self.text(ofDate: now), seconds: seconds, bytes: nil,
        note: note)
    )
  }

  private func use(_ entry: StoreEntry, isReused: Bool) -> CacheUse {
    CacheUse(
      name: name, line: line, isReused: isReused, computed: Self.text(ofDate: entry.computedAt),
      seconds: entry.seconds, bytes: entry.bytes.count)
  }

  private static func text(ofDate seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds.rounded()).formatted(.iso8601)
  }
}
