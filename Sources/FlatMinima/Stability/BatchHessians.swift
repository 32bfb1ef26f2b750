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

  /// The scheme must be able to draw the batch; ``MeanSquareStability`` checks that. The recursion is as deep as a batch,
  /// or what it leaves out, has distinct samples: some twenty where ``count(samples:batchSize:sampling:)`` is in millions.
  init(span: GradientSpan, batchSize: Int, sampling: BatchSampling) {
    rank = span.rank
    if sampling == .withReplacement {
      addMultisets(of: span.sampleHessians, batchSize: batchSize)
    } else {
      addSubsets(of: span.sampleHessians, total: span.eigenvalues, batchSize: batchSize)
    }
  }

  private mutating func addSubsets(of samples: [Matrix], total: [Double], batchSize: Int) {
    let n = samples.count
    // Whichever is smaller is listed: the samples of the batch, or those it leaves out.
    let excluding = n - batchSize < batchSize
    let chosen = excluding ? n - batchSize : batchSize
    let weight = (excluding ? -1 : 1) / Double(batchSize)
    let probability = 1 / Self.count(samples: n, batchSize: batchSize, sampling: .withoutReplacement)
    let all = Double(n) / Double(batchSize)
    func extend(_ sum: [Double], first: Int, left: Int) {
      if left == 0 {
        probabilities.append(probability)
        matrices += sum
        return
      }
      for i in first...n - left {
        var next = sum
        for e in next.indices { next[e] += weight * samples[i].elements[e] }
        extend(next, first: i + 1, left: left - 1)
      }
    }
    let start = excluding ? Matrix.diagonal(total.map { all * $0 }) : Matrix(rows: rank, columns: rank)
    extend(start.elements, first: 0, left: chosen)
  }

  private mutating func addMultisets(of samples: [Matrix], batchSize: Int) {
    let n = samples.count
    // The samples before `first` are decided, `left` draws remain. How often a sample is drawn, given those before it, is
    // binomial.
    func extend(_ sum: [Double], first: Int, left: Int, probability: Double) {
      if left == 0 {
        probabilities.append(probability)
        matrices += sum
        return
      }
      for i in first..<n {
        // Not drawn at all are the samples from `first` to i − 1.
        let skipped = pow(Double(n - i) / Double(n - first), Double(left))
        for times in (i == n - 1 ? left : 1)...left {
          var next = sum
          let share = Double(times) / Double(batchSize)
          for e in next.indices { next[e] += share * samples[i].elements[e] }
          let chance = binomial(times, of: left, probability: 1 / Double(n - i))
          extend(next, first: i + 1, left: left - times, probability: probability * skipped * chance)
        }
      }
    }
    extend([Double](repeating: 0, count: rank * rank), first: 0, left: batchSize, probability: 1)
  }

  /// H_b of one batch.
  func matrix(_ index: Int) -> Matrix {
    Matrix(rows: rank, columns: rank, elements: Array(matrices[index * rank * rank..<(index + 1) * rank * rank]))
  }
}

/// C(n, k) p^k (1 − p)^{n−k}, in an order that neither overflows nor underflows on the way.
private func binomial(_ k: Int, of n: Int, probability p: Double) -> Double {
  var result = 1.0
  var failures = n - k
  for j in stride(from: 1, through: k, by: 1) {
    result *= Double(n - k + j) / Double(j) * p
    while result > 1, failures > 0 {
      result *= 1 - p
      failures -= 1
    }
  }
  return result * pow(1 - p, Double(failures))
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
