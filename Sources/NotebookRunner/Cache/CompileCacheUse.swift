/// What is done with compiled notebooks that are kept.
public enum CompileCacheUse: String, CaseIterable, Sendable {
  /// What was compiled before is used, what is compiled now is kept.
  case use
  /// Everything is compiled anew and kept.
  case refresh
  /// Everything is compiled anew, nothing is kept.
  case off
}
