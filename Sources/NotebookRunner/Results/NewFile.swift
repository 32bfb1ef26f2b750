import Foundation

/// A file that must not be there yet.
public enum NewFile {
  /// Why nothing was written.
  public struct Refused: Error, CustomStringConvertible, Sendable {
    /// Which file, why not, and what to do.
    public var description: String
  }

  /// Writes the file, making its folder where that is missing. It appears whole or not at all.
  ///
  /// - Throws: ``Refused`` where anything of that name is there, a link that leads nowhere included, or the system
  ///   refuses.
  public static func write(_ bytes: [UInt8], to path: String) throws(Refused) {
    let manager = FileManager.default
    let folder = (path as NSString).deletingLastPathComponent
    let work = (folder.isEmpty ? "." : folder) + "/.new-\(UUID().uuidString.prefix(8))"
    defer { try? manager.removeItem(atPath: work) }
    do {
      if !folder.isEmpty { try manager.createDirectory(atPath: folder, withIntermediateDirectories: true) }
      try OutputFolder.write(Data(bytes), to: work)
      // A link to the finished file fails where the name is taken: nothing is ever overwritten.
      guard link(work, path) == 0 else { throw SystemError(doing: "writing \(path)", code: errno) }
    } catch {
      let isThere = (error as? SystemError)?.code == EEXIST
      throw Refused(
        description: isThere
          ? "\(path) is there already; choose another name, or move it away"
          : "\(path) could not be written: \(OutputFolder.words(error))")
    }
  }
}
