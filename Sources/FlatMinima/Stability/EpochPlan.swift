import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The ways through an epoch of reshuffled batches: sets of used samples, level by level, with the batches between them.
///
/// The mean over all orders obeys V_S = (1/C(|S|, B)) Σ_b P_b V_{S∖b}, where V_S is the mean over the orders in which the
/// samples S can have been used and P_b(A) = (I − ηH_b) A (I − ηH_b): the last batch of a random order of S is a random
/// subset of S, and the batches before it are a random order of the rest.
struct EpochPlan: Sendable {
  /// A batch leading from one set to a larger one.
  private struct Transition: Sendable {
    let from: Int
    let to: Int
    let batch: Int
  }
  /// One batch of the epoch: all transitions, how many sets they lead to, and how many transitions lead to each.
  private struct Level: Sendable {
    var transitions: [Transition] = []
    var sets = 0
    var share = 1.0
  }
  private let rank: Int
  private var levels: [Level] = []
  /// The matrices H_b of all batches that occur.
  private var batches: [Matrix] = []

  /// The plan of no problem.
  init() { rank = 0 }

  init(span: GradientSpan, batchSize: Int) {
    rank = span.rank
    let n = span.sampleCount
    let samples = span.sampleHessians
    var known: [[Int]: Int] = [:]
    var sets: [[Int]] = [[]]
    var used = 0
    while used < n {
      let taken = min(batchSize, n - used)
      var level = Level()
      var places: [[Int]: Int] = [:]
      var next: [[Int]] = []
      for (from, set) in sets.enumerated() {
        let present = Set(set)
        let rest = (0..<n).filter { !present.contains($0) }
        forEachSubset(of: rest, count: taken) { batch in
          let index: Int
          if let found = known[batch] {
            index = found
          } else {
            index = batches.count
            known[batch] = index
            var sum = Matrix(rows: rank, columns: rank)
            for i in batch {
              for e in sum.elements.indices { sum.elements[e] += samples[i].elements[e] / Double(taken) }
            }
            batches.append(sum)
          }
          let union = (set + batch).sorted()
          let to: Int
          if let found = places[union] {
            to = found
          } else {
            to = next.count
            places[union] = to
            next.append(union)
          }
          level.transitions.append(Transition(from: from, to: to, batch: index))
        }
      }
      level.sets = next.count
      level.share = Double(next.count) / Double(level.transitions.count)
      levels.append(level)
      sets = next
      used += taken
    }
  }

  /// E[M A Mᵀ] over the orders of an epoch, for `width` symmetric matrices A at once.
  ///
  /// Entry (a, b) of matrix p is number (a r + b) · width + p, in the argument and in the result.
  func epochMean(of start: [Double], learningRate: Double, width: Int) -> [Double] {
    let r = rank
    let size = r * r * width
    let steps = batches.map { batch in
      var step = -learningRate * batch
      for a in 0..<r { step[a, a] += 1 }
      return step.elements
    }
    var current = start
    var product = [Double](repeating: 0, count: size)
    for level in levels {
      var next = [Double](repeating: 0, count: level.sets * size)
      current.withUnsafeBufferPointer { source in
        next.withUnsafeMutableBufferPointer { target in
          guard let source = source.baseAddress, let target = target.baseAddress else { return }
          for transition in level.transitions {
            let step = steps[transition.batch]
            BLAS.multiply(r, r * width, r, step, .plain, source + transition.from * size, into: &product)
            product.withUnsafeBufferPointer { product in
              guard let product = product.baseAddress else { return }
              for a in 0..<r {
                BLAS.multiply(
                  r, width, r, alpha: level.share, step, .plain, product + a * r * width, beta: 1,
                  into: target + transition.to * size + a * r * width)
              }
            }
          }
        }
      }
      current = next
    }
    return current
  }

  /// The largest eigenvalue of any batch Hessian, and the smallest one that is not zero (below 10⁻¹² of the largest).
  func curvatureEnds() throws(SpectralError) -> (smallest: Double, largest: Double) {
    var spectra: [[Double]] = []
    for batch in batches { spectra.append(try SymmetricEigen(of: batch, vectors: .omitted).values) }
    let largest = spectra.reduce(0) { max($0, $1.first ?? 0) }
    let smallest = spectra.joined().reduce(largest) { $1 > 1e-12 * largest ? min($0, $1) : $0 }
    return (smallest, largest)
  }
}

/// Calls `body` with every subset of `count` elements, in order.
private func forEachSubset(of elements: [Int], count: Int, _ body: ([Int]) -> Void) {
  var chosen: [Int] = []
  func extend(from first: Int) {
    if chosen.count == count {
      body(chosen)
      return
    }
    for i in first..<max(first, elements.count - (count - chosen.count) + 1) {
      chosen.append(elements[i])
      extend(from: i + 1)
      chosen.removeLast()
    }
  }
  extend(from: 0)
}

/// The spectral radius of a matrix that maps a cone into itself, by squaring it 60 times: ρ = lim ‖Mᵗ‖^{1/t}.
///
/// Cost: 120 n³ operations.
func spectralRadius(ofPositiveMap matrix: Matrix) -> Double {
  var power = matrix
  var logarithm = 0.0
  var weight = 1.0
  for _ in 0..<60 {
    let size = power.frobeniusNorm
    guard size > 0 else { return 0 }
    logarithm += weight * log(size)
    power = (1 / size) * power
    power = power.times(power)
    weight /= 2
  }
  return exp(logarithm)
}
