/// What `cached` does with values of earlier runs.
public enum CacheMode: String, Codable, Sendable, CaseIterable {
  /// Takes them where they fit.
  case use
  /// Computes anew, and keeps what comes out.
  case refresh
  /// Computes anew, and leaves what is kept alone.
  case off
}

/// Where a notebook's `cached` values are kept, and what they depend on besides their own keys.
public struct CacheSettings: Codable, Equatable, Sendable {
  /// The store's folder.
  public var folder: String
  /// What is done with values of earlier runs.
  public var mode: CacheMode
  /// What tells this build of the library and this toolchain from others.
  public var build: String
  /// A hash of each `cached(…) { … }` in the source, by the line where it begins.
  public var calls: [Int: String]
  /// A hash of the whole source, for calls that are not in ``calls``.
  public var source: String

  /// Settings from their parts; `notebook` gives the hashes.
  public init(folder: String, mode: CacheMode, build: String, notebook: Notebook) {
    self.folder = folder
    self.mode = mode
    self.build = build
    calls = notebook.cachedCalls.mapValues { String(SHA256.hexadecimal(Array($0.utf8)).prefix(32)) }
    source = SHA256.hexadecimal(Array(notebook.source.utf8))
  }
}
