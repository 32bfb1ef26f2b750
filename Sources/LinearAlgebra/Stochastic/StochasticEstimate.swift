/// A number estimated from random probes, with its standard error.
///
/// The estimates of this folder are unbiased unless they say otherwise. The reported error is itself an estimate: for a
/// few dozen probes of a skewed quantity, squared norms above all, it is too small now and then.
public struct StochasticEstimate: Sendable, Hashable {
  /// The mean over the probes.
  public let value: Double
  /// The standard deviation of ``value``, from the spread of the probes; infinite for one probe, 0 where nothing is
  /// left to chance.
  public let standardError: Double
  /// How many probes were averaged; 0 for an exact value.
  public let probes: Int
  /// How often the operator was applied.
  public let applications: Int

  /// An estimate from its parts.
  public init(value: Double, standardError: Double, probes: Int, applications: Int) {
    self.value = value
    self.standardError = standardError
    self.probes = probes
    self.applications = applications
  }

  /// A value that was computed without probes.
  public static func exact(_ value: Double, applications: Int = 0) -> StochasticEstimate {
    StochasticEstimate(value: value, standardError: 0, probes: 0, applications: applications)
  }

  /// The mean of independent draws, plus a number that is known.
  init(mean draws: [Double], plus known: Double = 0, applications: Int) {
    let count = Double(draws.count)
    let mean = draws.reduce(0, +) / count
    let spread = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    value = known + mean
    standardError = draws.count > 1 ? (spread / (count * (count - 1))).squareRoot() : .infinity
    probes = draws.count
    self.applications = applications
  }

  /// The square root of a quantity that is not negative, with the error by the delta method: not unbiased, but off by
  /// the square of the relative error only.
  public var squareRoot: StochasticEstimate {
    let root = max(0, value).squareRoot()
    return StochasticEstimate(
      value: root, standardError: standardError == 0 ? 0 : root > 0 ? standardError / (2 * root) : .infinity,
      probes: probes, applications: applications)
  }

  /// The estimate of this quantity plus a number that is known.
  public func adding(_ known: Double) -> StochasticEstimate {
    StochasticEstimate(
      value: value + known, standardError: standardError, probes: probes, applications: applications)
  }

  /// The estimate of this quantity times a number that is known.
  public func scaled(by factor: Double) -> StochasticEstimate {
    StochasticEstimate(
      value: factor * value, standardError: factor == 0 ? 0 : abs(factor) * standardError, probes: probes,
      applications: applications)
  }
}

extension StochasticEstimate: CustomStringConvertible {
  /// The value with ± its standard error, or alone where it is exact.
  public var description: String { probes == 0 ? "\(value)" : "\(value) ± \(standardError)" }
}
