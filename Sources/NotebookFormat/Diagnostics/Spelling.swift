/// Guesses which word was meant.
public enum Spelling {
  /// The word that `word` was most likely meant to be, if any is near.
  public static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    words.nearest(to: word)
  }
}
