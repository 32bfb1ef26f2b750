/// Why a request is not answered, as an HTTP status with plain words.
public struct HTTPRefusal: Error, Equatable, Sendable {
  /// The status code, such as 403.
  public var status: Int
  /// One sentence for whoever sees the answer.
  public var words: String

  /// What is sent is not a request.
  public static let malformed = HTTPRefusal(status: 400, words: "This is not an HTTP request that can be read.")
  /// The request names another host, as a page of another site does that had its name point to this machine.
  public static let foreignHost = HTTPRefusal(
    status: 403, words: "This preview answers under its own address on this machine only.")
  /// There is nothing under the path.
  public static let notFound = HTTPRefusal(status: 404, words: "There is no such page in this preview.")
  /// Another method than GET and HEAD.
  public static let methodNotAllowed = HTTPRefusal(status: 405, words: "Pages can only be read: GET or HEAD.")
  /// The request did not arrive in time.
  public static let tooSlow = HTTPRefusal(status: 408, words: "The request did not arrive in time.")
  /// The request brings a body.
  public static let bodyNotAllowed = HTTPRefusal(status: 413, words: "A request to this preview has no body.")
  /// The head of the request is longer than ``HTTPRequest/limit``.
  public static let tooLarge = HTTPRefusal(status: 431, words: "The head of the request is too long.")
  /// Too many connections at once.
  public static let busy = HTTPRefusal(status: 503, words: "There are too many connections; close a page.")
  /// Another version of the protocol than 1.0 and 1.1.
  public static let versionNotSupported = HTTPRefusal(status: 505, words: "Only HTTP/1.1 is spoken here.")
}
