/// A request for a page, as far as a preview has to understand one: a method that reads, and a path.
///
/// Whatever is unusual is refused, not mended: a browser never sends it.
public struct HTTPRequest: Equatable, Sendable {
  /// The most bytes of a request, its head and its line ends.
  public static let limit = 16 << 10

  /// The path between its slashes, each part with its percent escapes read; `/A/good` is `["A", "good"]`, and a slash at
  /// the end is an empty part: `/A/` is `["A", ""]`.
  public var path: [String]
  /// Whether the answer's body is left out, as HEAD asks.
  public var isHead: Bool

  /// Reads the head of a request.
  ///
  /// - Parameters:
  ///   - head: The bytes up to and with the empty line.
  ///   - port: The port that the server listens on; the request must name it, with a name of this machine.
  /// - Throws: ``HTTPRefusal``.
  public init(head: [UInt8], port: Int) throws(HTTPRefusal) {
    guard head.count <= Self.limit else { throw .tooLarge }
    guard let text = String(validating: head, as: UTF8.self), text.hasSuffix("\r\n\r\n") else { throw .malformed }
    var rows: [String] = []
    for line in text.utf8.dropLast(2).split(separator: UInt8(ascii: "\n")) {
      guard line.last == UInt8(ascii: "\r"), !line.dropLast().contains(where: { $0 < 0x20 && $0 != 9 }) else {
        throw .malformed
      }
      rows.append(String(decoding: line.dropLast(), as: UTF8.self))
    }
    guard !rows.isEmpty else { throw .malformed }
    let words = rows[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].hasPrefix("HTTP/") else { throw .malformed }
    guard ["HTTP/1.0", "HTTP/1.1"].contains(words[2]) else { throw .versionNotSupported }
    let headers = try Self.headers(rows.dropFirst())

    guard let host = headers["host"], host.count == 1 else { throw .malformed }
    guard Self.hosts(port).contains(host[0].lowercased()) else { throw .foreignHost }
    // A page of another site that asks from within the browser says where it comes from.
    for origin in headers["origin"] ?? [] where !Self.hosts(port).contains(where: { origin == "http://" + $0 }) {
      throw .foreignHost
    }
    guard ["GET", "HEAD"].contains(words[0]) else { throw .methodNotAllowed }
    isHead = words[0] == "HEAD"
    guard headers["transfer-encoding"] == nil, headers["content-length", default: ["0"]] == ["0"] else {
      throw .bodyNotAllowed
    }
    path = try Self.path(words[1])
  }

  /// The names of this machine that a browser on it uses.
  private static func hosts(_ port: Int) -> [String] {
    ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"]
  }

  private static func headers(_ rows: ArraySlice<String>) throws(HTTPRefusal) -> [String: [String]] {
    var headers: [String: [String]] = [:]
    for row in rows {
      guard let colon = row.firstIndex(of: ":"), colon != row.startIndex else { throw .malformed }
      let name = row[..<colon].lowercased()
      guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformed }
      let value = row[row.index(after: colon)...].trimmingPrefix { $0 == " " || $0 == "\t" }
      headers[name, default: []].append(String(value))
    }
    return headers
  }

  /// The parts of a path. No part may lead out of its folder, however it is written.
  private static func path(_ target: Substring) throws(HTTPRefusal) -> [String] {
    let raw = target.prefix { $0 != "?" && $0 != "#" }
    guard raw.hasPrefix("/") else { throw .malformed }
    var parts: [String] = []
    for part in raw.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let part = decoded(part) else { throw .malformed }
      guard part != ".", part != "..", !part.utf8.contains(where: { [0, 0x2F, 0x5C].contains($0) }) else {
        throw .notFound
      }
      parts.append(part)
    }
    return parts == [""] ? [] : parts
  }

  /// Text with its percent escapes read, once; nil where one is damaged.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch UnicodeScalar(byte) {
    case "0"..."9": byte - UInt8(ascii: "0")
    case "a"..."f": byte - UInt8(ascii: "a") + 10
    case "A"..."F": byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
