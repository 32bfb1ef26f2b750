import Foundation
import NotebookFormat

/// What a page may do: nothing but apply its one style, run its one script if it has one, and show pictures and fonts that it
/// holds itself.
struct SecurityPolicy {
  var style: String
  var script: String

  /// The value of the Content-Security-Policy.
  var text: String {
    let scripts = script.isEmpty ? "" : "script-src \(Self.source(script)); "
    return "default-src 'none'; style-src \(Self.source(style)); \(scripts)"
      + "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
  }

  static func source(_ text: String) -> String {
    "'sha256-\(Data(SHA256.hash(text.utf8)).base64EncodedString())'"
  }
}
