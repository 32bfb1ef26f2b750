import CKernels

/// Sums of even powers along the rows of a matrix, each row in a scale of its own so that no power overflows.
///
/// For row i and k = 1, …, ``orders`` the sum is Σ_j (a_ij / 2^e_i)^{2k} with e_i the row's exponent.
public struct EvenPowerSums: Sendable {
  /// The exponent of a row of zeros.
  public static let zeroRow = Int(FLATBOOK_ZERO_ROW)
  /// The most powers that one pass sums.
  public static let mostOrders = 4

  /// How many powers were summed.
  public let orders: Int
  /// e_i, with 2^e_i above every |a_ij|; ``zeroRow`` where all are 0.
  public let exponents: [Int32]
  /// The sums, `orders` for each row, lowest power first.
  public let sums: [Double]

  /// Sums the powers 2, 4, …, 2 `orders` of a matrix. One pass over the entries.
  public init(of matrix: Matrix, orders: Int) {
    precondition(
      orders >= 1 && orders <= Self.mostOrders, "one pass sums 1 to \(Self.mostOrders) powers, not \(orders)")
    let rows = matrix.rows
    var sums = [Double](repeating: 0, count: rows * orders)
    exponents = [Int32](unsafeUninitializedCapacity: rows) { exponents, count in
      if let target = exponents.baseAddress, rows > 0 {
        flatbook_even_power_sums(rows, matrix.columns, matrix.elements, orders, target, &sums)
      }
      count = rows
    }
    self.sums = sums
    self.orders = orders
  }

  /// The sums over the rows: Σ_ij (a_ij / 2^e)^{2k} for every k, with one exponent e.
  public var totals: ScaledPowerTotals {
    var totals = ScaledPowerTotals(orders: orders, exponent: exponents.reduce(Self.zeroRow) { max($0, Int($1)) })
    for (row, exponent) in exponents.enumerated() where Int(exponent) != Self.zeroRow {
      var factor = 1.0
      let step = powerOfTwo(2 * (Int(exponent) - totals.exponent))
      for k in 0..<orders {
        factor *= step
        totals.sums[k] += factor * sums[row * orders + k]
      }
    }
    return totals
  }
}

/// Σ (a / 2^e)^{2k} over many numbers a, for k = 1, 2, …
public struct ScaledPowerTotals: Sendable {
  /// e, with 2^e above every |a|; ``EvenPowerSums/zeroRow`` where all are 0.
  public let exponent: Int
  /// The sums, lowest power first.
  public var sums: [Double]

  /// Sums of nothing yet.
  public init(orders: Int, exponent: Int) {
    self.exponent = exponent
    sums = [Double](repeating: 0, count: orders)
  }
}

/// 2^n, and 0 where that is no normal number.
@inlinable
public func powerOfTwo(_ n: Int) -> Double {
  n > 1023 ? .infinity : n < -1022 ? 0 : Double(bitPattern: UInt64(n + 1023) << 52)
}
