/// An answer with everything that keeps other sites away from it.
public struct HTTPResponse: Equatable, Sendable {
  /// The status code, such as 200.
  public var status: Int
  /// What the body is, such as `text/html; charset=utf-8`.
  public var type: String
  /// Where to look instead; nil for an answer that is what was asked for.
  public var location: String?
  /// The bytes after the head.
  public var body: [UInt8]

  /// A page.
  public static func page(_ html: String) -> HTTPResponse {
    HTTPResponse(status: 200, type: "text/html; charset=utf-8", body: Array(html.utf8))
  }

  /// An answer that sends the browser to another path of the same server.
  public static func redirect(to path: String) -> HTTPResponse {
    HTTPResponse(status: 302, type: "text/plain; charset=utf-8", location: path, body: [])
  }

  /// A refusal in words.
  public init(_ refusal: HTTPRefusal) {
    self.init(status: refusal.status, type: "text/plain; charset=utf-8", body: Array((refusal.words + "\n").utf8))
  }

  private init(status: Int, type: String, location: String? = nil, body: [UInt8]) {
    self.status = status
    self.type = type
    self.location = location
    self.body = body
  }

  /// The head of an endless answer of events.
  static let eventHead = Array((lines(status: 200, type: "text/event-stream") + "\r\n").utf8)

  /// The whole answer as it is sent.
  public func bytes(isHead: Bool) -> [UInt8] {
    var head = Self.lines(status: status, type: type) + "Content-Length: \(body.count)\r\n"
    if let location { head += "Location: \(location)\r\n" }
    if status == 405 { head += "Allow: GET, HEAD\r\n" }
    return Array((head + "\r\n").utf8) + (isHead ? [] : body)
  }

  private static func lines(status: Int, type: String) -> String {
    """
    HTTP/1.1 \(status) \(reason(status))\r
    Content-Type: \(type)\r
    Cache-Control: no-store\r
    X-Content-Type-Options: nosniff\r
    Content-Security-Policy: frame-ancestors 'none'\r
    Cross-Origin-Resource-Policy: same-origin\r
    Cross-Origin-Opener-Policy: same-origin\r
    Referrer-Policy: no-referrer\r
    Connection: close\r

    """
  }

  private static func reason(_ status: Int) -> String {
    let reasons = [
      200: "OK", 302: "Found", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
      408: "Request Timeout", 413: "Content Too Large", 431: "Request Header Fields Too Large",
      503: "Service Unavailable", 505: "HTTP Version Not Supported",
    ]
    return reasons[status] ?? "Other"
  }
}
