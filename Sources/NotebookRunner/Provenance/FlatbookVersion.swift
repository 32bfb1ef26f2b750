/// The version of this library.
public enum FlatbookVersion {
  /// The version as reports name it: major, minor and patch.
  public static let text = "0.1.0"
}
