import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upper bound of the Sobolev seminorm at a minimum where SGD with (η, B) is stable.
public struct SobolevBound: Sendable, Hashable {
  /// Which of the bounds of Documentation/Theory this is.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// S1, the published form: the moment bound summed over the m·d first-layer weights.
    case weightCoordinates = "S1"
    /// S2: summed over the m first-layer biases.
    case biasCoordinates = "S2"
    /// S3: along the d directions W₁e_a of the biases; no ‖x‖ and no width.
    case biasDirections = "S3"
    /// S4, k = 1 only: the trace of the matrix inequality ``MatrixBound``, and then the same number as S3.
    case matrix = "S4"
    /// S5, k = 1 and 2: from the dimension-free bounds on the trace and on the mean fourth power of the gradients.
    case dimensionFree = "S5"
    /// S6: along d directions of the first-layer weights, for inputs in a half-space; with biases never above S3.
    case halfSpace = "S6"
  }

  /// Which of the bounds this is.
  public let form: Form
  /// k
  public let order: Int
  /// The bound on |f|_{1,2k}; infinite when a hypothesis fails.
  public let seminorm: Double
  /// What the bound assumes, and what is known of it.
  public let hypotheses: [Hypothesis]

  /// The bound on (1/n) Σ ‖∇_x f‖_{2k}^{2k}, which at high orders may leave the range of numbers.
  public var moment: Double { pow(seminorm, Double(2 * order)) }

  /// Whether every hypothesis was checked and holds.
  public var isEstablished: Bool { hypotheses.allSatisfy { $0.status == .holds } }

  /// The bound exp(`logarithm`) on the moment, unless a hypothesis fails.
  init(_ form: Form, order k: Int, _ hypotheses: [Hypothesis], logarithm: () -> Double) {
    self.form = form
    order = k
    self.hypotheses = hypotheses
    let fails = hypotheses.contains { $0.status == .fails }
    seminorm = fails ? .infinity : exp(logarithm() / Double(2 * k))
  }
}
