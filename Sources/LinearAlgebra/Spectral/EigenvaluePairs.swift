import CKernels

/// The pairs a ≤ b of the eigenvalues l of a positive matrix, with weights ω_ab = m_ab/(l_a + l_b − c l_a l_b), where
/// m is 1 on the diagonal and 2 beside it.
///
/// A symmetric matrix in the eigenbasis is **packed**: its upper triangle row by row, then zeros up to ``count``. With
/// packed x and y, Σ ω x y is the inner product ⟨X, Y ∘ 1/(l_a + l_b − c l_a l_b)⟩ of the full matrices.
public struct EigenvaluePairs: Sendable {
  /// r, how many eigenvalues there are.
  public let rank: Int
  /// The length of a packed matrix: r(r + 1)/2 up to the next multiple of 8.
  public let count: Int
  /// (l_a + l_b)/m_ab and l_a l_b/m_ab.
  private let sums: [Double]
  private let products: [Double]

  /// The pairs of these eigenvalues. Memory: r² numbers.
  public init(eigenvalues l: [Double]) {
    let rank = l.count
    let count = (rank * (rank + 1) / 2 + 7) / 8 * 8
    func packed(padding: Double, _ entry: (Double, Double) -> Double) -> [Double] {
      [Double](unsafeUninitializedCapacity: count) { target, filled in
        var place = 0
        for a in 0..<rank {
          target[place] = entry(l[a], l[a])
          for b in a + 1..<max(a + 1, rank) { target[place + b - a] = 0.5 * entry(l[a], l[b]) }
          place += rank - a
        }
        while place < count {
          target[place] = padding
          place += 1
        }
        filled = count
      }
    }
    sums = packed(padding: 1) { $0 + $1 }
    products = packed(padding: 0) { $0 * $1 }
    self.rank = rank
    self.count = count
  }

  /// Writes ω for the curvature c, packed. The caller answers for positive denominators.
  public func weights(curvature: Double, into result: inout [Double]) {
    precondition(result.count == count, "\(count) weights are needed, got room for \(result.count)")
    flatbook_pair_weights(count, sums, products, curvature, &result)
  }

  /// Σ ω x² and its derivative's companion Σ ω² x² (l_a + l_b)/m_ab: for full matrices Σ x²/l_ab and
  /// Σ x² (l_a + l_b)/l_ab².
  public func quotient(of entries: [Double], curvature: Double) -> (value: Double, slope: Double) {
    precondition(entries.count == count, "a packed matrix has \(count) numbers, not \(entries.count)")
    var result = (0.0, 0.0)
    withUnsafeMutableBytes(of: &result) {
      guard let target = $0.assumingMemoryBound(to: Double.self).baseAddress else { return }
      flatbook_pair_quotient(count, sums, products, entries, curvature, target)
    }
    return (result.0, result.1)
  }

  /// Packs the upper triangle of a row-major r × r matrix.
  public func pack(_ square: UnsafePointer<Double>, into packed: UnsafeMutablePointer<Double>) {
    var place = 0
    for a in 0..<rank {
      (packed + place).update(from: square + a * rank + a, count: rank - a)
      place += rank - a
    }
    while place < count {
      packed[place] = 0
      place += 1
    }
  }

  /// Writes a packed matrix to the upper triangle of a row-major r × r matrix.
  public func unpack(_ packed: UnsafePointer<Double>, into square: UnsafeMutablePointer<Double>) {
    var place = 0
    for a in 0..<rank {
      (square + a * rank + a).update(from: packed + place, count: rank - a)
      place += rank - a
    }
  }

  /// Σ ω x_j x_k for packed x_j, one after the other in `matrices`: the rows j from `first` on, k ≤ j, of a row-major
  /// matrix of `columns` columns.
  ///
  /// Cost: `rows`² · `count` operations when `first` is 0.
  public func innerProducts(
    rows: Int, from first: Int, of matrices: UnsafePointer<Double>, weights: UnsafePointer<Double>,
    into products: UnsafeMutablePointer<Double>, columns: Int
  ) {
    flatbook_pair_products(rows, first, count, matrices, weights, products, columns)
  }
}

extension BLAS {
  /// z ← x ∘ y, entry by entry.
  public static func multiplyEntries(
    _ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, into z: UnsafeMutablePointer<Double>
  ) { flatbook_multiplied(count, x, y, z) }

  /// y ← α x.
  public static func scale(
    _ count: Int, by factor: Double, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>
  ) { flatbook_scaled(count, factor, x, y) }
}
