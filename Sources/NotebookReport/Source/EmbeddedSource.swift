import Foundation
import NotebookFormat

/// The notebook's source as a page carries it: a link that saves it, in Base64, so that nothing in it can act.
public enum EmbeddedSource {
  /// A notebook taken out of a page.
  public struct Notebook: Equatable, Sendable {
    /// The name of the file that the page was made from, without its folder.
    public var name: String
    /// The file's content, byte for byte.
    public var bytes: [UInt8]
  }

  /// Why a page gives no notebook.
  public enum Missing: Error, Equatable, CustomStringConvertible, Sendable {
    /// There is no source in it: it was left out, or this is another kind of page.
    case absent
    /// There are several, so that nobody can say which is meant.
    case ambiguous
    /// It is not the source that was put in: the page was cut or changed.
    case changed

    /// What is wrong and what to do.
    public var description: String {
      switch self {
      case .absent: "it carries no source; it is no notebook's report, or was written with --source omit"
      case .ambiguous: "it carries several sources; take one of the reports that it was put together from"
      case .changed: "its source is not the one that was put in: the page was cut or changed; fetch it again"
      }
    }
  }

  static let startMark = "<!-- source -->"
  static let endMark = "<!-- /source -->"
  private static let opening = "<a id=\"nb-source\" class=\"download\" download=\""
  private static let hashOpening = "\" data-sha256=\""
  private static let linkOpening = "\" href=\"data:text/plain;charset=utf-8;base64,"

  /// The element that a page holds.
  static func html(name: String, bytes: [UInt8]) -> HTML {
    """
    \(HTML(startMark))<p>\(HTML(opening))\(name)\(HTML(hashOpening))\(SHA256.hexadecimal(bytes))\
    \(HTML(linkOpening))\(Base64.encode(bytes))">Download the notebook’s source</a></p>\(HTML(endMark))

    """
  }

  /// The page without its source, and without the marks around it.
  static func removed(from page: String) -> String {
    guard let start = page.range(of: startMark), let end = page.range(of: endMark), start.upperBound <= end.lowerBound
    else { return page }
    return String(page[..<start.lowerBound] + page[end.upperBound...].drop { $0 == "\n" })
  }

  /// The notebook that a page carries. Reads the page as text; nothing in it is run.
  ///
  /// - Throws: ``Missing``.
  public static func read(page: String) throws(Missing) -> Notebook {
    let parts = page.components(separatedBy: opening)
    guard parts.count > 1 else { throw .absent }
    guard parts.count == 2 else { throw .ambiguous }
    guard let hashStart = parts[1].range(of: hashOpening),
      let linkStart = parts[1].range(of: linkOpening), hashStart.upperBound <= linkStart.lowerBound,
      let end = parts[1][linkStart.upperBound...].firstIndex(of: "\""),
      let data = Data(base64Encoded: String(parts[1][linkStart.upperBound..<end]))
    else { throw .changed }
    let bytes = Array(data)
    guard SHA256.hexadecimal(bytes) == parts[1][hashStart.upperBound..<linkStart.lowerBound] else { throw .changed }
    return Notebook(name: HTML.unescape(parts[1][..<hashStart.lowerBound]), bytes: bytes)
  }
}
