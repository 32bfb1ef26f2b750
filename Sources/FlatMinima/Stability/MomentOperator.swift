import LinearAlgebra

/// T_k = E[(I − ηH_b) ⊗ … ⊗ (I − ηH_b)] on symmetric tensors of order k, batch by batch.
///
/// Cost: 2 k r^{k+1} operations for each batch; memory 3 r^k numbers.
struct MomentOperator: SymmetricOperator {
  private let tensors: SymmetricTensors
  private let probabilities: [Double]
  /// The matrices I − ηH_b one after the other.
  private let steps: [Double]

  init(tensors: SymmetricTensors, batches: BatchHessians, learningRate: Double) {
    self.tensors = tensors
    probabilities = batches.probabilities
    var steps = batches.matrices.map { -learningRate * $0 }
    let r = batches.rank
    for batch in 0..<batches.probabilities.count {
      for a in 0..<r { steps[batch * r * r + a * (r + 1)] += 1 }
    }
    self.steps = steps
  }

  var dimension: Int { tensors.dimension }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let r = tensors.rank
    let k = tensors.order
    let entries = tensors.monomials.count
    let columns = entries / r
    var full = [Double](repeating: 0, count: entries)
    for e in 0..<entries { full[e] = x[tensors.monomials[e]] / tensors.scales[tensors.monomials[e]] }
    var total = [Double](repeating: 0, count: entries)
    var current = full
    var next = full
    steps.withUnsafeBufferPointer { steps in
      guard let base = steps.baseAddress else { return }
      for (batch, probability) in probabilities.enumerated() {
        let step = base + batch * r * r
        // Each product acts on the first index and makes it the last one; after k of them all are back in their place.
        for mode in 0..<k {
          let source = mode == 0 ? full : current
          if mode == k - 1 {
            BLAS.multiply(
              columns, r, r, alpha: probability, source, .transposed, step, .plain, beta: 1, into: &total)
          } else {
            BLAS.multiply(columns, r, r, source, .transposed, step, .plain, into: &next)
            swap(&current, &next)
          }
        }
      }
    }
    for m in 0..<dimension { result[m] = 0 }
    for e in 0..<entries { result[tensors.monomials[e]] += total[e] }
    for m in 0..<dimension { result[m] /= tensors.scales[m] }
  }

  /// −T_k, whose largest eigenvalue is minus the smallest of T_k.
  struct Negated: SymmetricOperator {
    let operation: MomentOperator
    var dimension: Int { operation.dimension }

    func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
      operation.apply(to: x, into: result)
      for m in 0..<dimension { result[m] = -result[m] }
    }
  }
}
