extension GeneralizationBound {
  /// What stands for ν, the weight of the heaviest cell times n.
  public enum CellWeight: Sendable, Hashable {
    /// ν = n, which always holds: the published form.
    case paper
    /// An estimate of n maxᵢ μ(Vᵢ ∩ B(xᵢ, δ)) from held-out inputs; the bound is then an estimate, too.
    case estimated(Double)
    /// An upper limit that holds with a confidence.
    case limited(Double, confidence: Double)

    /// ν for n samples.
    public func value(sampleCount: Int) -> Double {
      switch self {
      case .paper: Double(sampleCount)
      case .estimated(let weight): weight
      case .limited(let weight, _): weight
      }
    }

    var evidence: Evidence {
      switch self {
      case .paper: Evidence(.holds, "ν = n always holds")
      case .estimated: Evidence(.notChecked, "estimated from held-out inputs")
      case .limited(_, let confidence):
        Evidence(.holds, "with confidence \(confidence), by Clopper–Pearson limits for every cell")
      }
    }
  }

  /// The assumptions of the bound.
  public enum Assumption: String, Sendable, Hashable, CaseIterable {
    /// A1.
    case interpolation
    /// A2.
    case localSmoothness
    /// A3.
    case targetSmoothness
    /// A4.
    case boundedness
    /// The value of π_n(δ).
    case missingMass
    /// The value of ν.
    case cellWeight

    /// The assumption in words.
    public var statement: String {
      switch self {
      case .interpolation: "A1: |f(xᵢ) − f*(xᵢ)| ≤ ε₀ at every training input"
      case .localSmoothness: "A2: ‖∇f(x)‖ ≤ κ(‖∇f(xᵢ)‖ + τ) within δ of every training input xᵢ"
      case .targetSmoothness: "A3: ‖∇f*‖ ≤ M₁, on the segments from training inputs, too"
      case .boundedness: "A4: |f| ≤ M₀ and |f*| ≤ M₀"
      case .missingMass: "π_n(δ) is at least the probability of an input farther than δ from every training input"
      case .cellWeight: "ν ≥ n times the probability of every training input's Voronoi cell within δ"
      }
    }
  }

  /// What is known of an assumption, and how.
  public struct Evidence: Sendable, Hashable {
    /// Whether the assumption holds.
    public let status: Hypothesis.Status
    /// How it was checked, or why it was not.
    public let text: String

    /// What is known of an assumption, and how.
    public init(_ status: Hypothesis.Status, _ text: String) {
      self.status = status
      self.text = text
    }
  }
}
