import Foundation
import LinearAlgebra

/// f(x) = Σ_j a_j σ(⟨w_j, x⟩ + b_j) + c with tanh or ReLU, for checking bounds against the definition.
struct TwoLayerNetwork {
  var inputWeights: Matrix
  var biases: [Double]
  var outputWeights: [Double]
  var constant = 0.0
  var isReLU: Bool

  static func random(width: Int, dimension: Int, isReLU: Bool, using generator: inout SplitMix64) -> TwoLayerNetwork {
    TwoLayerNetwork(
      inputWeights: Matrix(rows: width, columns: dimension, elements: generator.normals(width * dimension)),
      biases: generator.normals(width), outputWeights: generator.normals(width).map { $0 / Double(width) },
      isReLU: isReLU)
  }

  /// The exact interpolant of points on a line in ascending order: straight between them, constant outside.
  static func interpolant(_ x: [Double], _ y: [Double]) -> TwoLayerNetwork {
    var slopes: [Double] = [0]
    for i in 1..<x.count { slopes.append((y[i] - y[i - 1]) / (x[i] - x[i - 1])) }
    slopes.append(0)
    return TwoLayerNetwork(
      inputWeights: Matrix(rows: x.count, columns: 1, repeating: 1), biases: x.map { -$0 },
      outputWeights: x.indices.map { slopes[$0 + 1] - slopes[$0] }, constant: y[0], isReLU: true)
  }

  func value(_ x: [Double]) -> Double {
    let z = inputWeights.times(x)
    return z.indices.reduce(constant) { sum, j in
      let pre = z[j] + biases[j]
      return sum + outputWeights[j] * (isReLU ? max(0, pre) : tanh(pre))
    }
  }

  func gradient(_ x: [Double]) -> [Double] {
    let z = inputWeights.times(x)
    return inputWeights.transposedTimes(
      z.indices.map { j in
        let pre = z[j] + biases[j]
        let slope = isReLU ? (pre > 0 ? 1 : 0) : 1 - tanh(pre) * tanh(pre)
        return outputWeights[j] * slope
      })
  }
}
