import Foundation
import NotebookFormat

/// Where the tool speaks: results on standard output, everything else on standard error.
enum Console {
  static func error(_ text: String) { note("error: \(text)") }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// How the words on standard error are to look, as the command line said.
  static let settings = ConsoleSettings()

  /// Standard error is a terminal that can move its cursor.
  static var isTerminal: Bool { isatty(2) == 1 && environment("TERM") != "dumb" }

  /// Whether lines are written over in place.
  static var isLive: Bool {
    switch settings.progress {
    case .live: true
    case .plain, .none: false
    // Logs of continuous integration may claim to be terminals.
    case .auto: isTerminal && (environment("CI") ?? "").isEmpty
    }
  }

  /// How diagnostics are printed.
  static var style: DiagnosticPrinter.Style {
    switch settings.color {
    case .always: .ansi
    case .never: .plain
    case .auto: isTerminal && (environment("NO_COLOR") ?? "").isEmpty ? .ansi : .plain
    }
  }

  /// The terminal's columns and lines.
  static var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  private static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
