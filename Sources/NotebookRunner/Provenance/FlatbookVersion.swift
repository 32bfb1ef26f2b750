/// The version of this library.
public enum FlatbookVersion {
  public static let text = "0.1.0"
}
