import Foundation

/// Where the tool speaks: results on standard output, everything else on standard error.
enum Console {
  static func error(_ text: String) { note("error: \(text)") }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static var isTerminal: Bool { isatty(2) == 1 }
}
