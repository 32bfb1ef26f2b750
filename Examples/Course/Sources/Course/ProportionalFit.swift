/// A line through the origin, fitted to measured pairs: y ≈ slope · x.
public struct ProportionalFit: Sendable {
  /// What was set.
  public let x: [Double]
  /// What was measured, one for each `x`.
  public let y: [Double]

  /// A fit to pairs; both lists are as long as the shorter one.
  public init(x: [Double], y: [Double]) {
    let count = min(x.count, y.count)
    self.x = Array(x.prefix(count))
    self.y = Array(y.prefix(count))
  }

  /// Half the mean squared error of a slope.
  public func loss(_ slope: Double) -> Double {
    mean { ($0 * slope - $1) * ($0 * slope - $1) } / 2
  }

  /// The derivative of the loss.
  public func gradient(_ slope: Double) -> Double { mean { ($0 * slope - $1) * $0 } }

  /// The second derivative of the loss, the same at every slope.
  public var curvature: Double { mean { x, _ in x * x } }

  /// The slope of least loss.
  public var best: Double { mean { $0 * $1 } / curvature }

  /// The slopes that gradient descent visits, the first included.
  public func descent(from start: Double, learningRate: Double, steps: Int) -> [Double] {
    var path = [start]
    for _ in 0..<steps { path.append(path[path.count - 1] - learningRate * gradient(path[path.count - 1])) }
    return path
  }

  private func mean(_ value: (Double, Double) -> Double) -> Double {
    zip(x, y).reduce(0) { $0 + value($1.0, $1.1) } / Double(x.count)
  }
}
