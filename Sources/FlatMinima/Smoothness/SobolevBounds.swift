import Learning

/// The bounds S1 to S6 of one order at one minimum, in this order, with what they assume and the seminorm they bound.
///
/// S4 is there for k = 1, S5 for k ≤ 2, the others always; one whose hypothesis fails is infinite and says which.
public struct SobolevBounds: Sendable, Equatable {
  /// k
  public let order: Int
  /// |f|_{1,2k} over the training inputs, measured: what no established bound is below.
  public let seminorm: Double
  /// S4 as a matrix inequality, with its eigenvalues; nil for k ≥ 2 and where a hypothesis of S4 fails.
  public let matrix: MatrixBound?
  /// The half-space of S6.
  public let margin: MaximumMargin
  let bounds: [SobolevBound]

  init(order: Int, seminorm: Double, matrix: MatrixBound?, margin: MaximumMargin, bounds: [SobolevBound]) {
    self.order = order
    self.seminorm = seminorm
    self.matrix = matrix
    self.margin = margin
    self.bounds = bounds
  }

  /// The smallest of the bounds whose hypotheses were all checked and hold; the first of equals, nil without any.
  public var smallest: SobolevBound? { filter(\.isEstablished).min { $0.seminorm < $1.seminorm } }

  /// The smallest of the bounds that no hypothesis is known to break; nil without any.
  public var smallestOfAll: SobolevBound? {
    filter { bound in bound.hypotheses.allSatisfy { $0.status != .fails } }.min { $0.seminorm < $1.seminorm }
  }

  /// The bound of one form; nil where the order has none.
  public subscript(form: SobolevBound.Form) -> SobolevBound? { first { $0.form == form } }
}
