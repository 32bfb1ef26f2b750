import Foundation

/// What the operating system refused, in words.
public struct SystemError: Error, CustomStringConvertible, Sendable {
  /// What was being done, such as `starting /usr/bin/git`.
  public var doing: String
  /// The system's error number, `errno`.
  public var code: Int32

  /// What was being done, and the system's words for the number.
  public var description: String { "\(doing): \(String(cString: strerror(code)))" }
}
