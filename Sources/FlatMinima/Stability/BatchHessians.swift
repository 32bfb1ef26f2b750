import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Every batch that a scheme can draw: its Hessian H_b in the coordinates of the span and its probability.
///
/// Batches that are the same multiset of samples are one entry. Cost: `count` · r² numbers.
struct BatchHessians {
  /// r
  let rank: Int
  private(set) var probabilities: [Double] = []
  /// The matrices H_b one after the other, r × r numbers each.
  private(set) var matrices: [Double] = []

  /// C(n, B) without replacement, C(n + B − 1, B) with.
  static func count(samples: Int, batchSize: Int, sampling: BatchSampling) -> Double {
    let top = sampling == .withReplacement ? samples + batchSize - 1 : samples
    let chosen = min(batchSize, top - batchSize)
    return chosen > 0 ? (1...chosen).reduce(1.0) { $0 * Double(top - chosen + $1) / Double($1) }.rounded() : 1
  }

  /// The scheme must be able to draw the batch; ``MeanSquareStability`` checks that.
  init(span: GradientSpan, batchSize: Int, sampling: BatchSampling) {
    rank = span.rank
    let n = span.sampleCount
    let samples = span.sampleHessians
    let all = Self.count(samples: n, batchSize: batchSize, sampling: sampling)
    let area = rank * rank

    // Samples before `first` are decided, `left` draws remain.
    func extend(_ sum: [Double], first: Int, left: Int, probability: Double) {
      if left == 0 || first == n - 1 {
        probabilities.append(probability)
        let last = Double(left) / Double(batchSize)
        for e in 0..<area { matrices.append(left == 0 ? sum[e] : sum[e] + last * samples[first].elements[e]) }
        return
      }
      let most = sampling == .withReplacement ? left : 1
      let least = sampling == .withReplacement ? 0 : max(0, left - (n - first - 1))
      for times in least...max(least, most) {
        var next = sum
        let share = Double(times) / Double(batchSize)
        if times > 0 { for e in 0..<area { next[e] += share * samples[first].elements[e] } }
        var chance = probability
        if sampling == .withReplacement {
          // How often this sample is drawn, given the samples before it, is binomial.
          let single = 1 / Double(n - first)
          chance *= pow(single, Double(times)) * pow(1 - single, Double(left - times))
          if times > 0 { for j in 1...times { chance *= Double(left - times + j) / Double(j) } }
        }
        extend(next, first: first + 1, left: left - times, probability: chance)
      }
    }
    extend(
      [Double](repeating: 0, count: area), first: 0, left: batchSize,
      probability: sampling == .withReplacement ? 1 : 1 / all)
  }

  /// H_b of one batch.
  func matrix(_ index: Int) -> Matrix {
    Matrix(rows: rank, columns: rank, elements: Array(matrices[index * rank * rank..<(index + 1) * rank * rank]))
  }
}

extension GradientSpan {
  /// The Hessians H_i = J_iᵀ J_i of the samples in the coordinates of the span, r × r each.
  var sampleHessians: [Matrix] {
    (0..<sampleCount).map { i in
      coordinates.rows(at: i * outputDimension..<(i + 1) * outputDimension).gramOfColumns
    }
  }

  /// λ_max(H_i) of each sample, for one output ‖g_i‖². Cost: n products of size C × C × r.
  func sampleSharpnesses() throws(SpectralError) -> [Double] {
    var result: [Double] = []
    for i in 0..<sampleCount {
      let block = coordinates.rows(at: i * outputDimension..<(i + 1) * outputDimension).gramOfRows
      result.append(try SymmetricEigen(of: block, vectors: .omitted).values.first ?? 0)
    }
    return result
  }
}
