import Foundation

/// The pictures that prose may show: files in the notebook's own folder or below.
struct ImageFolder {
  struct Refusal: Error {
    /// Completes “the image … ”.
    var reason: String
  }

  var folder: URL

  /// The most bytes of one picture.
  static let limit = 2_000_000

  /// The picture as a `data:` address.
  func load(_ path: String) -> Result<String, Refusal> {
    let path = path.removingPercentEncoding ?? path
    guard !path.contains(":"), !path.hasPrefix("/"), !path.contains("\0") else {
      return .failure(Refusal(reason: "does not lie in the notebook's folder"))
    }
    let root = folder.standardizedFileURL.resolvingSymlinksInPath()
    let file = root.appendingPathComponent(path).standardizedFileURL.resolvingSymlinksInPath()
    guard file.path.hasPrefix(root.path + "/") else {
      return .failure(Refusal(reason: "does not lie in the notebook's folder"))
    }
    guard let size = (try? FileManager.default.attributesOfItem(atPath: file.path))?[.size] as? Int else {
      return .failure(Refusal(reason: "was not found"))
    }
    guard size <= Self.limit else { return .failure(Refusal(reason: "is larger than 2 MB")) }
    guard let data = try? Data(contentsOf: file), let type = Self.type(of: data) else {
      return .failure(Refusal(reason: "is not a PNG, JPEG, GIF or WebP picture"))
    }
    return .success("data:\(type);base64,\(data.base64EncodedString())")
  }

  private static func type(of data: Data) -> String? {
    let head = Array(data.prefix(12))
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if head.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).elementsEqual("WEBP".utf8) { return "image/webp" }
    return nil
  }
}
