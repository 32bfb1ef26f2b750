import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension BallNorm {
  /// The vector of norm 1 that has the largest inner product with a gradient; zero for a zero gradient.
  ///
  /// g/‖g‖ for the Euclidean norm, sgn g with sgn 0 = 0 for the maximum norm.
  func steepestDirection(_ gradient: [Double]) -> [Double] {
    switch self {
    case .maximum: return gradient.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .euclidean:
      // The largest entry goes first: the square of a tiny gradient is zero, its direction is not.
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      guard largest > 0 else { return gradient }
      let scaled = gradient.map { $0 / largest }
      let length = LinearAlgebra.norm(scaled)
      return scaled.map { $0 / length }
    }
  }

  /// The point of the ball around `center` that is nearest to `point`.
  func project(_ point: [Double], ontoBallAround center: [Double], radius: Double) -> [Double] {
    switch self {
    case .maximum: return zip(point, center).map { min(max($0, $1 - radius), $1 + radius) }
    case .euclidean:
      let offset = zip(point, center).map { $0 - $1 }
      let length = vectorNorm(offset, exponent: 2)
      guard length > radius else { return point }
      return zip(offset, center).map { $1 + $0 * (radius / length) }
    }
  }

  /// A uniform draw from the ball of the given radius around 0.
  func uniformOffset(
    dimension: Int, radius: Double, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    switch self {
    case .maximum: return (0..<dimension).map { _ in radius * (2 * generator.uniform() - 1) }
    case .euclidean:
      let direction = steepestDirection(generator.normals(dimension))
      let length = radius * pow(generator.uniform(), 1 / Double(dimension))
      return direction.map { length * $0 }
    }
  }
}
