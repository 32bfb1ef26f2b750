/// How the notebook's own code is compiled; the library is always optimised.
public enum Configuration: String, Sendable, CaseIterable {
  case release, debug
}
