import NotebookFormat

/// The SHA-256 of a text in hexadecimal digits.
public enum SHA256Text {
  /// The hash of a text's UTF-8 bytes, 64 digits.
  public static func of(_ text: String) -> String { SHA256.hexadecimal(Array(text.utf8)) }
}
