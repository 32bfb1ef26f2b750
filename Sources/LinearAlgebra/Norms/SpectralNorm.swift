import COpenBLAS

extension Matrix {
  /// The largest singular value, ‖A‖₂; 0 for an empty matrix. Cost and error: as ``singularValues()``.
  ///
  /// - Throws: `OperatorNormError.noConvergence`. The entries must be finite.
  public func spectralNorm() throws(OperatorNormError) -> Double { try singularValues().first ?? 0 }

  /// The min(rows, columns) singular values, largest first, by LAPACK's dgesdd.
  ///
  /// Cost: O(rows · columns · min(rows, columns)) time, a copy of the matrix in memory. Error: a few units in the last
  /// place times the larger size.
  ///
  /// - Throws: `OperatorNormError.noConvergence`. The entries must be finite.
  public func singularValues() throws(OperatorNormError) -> [Double] {
    guard rows > 0, columns > 0 else { return [] }
    BLAS.prepare()
    // Row by row read column by column is the transpose, which has the same singular values.
    var m = Int32(columns)
    var n = Int32(rows)
    var copy = elements
    var values = [Double](repeating: 0, count: min(rows, columns))
    var integers = [Int32](repeating: 0, count: 8 * values.count)
    var one: Int32 = 1
    var status: Int32 = 0
    var job = CChar(UInt8(ascii: "N"))

    var best = 0.0
    var length: Int32 = -1
    dgesdd_(&job, &m, &n, &copy, &m, &values, nil, &one, nil, &one, &best, &length, &integers, &status)
    guard status == 0 else { throw .noConvergence(status: Int(status)) }
    length = max(1, Int32(best))
    var workspace = [Double](repeating: 0, count: Int(length))
    dgesdd_(&job, &m, &n, &copy, &m, &values, nil, &one, nil, &one, &workspace, &length, &integers, &status)
    guard status == 0 else { throw .noConvergence(status: Int(status)) }
    return values
  }
}
