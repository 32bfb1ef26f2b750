import Learning
import LinearAlgebra

/// The second-moment dynamics of linearised SGD on symmetric r × r matrices, in the eigenbasis of H.
///
/// With A = E[v vᵀ] one step is T₂(A) = A − η (HA + AH) + η² 𝒟(A) with
/// 𝒟(A) = (1 − π) H A H + (π/n) Σ_i H_i A H_i, the same form for both kinds of independent batches.
/// Source: Mulayoff and Michaeli 2024. Cost of 𝒟: two products of size nC × r × r; memory r² + 2nCr.
struct SecondMomentOperator {
  let span: GradientSpan
  /// π
  let mixingWeight: Double

  var rank: Int { span.rank }

  /// 𝒟(A) for a symmetric A, row by row.
  func secondOrder(_ a: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let r = rank
    let n = span.sampleCount
    let outputs = span.outputDimension
    guard let source = a.baseAddress, let target = result.baseAddress, r > 0 else { return }
    if mixingWeight > 0 {
      let s = span.coordinates
      var image = Matrix(rows: n * outputs, columns: r)
      var weighted = Matrix(rows: n * outputs, columns: r)
      BLAS.multiply(n * outputs, r, r, s.elements, .plain, source, .plain, into: &image.elements)
      s.elements.withUnsafeBufferPointer { s in
        image.elements.withUnsafeBufferPointer { image in
          weighted.elements.withUnsafeMutableBufferPointer { weighted in
            for i in 0..<n {
              for c in 0..<outputs {
                let row = (i * outputs + c) * r
                for other in 0..<outputs {
                  let otherRow = (i * outputs + other) * r
                  var product = 0.0
                  for j in 0..<r { product += image[row + j] * s[otherRow + j] }
                  for j in 0..<r { weighted[row + j] += product * s[otherRow + j] }
                }
              }
            }
          }
        }
      }
      BLAS.multiply(
        r, r, n * outputs, alpha: mixingWeight / Double(n), s.elements, .transposed, weighted.elements, .plain,
        into: target)
    } else {
      for i in 0..<r * r { target[i] = 0 }
    }
    let l = span.eigenvalues
    for i in 0..<r {
      for j in 0..<r { target[i * r + j] += (1 - mixingWeight) * l[i] * l[j] * source[i * r + j] }
    }
  }

  /// T₂ at a learning rate.
  func transition(learningRate eta: Double) -> some SymmetricOperator {
    Transition(moments: self, learningRate: eta)
  }

  /// The diagonal of T₂ at a learning rate, r² numbers. Cost: one product of size r × n × r.
  func transitionDiagonal(learningRate eta: Double) -> [Double] {
    let r = rank
    let outputs = span.outputDimension
    // q_ia = (H_i)_aa
    var q = Matrix(rows: span.sampleCount, columns: r)
    for row in 0..<span.sampleCount * outputs {
      for a in 0..<r { q[row / outputs, a] += span.coordinates[row, a] * span.coordinates[row, a] }
    }
    var diagonal = q.gramOfColumns
    let l = span.eigenvalues
    let weight = mixingWeight / Double(span.sampleCount)
    for a in 0..<r {
      for b in 0..<r {
        diagonal[a, b] =
          1 - eta * (l[a] + l[b]) + eta * eta * ((1 - mixingWeight) * l[a] * l[b] + weight * diagonal[a, b])
      }
    }
    return diagonal.elements
  }

  /// 𝒞^{−1/2} 𝒟 𝒞^{−1/2} with 𝒞(A) = ½(HA + AH), whose largest eigenvalue is 2/η*.
  var normalized: some SymmetricOperator { Normalized(moments: self) }

  private struct Transition: SymmetricOperator {
    let moments: SecondMomentOperator
    let learningRate: Double
    var dimension: Int { moments.rank * moments.rank }

    func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
      moments.secondOrder(x, into: result)
      let l = moments.span.eigenvalues
      let r = l.count
      for i in 0..<r {
        for j in 0..<r {
          result[i * r + j] =
            x[i * r + j] * (1 - learningRate * (l[i] + l[j])) + learningRate * learningRate * result[i * r + j]
        }
      }
    }
  }

  private struct Normalized: SymmetricOperator {
    let moments: SecondMomentOperator
    var dimension: Int { moments.rank * moments.rank }

    func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
      let l = moments.span.eigenvalues
      let r = l.count
      var scaled = Array(x)
      for i in 0..<r {
        for j in 0..<r { scaled[i * r + j] /= ((l[i] + l[j]) / 2).squareRoot() }
      }
      scaled.withUnsafeBufferPointer { moments.secondOrder($0, into: result) }
      for i in 0..<r {
        for j in 0..<r { result[i * r + j] /= ((l[i] + l[j]) / 2).squareRoot() }
      }
    }
  }
}
