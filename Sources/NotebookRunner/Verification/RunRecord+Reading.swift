import Foundation
import NotebookFormat

extension RunRecord {
  /// Why a file is not a record that can be compared with, and what to do.
  public struct Unreadable: Error, CustomStringConvertible, Sendable {
    /// The reason in words, with the file's path.
    public var description: String
  }

  /// The record in a file.
  ///
  /// - Throws: ``Unreadable`` for a file that is missing or damaged, holds something else, or has another format.
  public init(contentsOf path: String) throws(Unreadable) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unreadable(description: "there is no recorded run at '\(path)'")
    }
    struct Version: Decodable { var format: Int }
    guard let version = try? JSONDecoder().decode(Version.self, from: data) else {
      throw Unreadable(description: "'\(path)' is not a recorded run; name a run.json that 'run' wrote")
    }
    guard version.format == Self.currentFormat else {
      throw Unreadable(
        description: "'\(path)' was recorded in format \(version.format), and this version of Flatbook reads format "
          + "\(Self.currentFormat); record the notebook again with 'run'")
    }
    do {
      self = try EventCoding.decoder().decode(RunRecord.self, from: data)
    } catch {
      throw Unreadable(description: "'\(path)' is damaged: it says format \(version.format) and is no such record")
    }
  }
}
