import Foundation
import NotebookRunner

/// The program that the system opens pages with.
enum Browser {
  /// Opens a page, without waiting for it.
  static func open(_ address: String) {
    #if os(macOS)
      let name = "open"
    #else
      let name = "xdg-open"
    #endif
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let program = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile(atPath:))
    else { return Console.note("note: there is no '\(name)' here to open the page with; the address is above") }
    Thread.detachNewThread { _ = try? Command(program, [address]).run(limit: 30) }
  }
}
