import Foundation

/// What the operating system refused, in words.
public struct SystemError: Error, CustomStringConvertible, Sendable {
  public var doing: String
  public var code: Int32

  public var description: String { "\(doing): \(String(cString: strerror(code)))" }
}
