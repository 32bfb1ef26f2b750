import CNotebookProcess
import Foundation
import NotebookFormat

/// The folder of a published site. It is replaced as a whole or left as it was.
public struct SiteFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Why the site cannot be written there, and what to do.
  public struct Refused: Error, CustomStringConvertible, Sendable {
    /// The error in words: which path, why not, what to choose instead.
    public var description: String
  }

  static let markName = ".flatbook-site.json"

  /// What the tool wrote, so that it removes nothing else.
  struct Mark: Codable {
    var madeBy = "flatbook"
    var files: [String]
  }

  /// The folder, checked and not touched.
  ///
  /// - Parameters:
  ///   - path: Where the site goes.
  ///   - package: The package's root, which is never replaced.
  /// - Throws: ``Refused`` for the package's root or a folder around it, a file, a link, and a folder that holds anything
  ///   that this tool did not write.
  public init(_ path: String, package: String) throws(Refused) {
    let given = URL(fileURLWithPath: path).standardizedFileURL.path
    let parent = URL(fileURLWithPath: (given as NSString).deletingLastPathComponent).resolvingSymlinksInPath().path
    let name = (given as NSString).lastPathComponent
    let path = parent == "/" ? "/" + name : parent + "/" + name
    let root = URL(fileURLWithPath: package).standardizedFileURL.resolvingSymlinksInPath().path
    if given == "/" || path == root || root.hasPrefix(path + "/") {
      throw Refused(description: "\(given) is no place for a site; choose a folder of its own with --output")
    }
    self.path = path
    try check()
  }

  /// Whether everything there is the tool's own.
  private func check() throws(Refused) {
    let manager = FileManager.default
    guard let attributes = try? manager.attributesOfItem(atPath: path) else { return }
    switch attributes[.type] as? FileAttributeType {
    case .typeDirectory?: break
    case .typeSymbolicLink?:
      throw Refused(description: "\(path) is a link; name the folder that it leads to, or another, with --output")
    default: throw Refused(description: "\(path) is a file; choose a folder with --output")
    }
    guard let entries = try? manager.contentsOfDirectory(atPath: path) else {
      throw Refused(description: "\(path) cannot be read; choose another folder with --output")
    }
    let mark = manager.contents(atPath: path + "/" + Self.markName)
      .flatMap { try? JSONDecoder().decode(Mark.self, from: $0) }
    let own = Set((mark?.files ?? []) + (mark == nil ? [] : [Self.markName]))
    for entry in entries.sorted() {
      let type = (try? manager.attributesOfItem(atPath: path + "/" + entry))?[.type] as? FileAttributeType
      guard own.contains(entry), type == .typeRegular else {
        throw Refused(
          description: "\(path) holds '\(entry)', which this tool did not write and would remove; move it away, or "
            + "choose an empty or new folder with --output")
      }
    }
  }

  /// Removes the site.
  ///
  /// - Throws: ``Refused`` where others' files came to lie there, or the system refuses.
  public func remove() throws(Refused) {
    try check()
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw Refused(description: "the site \(path) could not be removed: \(OutputFolder.words(error))")
    }
  }

  /// Puts the files there in place of what was there, in one step.
  ///
  /// - Throws: ``Refused`` where the system refuses or the folder came to hold others' files meanwhile; what was there
  ///   before is left as it was.
  public func replace(with files: [(name: String, bytes: [UInt8])]) throws(Refused) {
    try check()
    let manager = FileManager.default
    let parent = (path as NSString).deletingLastPathComponent
    let work = "\(parent)/.\((path as NSString).lastPathComponent)-new-\(UUID().uuidString.prefix(8))"
    defer { try? manager.removeItem(atPath: work) }
    do {
      try manager.createDirectory(atPath: work, withIntermediateDirectories: true)
      let mark = try EventCoding.encoder().encode(Mark(files: files.map(\.name).sorted()))
      for (name, bytes) in files + [(Self.markName, Array(mark))] {
        guard !name.contains("/"), name != ".", name != ".." else {
          throw Refused(description: "'\(name)' is no name for a file of a site")
        }
        try OutputFolder.write(Data(bytes), to: work + "/" + name)
      }
      if rename(work, path) != 0 {
        let code = flatbook_swap(work, path)
        guard code == 0 else { throw SystemError(doing: "replacing \(path)", code: code) }
      }
    } catch let refusal as Refused {
      throw refusal
    } catch {
      throw Refused(description: "the site \(path) could not be written: \(OutputFolder.words(error)); it is as it was")
    }
  }
}
