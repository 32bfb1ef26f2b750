extension Matrix {
  /// The largest |a_ij|; 0 for an empty matrix.
  public var largestMagnitude: Double { elements.reduce(0) { max($0, abs($1)) } }

  /// Σ_j |a_ij / scale|^exponent for every row i. A scale near the largest entry keeps powers from overflowing.
  public func rowPowerSums(exponent: Int, scale: Double) -> [Double] {
    var sums = [Double](repeating: 0, count: rows)
    elements.withUnsafeBufferPointer { entries in
      for i in 0..<rows {
        var sum = 0.0
        for j in 0..<columns { sum += integerPower(abs(entries[i * columns + j]) / scale, exponent) }
        sums[i] = sum
      }
    }
    return sums
  }

  /// The sum of the rows.
  public var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      for j in 0..<columns { sums[j] += elements[i * columns + j] }
    }
    return sums
  }

  /// The matrix with one vector added to each of its rows.
  public func adding(toEveryRow row: [Double]) -> Matrix {
    precondition(row.count == columns, "a row needs \(columns) entries, got \(row.count)")
    var result = self
    for i in 0..<rows {
      for j in 0..<columns { result.elements[i * columns + j] += row[j] }
    }
    return result
  }
}

/// x^n for a small non-negative n.
@inlinable
public func integerPower(_ x: Double, _ n: Int) -> Double {
  var result = 1.0
  var base = x
  var exponent = n
  while exponent > 0 {
    if exponent & 1 == 1 { result *= base }
    base *= base
    exponent >>= 1
  }
  return result
}
