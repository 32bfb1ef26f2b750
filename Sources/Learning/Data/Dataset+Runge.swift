import LinearAlgebra

extension Dataset {
  /// Runge's function f*(x) = 1 / (1 + 25 x²) at `count` equispaced points of [−1, 1], ends included: n × 1 and n × 1.
  ///
  /// Ten points are the training set of the one-dimensional experiment of Ma & Ying (2021). For the bounds:
  /// 0 < f* ≤ 1, and |f*'| ≤ `rungeLipschitzConstant`.
  ///
  /// - Throws: `DataError.invalidArgument` unless `count` ≥ 2.
  public static func runge(count: Int = 10) throws(DataError) -> Dataset {
    guard count >= 2 else {
      throw .invalidArgument(name: "count", value: "\(count)", allowed: "2 or more: both ends are included")
    }
    let points = (0..<count).map { Double($0) / Double(count - 1) * 2 - 1 }
    return try Dataset(
      inputs: Matrix(rows: count, columns: 1, elements: points), targets: points.map { 1 / (1 + 25 * $0 * $0) })
  }

  /// The test set of the one-dimensional experiment of Ma & Ying (2021): Runge's function at 1001 equispaced points.
  public static func rungeTest() throws(DataError) -> Dataset { try runge(count: 1001) }

  /// The largest slope of Runge's function, 15√3/8 ≈ 3.2476, taken at |x| = 1/√75.
  public static var rungeLipschitzConstant: Double { 15 * 3.0.squareRoot() / 8 }
}
