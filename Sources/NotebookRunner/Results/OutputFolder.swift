import CNotebookProcess
import Foundation
import NotebookFormat

/// The folder that reports go to. What is written appears there whole or not at all.
public struct OutputFolder: Sendable {
  /// The folder's path, links followed.
  public let path: String

  /// Why nothing can be written there, and what to do.
  public struct Refused: Error, CustomStringConvertible, Sendable {
    /// The error in words: which path, why not, what to choose instead.
    public var description: String
  }

  static let manifestName = ".flatbook-reports.json"

  /// The file that the folder of a sweep's index holds, as that of a report holds `run.json`.
  public static let sweepName = "sweep.json"

  /// Says that the folder is the tool's.
  struct Manifest: Codable {
    var madeBy = "flatbook"
  }

  /// Opens the folder, making it where it is missing.
  ///
  /// - Parameters:
  ///   - path: Where reports go.
  ///   - package: The package's root, which is never written to.
  /// - Throws: ``Refused`` for the package's root or a folder around it, a file, a folder with files of others, and one
  ///   that cannot be made or written to.
  public init(_ path: String, package: String) throws(Refused) {
    let path = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    self.path = path
    let manager = FileManager.default
    let root = URL(fileURLWithPath: package).standardizedFileURL.resolvingSymlinksInPath().path
    if path == "/" || path == root || root.hasPrefix(path + "/") {
      throw Refused(description: "\(path) is no place for reports; choose a folder of their own with --output-path")
    }
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw Refused(description: "\(path) is a file; choose a folder with --output-path")
      }
      let entries = ((try? manager.contentsOfDirectory(atPath: path)) ?? [])
        .filter { !$0.hasPrefix(WorkFolder.prefix) }
      if !entries.isEmpty, !manager.fileExists(atPath: path + "/" + Self.manifestName) {
        throw Refused(
          description: "\(path) holds files that this tool did not write; choose an empty or new folder with "
            + "--output-path")
      }
    }
    do {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Refused(description: "\(path) cannot be made: \(Self.words(error)); choose another with --output-path")
    }
    guard access(path, W_OK) == 0 else {
      throw Refused(description: "\(path) cannot be written to; choose another folder with --output-path")
    }
    if !manager.fileExists(atPath: path + "/" + Self.manifestName) {
      do {
        try Self.write(try EventCoding.encoder().encode(Manifest()), wholeTo: path + "/" + Self.manifestName)
      } catch { throw Refused(description: "\(path) cannot be written to: \(error)") }
    }
    // What a killed run left, its last report apart.
    WorkFolder.sweep(path)
  }

  /// Writes a report's files as `name/…` in one step; gives the folder. Files of others that lie there stay.
  ///
  /// - Throws: ``Refused`` where something that is not a report has that name, or the system refuses; what was there
  ///   before is left as it was.
  @discardableResult
  public func publish(_ name: String, files: [(name: String, bytes: [UInt8])]) throws(Refused) -> String {
    let manager = FileManager.default
    let target = path + "/" + name
    do {
      let work = try WorkFolder(in: path, name: name)
      var manifest = ReportManifest()
      for file in files {
        let place = work.path + "/" + file.name
        try manager.createDirectory(
          atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Self.write(Data(file.bytes), to: place)
        manifest.files[file.name] = FileHash.of(place)
      }
      try Self.write(try RunRecord.encoder().encode(manifest), to: work.path + "/" + ReportManifest.fileName)
      if manager.fileExists(atPath: target) {
        let isOurs = ["run.json", Self.sweepName, ReportManifest.fileName].contains {
          manager.fileExists(atPath: target + "/" + $0)
        }
        guard isOurs else {
          throw Refused(description: "\(target) is not a report of this tool, and would be lost; move it away")
        }
        let code = flatbook_swap(work.path, target)
        guard code == 0 else { throw SystemError(doing: "replacing \(target)", code: code) }
      } else if rename(work.path, target) != 0 {
        // Another run may just have put its report there: then the later one stays.
        let code = flatbook_swap(work.path, target)
        guard code == 0 else { throw SystemError(doing: "making \(target)", code: code) }
      }
      ReportManifest.moveOthers(from: work.path, to: target)
    } catch let refusal as Refused {
      throw refusal
    } catch {
      throw Refused(
        description: "the report \(target) could not be written: \(Self.words(error)); nothing of it was left behind")
    }
    return target
  }

  /// Writes a file under another name first: it appears whole.
  static func write(_ data: Data, wholeTo path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let work = folder + "/\(WorkFolder.prefix)\(UUID().uuidString.prefix(8))"
    defer { unlink(work) }
    try write(data, to: work)
    guard rename(work, path) == 0 else { throw SystemError(doing: "writing \(path)", code: errno) }
  }

  /// Writes all bytes and makes sure that they arrived: a full disk must not look like success.
  static func write(_ data: Data, to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw SystemError(doing: "opening \((path as NSString).lastPathComponent)", code: errno) }
    var failure: Int32 = 0
    data.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty, failure == 0 {
        let slice = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.write(file, slice.baseAddress, slice.count)
        if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = errno }
      }
    }
    if close(file) != 0, failure == 0 { failure = errno }
    guard failure == 0 else {
      throw SystemError(doing: "writing \((path as NSString).lastPathComponent)", code: failure)
    }
  }

  static func words(_ error: any Error) -> String {
    if let error = error as? SystemError { return error.description }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(underlying.code)))
    }
    return error.localizedDescription
  }
}
