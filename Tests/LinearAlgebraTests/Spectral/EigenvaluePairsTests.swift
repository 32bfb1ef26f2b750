import LinearAlgebra
import Testing

@Suite("Sums over pairs of eigenvalues") struct EigenvaluePairsTests {
  /// A symmetric matrix, and the same packed.
  private func symmetric(_ rank: Int, _ pairs: EigenvaluePairs, seed: UInt64) -> (full: Matrix, packed: [Double]) {
    var generator = SplitMix64(seed: seed)
    var full = Matrix(rows: rank, columns: rank)
    for a in 0..<rank {
      for b in a..<rank {
        full[a, b] = generator.normal()
        full[b, a] = full[a, b]
      }
    }
    var packed = [Double](repeating: .nan, count: pairs.count)
    pairs.pack(full.elements, into: &packed)
    return (full, packed)
  }

  @Test("agree with sums over full matrices", arguments: [1, 2, 3, 7, 16, 40])
  func fullMatrices(rank: Int) {
    var generator = SplitMix64(seed: UInt64(rank))
    let l = (0..<rank).map { _ in 0.1 + generator.uniform() }
    let curvature = 1.2
    let pairs = EigenvaluePairs(eigenvalues: l)
    #expect(pairs.count % 8 == 0 && pairs.count >= rank * (rank + 1) / 2)
    let matrices = (0..<7).map { symmetric(rank, pairs, seed: UInt64(100 * rank + $0)) }
    func kernel(_ a: Int, _ b: Int) -> Double { 1 / (l[a] + l[b] - curvature * l[a] * l[b]) }
    func sum(_ term: (Int, Int) -> Double) -> Double {
      (0..<rank).reduce(0) { total, a in (0..<rank).reduce(total) { $0 + term(a, $1) } }
    }
    let (full, packed) = matrices[0]
    let found = pairs.quotient(of: packed, curvature: curvature)
    let value = sum { full[$0, $1] * full[$0, $1] * kernel($0, $1) }
    let slope = sum { full[$0, $1] * full[$0, $1] * kernel($0, $1) * kernel($0, $1) * (l[$0] + l[$1]) }
    #expect(abs(found.value - value) <= 1e-13 * value)
    #expect(abs(found.slope - slope) <= 1e-13 * slope)

    var weights = [Double](repeating: 0, count: pairs.count)
    pairs.weights(curvature: curvature, into: &weights)
    var products = [Double](repeating: -7, count: 70)
    pairs.innerProducts(
      rows: 7, from: 5, of: matrices.flatMap(\.packed), weights: weights, into: &products, columns: 10)
    for j in 0..<7 {
      for k in 0..<10 {
        guard j >= 5, k <= j else {
          #expect(products[10 * j + k] == -7)
          continue
        }
        let expected = sum { matrices[j].full[$0, $1] * matrices[k].full[$0, $1] * kernel($0, $1) }
        let size = sum { abs(matrices[j].full[$0, $1] * matrices[k].full[$0, $1]) * kernel($0, $1) }
        #expect(abs(products[10 * j + k] - expected) <= 1e-13 * size)
      }
    }
  }

  @Test("packing and unpacking keep the upper triangle and leave the rest")
  func packing() {
    let pairs = EigenvaluePairs(eigenvalues: [3, 2, 1])
    let (full, packed) = symmetric(3, pairs, seed: 5)
    #expect(packed[6...] == [0, 0])
    var square = [Double](repeating: 9, count: 9)
    pairs.unpack(packed, into: &square)
    for a in 0..<3 {
      for b in 0..<3 { #expect(square[3 * a + b] == (b < a ? 9 : full[a, b])) }
    }
  }
}
