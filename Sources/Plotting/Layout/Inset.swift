/// A corner of a panel.
public enum Corner: Hashable, Sendable, CaseIterable {
  /// Above on the right.
  case topRight
  /// Above on the left.
  case topLeft
  /// Below on the right.
  case bottomRight
  /// Below on the left.
  case bottomLeft
}

/// A part of a plot that is shown enlarged.
struct Inset: Hashable, Sendable {
  var x: ClosedRange<Double>
  var y: ClosedRange<Double>
  /// Nil for the corner where the inset hides least.
  var corner: Corner?

  /// The part of a panel that is enlarged, as far as it lies inside.
  ///
  /// - Throws: what to tell if there is none.
  func region(in frame: Scene.Rectangle, x scaleX: Scale, y scaleY: Scale) throws(InsetProblem) -> Scene.Rectangle {
    func ends(_ range: ClosedRange<Double>, _ scale: Scale, _ axis: String) throws(InsetProblem) -> (Double, Double) {
      guard range.lowerBound < range.upperBound, let low = scale.position(of: range.lowerBound),
        let high = scale.position(of: range.upperBound), low < high
      else { throw .unusable(axis: axis) }
      guard high > 0, low < 1 else { throw .outside(axis: axis) }
      return (max(low, 0), min(high, 1))
    }
    let (left, right) = try ends(x, scaleX, "x")
    let (bottom, top) = try ends(y, scaleY, "y")
    return Scene.Rectangle(
      x: frame.minX + left * frame.width, y: frame.maxY - top * frame.height, width: (right - left) * frame.width,
      height: (top - bottom) * frame.height)
  }
}

/// Why an inset is not drawn.
enum InsetProblem: Error, Hashable, CustomStringConvertible {
  case unusable(axis: String)
  case outside(axis: String)
  case noRoom

  var description: String {
    switch self {
    case .unusable(let axis):
      "An inset is not drawn: its range of \(axis) has no length on this axis. Give two ends that the axis can show."
    case .outside(let axis): "An inset is not drawn: its range of \(axis) lies outside the axes."
    case .noRoom: "There is no room for an inset. Make the figure larger."
    }
  }
}
