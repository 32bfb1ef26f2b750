#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the N eigenvalues of a symmetric operator are spread, estimated by stochastic Lanczos quadrature.
///
/// Each probe is a vector of random signs; m steps of Lanczos turn its spectral measure into m nodes with weights of sum
/// 1, exact for polynomials of degree up to 2m − 1. The expectation of that measure is (1/N) Σ δ(λ_i), so averages over
/// probes estimate the spectrum: moments of order up to 2m − 1 without bias, other functions with a bias that falls with
/// the steps and that the standard errors, which come from the spread of the probes, do not see.
/// Source: Ubaru, Chen and Saad 2017; derived in Documentation/Theory.
public struct SpectralDensity: Sendable {
  /// The Gauss quadrature of one probe.
  public struct Quadrature: Sendable, Hashable {
    /// Smallest first.
    public let nodes: [Double]
    /// Not negative; their sum is 1 up to rounding.
    public let weights: [Double]

    func mean(of function: (Double) -> Double) -> Double {
      zip(nodes, weights).reduce(0) { $0 + $1.1 * function($1.0) }
    }
  }

  /// N, the number of eigenvalues.
  public let dimension: Int
  /// One per probe.
  public let quadratures: [Quadrature]
  /// How often the operator was applied.
  public let applications: Int

  /// All nodes, smallest first.
  public var nodes: [Double] { sortedPairs.map(\.node) }
  /// The weights of ``nodes``; their sum is 1 up to rounding.
  public var weights: [Double] { sortedPairs.map(\.weight) }

  /// (1/N) Σ f(λ_i) = tr f(A)/N.
  public func mean(of function: (Double) -> Double) -> StochasticEstimate {
    StochasticEstimate(mean: quadratures.map { $0.mean(of: function) }, applications: applications)
  }

  /// tr f(A) = Σ f(λ_i).
  public func trace(of function: (Double) -> Double) -> StochasticEstimate {
    mean(of: function).scaled(by: Double(dimension))
  }

  /// (1/N) Σ λ_i^k. Unbiased for k ≤ 2m − 1.
  public func moment(_ order: Int) -> StochasticEstimate {
    precondition(order >= 0, "the order of a moment is 0, 1, 2, …; got \(order)")
    return mean { integerPower($0, order) }
  }

  /// The share of eigenvalues that are at most x.
  public func cumulative(at x: Double) -> StochasticEstimate { mean { $0 <= x ? 1 : 0 } }

  /// The share of eigenvalues that vanish: those at most `tolerance` times the largest node in magnitude.
  public func zeroMass(tolerance: Double = 1e-8) -> StochasticEstimate {
    let limit = tolerance * (quadratures.flatMap(\.nodes).map(abs).max() ?? 0)
    return mean { abs($0) <= limit ? 1 : 0 }
  }

  /// The density at the points of a grid, every eigenvalue smeared to a Gaussian of standard deviation `width`.
  public func smoothed(on grid: [Double], width: Double) -> [StochasticEstimate] {
    precondition(width > 0 && width.isFinite, "a density is smoothed by a positive width, got \(width)")
    let height = 1 / (width * (2 * Double.pi).squareRoot())
    return grid.map { x in
      mean { node in
        let distance = (node - x) / width
        return height * exp(-distance * distance / 2)
      }
    }
  }

  /// The density of an operator that has the same eigenvalues and zeros besides: GᵀG has those of GGᵀ and P − n zeros.
  ///
  /// The zeros are exact; they add no error.
  public func padded(toDimension larger: Int) -> SpectralDensity {
    precondition(larger >= dimension, "padding cannot take eigenvalues away")
    guard larger > dimension else { return self }
    let share = Double(dimension) / Double(larger)
    let padded = quadratures.map { quadrature in
      let place = quadrature.nodes.firstIndex { $0 > 0 } ?? quadrature.nodes.count
      var nodes = quadrature.nodes
      var weights = quadrature.weights.map { $0 * share }
      nodes.insert(0, at: place)
      weights.insert(1 - share, at: place)
      return Quadrature(nodes: nodes, weights: weights)
    }
    return SpectralDensity(dimension: larger, quadratures: padded, applications: applications)
  }

  private var sortedPairs: [(node: Double, weight: Double)] {
    let share = 1 / Double(quadratures.count)
    return quadratures.flatMap { q in zip(q.nodes, q.weights).map { ($0, $1 * share) } }.sorted { $0.0 < $1.0 }
  }
}

extension SymmetricOperator {
  /// Stochastic Lanczos quadrature with full reorthogonalisation.
  ///
  /// Cost: `probes` · `steps` applications and 4 `probes` · `steps`² · dimension operations; memory
  /// (`steps` + 2) · dimension.
  /// - Throws: ``SpectralError/notFinite`` when a product is not finite.
  public func spectralDensity(
    probes: Int = 8, steps: Int = 64, using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> SpectralDensity {
    precondition(probes >= 1 && steps >= 1, "an estimate needs a probe and a step")
    var quadratures: [SpectralDensity.Quadrature] = []
    var applications = 0
    for _ in 0..<probes {
      let start = generator.signs(rows: 1, columns: dimension).elements
      let lanczos = try lanczosDecomposition(start: start, steps: steps)
      applications += lanczos.applications
      quadratures.append(.init(nodes: lanczos.values.reversed(), weights: lanczos.weights.reversed()))
    }
    return SpectralDensity(dimension: dimension, quadratures: quadratures, applications: applications)
  }
}
