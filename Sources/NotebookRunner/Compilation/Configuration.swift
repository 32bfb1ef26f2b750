/// How the notebook's own code is compiled; the library is always optimised.
public enum Configuration: String, Sendable, CaseIterable {
  /// Optimized, with debug information.
  case release
  /// Not optimized, with debug information: traps say more, numbers take longer.
  case debug
}
