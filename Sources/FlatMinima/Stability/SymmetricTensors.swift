/// Symmetric tensors of order k over R^r, with one orthonormal coordinate per monomial: C(r + k − 1, k) of them.
///
/// An entry of the full tensor is addressed by k indices, the last one running fastest; entries whose indices are a
/// permutation of each other are equal and share a monomial.
struct SymmetricTensors: Sendable {
  let rank: Int
  let order: Int
  /// C(r + k − 1, k)
  let dimension: Int
  /// The monomial of each of the r^k entries.
  let monomials: [Int]
  /// √(how many entries share the monomial), for each monomial.
  let scales: [Double]
  /// How often each index occurs in the monomial, `rank` numbers for each.
  let exponents: [[Int]]

  init(rank: Int, order: Int) {
    self.rank = rank
    self.order = order
    let entries = (0..<order).reduce(1) { product, _ in product * rank }
    var monomials = [Int](repeating: 0, count: entries)
    var counts: [Double] = []
    var exponents: [[Int]] = []
    var occurrences = [Int](repeating: 0, count: rank)
    for entry in 0..<entries {
      for a in 0..<rank { occurrences[a] = 0 }
      var rest = entry
      for _ in 0..<order {
        occurrences[rest % rank] += 1
        rest /= rank
      }
      // The entry with the same indices in ascending order is never later than this one.
      var ascending = 0
      for a in 0..<rank {
        for _ in 0..<occurrences[a] { ascending = ascending * rank + a }
      }
      if ascending == entry {
        monomials[entry] = counts.count
        counts.append(1)
        exponents.append(occurrences)
      } else {
        monomials[entry] = monomials[ascending]
        counts[monomials[ascending]] += 1
      }
    }
    self.monomials = monomials
    self.exponents = exponents
    scales = counts.map { $0.squareRoot() }
    dimension = counts.count
  }

  /// E[g ⊗ … ⊗ g] for a standard normal g and even k: its product with every v ⊗ … ⊗ v is positive.
  var isotropic: [Double] {
    (0..<dimension).map { m in
      guard exponents[m].allSatisfy({ $0 % 2 == 0 }) else { return 0 }
      let moment = exponents[m].reduce(1.0) { product, exponent in
        stride(from: 1, to: exponent, by: 2).reduce(product) { $0 * Double($1) }
      }
      return moment * scales[m]
    }
  }
}
