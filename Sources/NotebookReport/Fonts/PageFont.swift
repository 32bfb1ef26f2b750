import Foundation

/// A font file as a page carries it: cut to the characters that the page shows.
struct PageFont: Hashable, Sendable {
  /// The file in WOFF2; the same font as TrueType lies beside it.
  var file: URL
  /// What the page shows of it.
  var characters: Set<Unicode.Scalar>

  /// The bytes in WOFF2: the font cut, or the whole file where the TrueType font is missing or cannot be cut; nil where
  /// there is no file at all. Remembered, as long as the program runs, for the pages after this one.
  var bytes: [UInt8]? {
    let key = Key(font: self, stamp: Self.stamp(source))
    if let known = Self.made.bytes(key) { return known }
    guard let made = cut ?? (try? Data(contentsOf: file)).map(Array.init) else { return nil }
    Self.made.keep(made, key)
    return made
  }

  private var source: URL { file.deletingPathExtension().appendingPathExtension("ttf") }

  private var cut: [UInt8]? {
    guard let font = try? Data(contentsOf: source),
      let cut = FontSubset.make(of: Array(font), characters: characters)
    else { return nil }
    return WOFF2.encode(cut)
  }

  /// Changes when the file does.
  private static func stamp(_ file: URL) -> String {
    let values = try? file.resolvingSymlinksInPath().resourceValues(forKeys: [
      .fileSizeKey, .contentModificationDateKey,
    ])
    return "\(values?.fileSize ?? -1) \(values?.contentModificationDate?.timeIntervalSinceReferenceDate ?? 0)"
  }

  private struct Key: Hashable {
    var font: PageFont
    var stamp: String
  }

  private static let made = Memory()

  /// The fonts made last; more than a page has, few enough to forget about.
  private final class Memory: @unchecked Sendable {
    private let lock = NSLock()
    private var fonts: [Key: [UInt8]] = [:]

    func bytes(_ key: Key) -> [UInt8]? { lock.withLock { fonts[key] } }

    func keep(_ bytes: [UInt8], _ key: Key) {
      lock.withLock {
        if fonts.count >= 64 { fonts = [:] }
        fonts[key] = bytes
      }
    }
  }
}
