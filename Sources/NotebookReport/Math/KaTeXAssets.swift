import Foundation

/// Where KaTeX lies on this machine: its script, its style sheet and its fonts.
public struct KaTeXAssets: Equatable, Sendable {
  /// The file `katex.min.js`.
  public var script: URL
  /// The file `katex.min.css`.
  public var styleSheet: URL
  /// The folder of the fonts, in WOFF2.
  public var fonts: URL

  /// KaTeX at places that the caller knows; whether they can be read is not checked.
  public init(script: URL, styleSheet: URL, fonts: URL) {
    self.script = script
    self.styleSheet = styleSheet
    self.fonts = fonts
  }

  /// Looks where `FLATBOOK_KATEX` points, where Debian puts KaTeX, and where npm and Homebrew do; nil where none
  /// of these places has all parts.
  public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) -> KaTeXAssets? {
    var folders = [
      "/usr/share/javascript/katex", "/usr/share/nodejs/katex/dist", "/usr/lib/node_modules/katex/dist",
      "/usr/local/lib/node_modules/katex/dist", "/opt/homebrew/lib/node_modules/katex/dist",
      "/opt/homebrew/share/katex", "/usr/local/share/katex",
    ]
    if let chosen = environment["FLATBOOK_KATEX"], !chosen.isEmpty { folders = [chosen] }
    let manager = FileManager.default
    for folder in folders.map({ URL(fileURLWithPath: $0, isDirectory: true) }) {
      let script = folder.appendingPathComponent("katex.min.js")
      let styleSheet = folder.appendingPathComponent("katex.min.css")
      let fonts = [
        folder.appendingPathComponent("fonts"), URL(fileURLWithPath: "/usr/share/fonts/truetype/katex"),
      ]
      guard manager.isReadableFile(atPath: script.path), manager.isReadableFile(atPath: styleSheet.path),
        let font = fonts.first(where: {
          manager.isReadableFile(atPath: $0.appendingPathComponent("KaTeX_Main-Regular.woff2").path)
        })
      else { continue }
      return KaTeXAssets(script: script, styleSheet: styleSheet, fonts: font)
    }
    return nil
  }
}
