/// The arithmetic of the steps of SGD.
///
/// The theory, losses and everything measured at a state are always in double precision.
public enum TrainingPrecision: String, Sendable, Hashable, Codable, CaseIterable {
  /// 53 bits. What a study of minima needs: losses can be followed down to 10⁻²⁸.
  case double
  /// 24 bits: up to twice as fast. The loss of a network that fits its data stops falling near 10⁻¹², and parameters
  /// are known to seven digits. For dense networks.
  case single
}
