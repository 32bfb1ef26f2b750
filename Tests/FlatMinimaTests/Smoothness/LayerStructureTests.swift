import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let shapes: [[Int]] = [[2, 4, 1], [3, 5, 4, 2], [2, 3, 3, 3, 1], [4, 2]]

@Suite("The multiplicative structure of every layer") struct LayerStructureTests {
  @Test("the inequality holds at every layer, sample by sample and on average", arguments: shapes)
  func inequality(widths: [Int]) throws {
    for seed in 0..<4 {
      for activation in [Activation.tanh, .relu] {
        let biases: DenseNetwork.Biases = seed % 2 == 0 ? .everyLayer : .none
        let point = try randomPoint(widths: widths, activation: activation, biases: biases, seed: UInt64(seed))
        for layer in point.network.layers.indices {
          let structure = MultiplicativeStructure(of: point, layer: layer)
          for k in 1...3 {
            let inequality = try structure.inequality(order: k)
            #expect(inequality.layer == layer)
            #expect(inequality.inputGradientMoment <= inequality.weightsBound * (1 + 1e-9))
            #expect(inequality.inputGradientMoment <= (inequality.weightsAndBiasBound ?? .infinity) * (1 + 1e-9))
            #expect((inequality.observedRatio ?? 0) <= 1 + 1e-9)
            #expect(try structure.tightness(order: k).allSatisfy { $0 <= 1 + 1e-9 })
          }
        }
      }
    }
  }

  @Test("a layer of a network is the first layer of the network above it", arguments: shapes)
  func suffix(widths: [Int]) throws {
    for activation in [Activation.tanh, .relu] {
      let point = try randomPoint(widths: widths, activation: activation, seed: 3)
      for (l, layer) in point.network.layers.enumerated() {
        let network = try DenseNetwork(widths: Array(widths[l...]), activation: activation)
        let above = try ParameterPoint(
          network: network, parameters: Array(point.parameters[layer.weights...]),
          data: Dataset(inputs: point.jacobian.activations[l], targets: point.data.targets))
        for k in 1...3 {
          let whole = try MultiplicativeStructure(of: point, layer: l).inequality(order: k)
          let first = try MultiplicativeStructure(of: above).inequality(order: k)
          #expect(
            abs(whole.inputGradientMoment - above.sobolevSeminorm(order: k)) <= 1e-12 * above.sobolevSeminorm(order: k))
          if first.weightsBound.isFinite {
            #expect(abs(whole.weightsBound - first.weightsBound) <= 1e-12 * first.weightsBound)
          } else {
            #expect(whole.weightsBound == .infinity)
          }
          let (bias, firstBias) = (whole.weightsAndBiasBound ?? -1, first.weightsAndBiasBound ?? -2)
          #expect(abs(bias - firstBias) <= 1e-12 * firstBias)
        }
      }
    }
  }

  @Test("the bias identity is exact at every layer", arguments: shapes)
  func biasIdentity(widths: [Int]) throws {
    for activation in [Activation.tanh, .relu] {
      let point = try randomPoint(widths: widths, activation: activation, seed: 5)
      let dense = point.jacobian.dense
      for (l, layer) in point.network.layers.enumerated() {
        let identity = try #require(BiasIdentity(at: point, layer: l))
        #expect(identity.layer == l)
        for (a, b) in zip(identity.inputGram.elements, identity.pulledBack.elements) {
          #expect(abs(a - b) < 1e-12 * (1 + abs(a)))
        }
        // H_bb is a block of H itself.
        let range = try #require(layer.biasRange)
        for a in range {
          for b in range {
            let entry = (0..<dense.rows).reduce(0.0) { $0 + dense[$1, a] * dense[$1, b] } / Double(point.data.count)
            #expect(abs(identity.biasHessian[a - range.lowerBound, b - range.lowerBound] - entry) < 1e-12)
          }
        }
      }
    }
    #expect(try BiasIdentity(at: randomPoint(widths: [2, 3, 1], biases: .none, seed: 6), layer: 1) == nil)
  }

  @Test("the inequality is an equality for a rank-one layer that meets its δ, at every order")
  func rankOne() throws {
    // All units are on, so δ = w₂ at every sample; W₁ = w₂^{∘(2k−1)} vᵀ is extremal for it, and ‖x‖ is the same.
    let upper = [0.8, -1.1, 0.5]
    let across = [0.6, -0.9]
    for k in 1...3 {
      let column = upper.map { pow($0, Double(2 * k - 1)) }
      let first = column.flatMap { a in across.map { a * $0 } }
      let network = try DenseNetwork(widths: [2, 3, 1], activation: .relu)
      let point = try ParameterPoint(
        network: network, parameters: first + [9, 9, 9] + upper + [0],
        data: Dataset(inputs: Matrix([[1, 2], [-2, 1], [2, -1]]), targets: [0, 0, 0]))
      for value in [MultiplicativeStructure.NormValue.certified, .attained] {
        let structure = MultiplicativeStructure(of: point, normValue: value)
        let inequality = try structure.inequality(order: k)
        #expect(abs((inequality.observedRatio ?? 0) - 1) < 1e-6 && inequality.weightsBound.isFinite)
        #expect(abs(inequality.inputGradientMoment / inequality.weightsBound - 1) < 1e-6)
        #expect(try structure.tightness(order: k).allSatisfy { abs($0 - 1) < 1e-6 })
      }
    }
  }

  @Test("a sample at which a layer is dead counts only where its derivative does not vanish")
  func deadLayer() throws {
    let network = try DenseNetwork(widths: [1, 2, 2, 1], activation: .relu)
    func point(secondBias: Double) throws -> ParameterPoint<DenseNetwork> {
      // h¹ = max(0, x), max(0, 2x), so it is zero at x = −1, where z² is the second bias.
      let parameters = [1, 2, 0, 0] + [1, 0.5, 0.3, 1, secondBias, secondBias] + [1, 1, 0.2]
      return try ParameterPoint(
        network: network, parameters: parameters, data: Dataset(inputs: Matrix([[1], [-1]]), targets: [0, 0]))
    }
    let dead = try MultiplicativeStructure(of: point(secondBias: -0.1), layer: 1)
    #expect(dead.smallestInputNorm(order: 1) == 0)
    let silent = try dead.inequality(order: 1)
    #expect(abs(silent.smallestInputNorm - 5.0.squareRoot()) < 1e-12 && silent.weightsBound.isFinite)
    #expect(silent.inputGradientMoment <= silent.weightsBound * (1 + 1e-12))
    // With a positive bias the derivative passes, while h¹ = 0: the weights alone say nothing, the biases do.
    let alive = try MultiplicativeStructure(of: point(secondBias: 0.1), layer: 1).inequality(order: 1)
    #expect(alive.smallestInputNorm == 0 && alive.weightsBound == .infinity)
    #expect(alive.inputGradientMoment <= alive.bestBound * (1 + 1e-12) && alive.bestBound.isFinite)
  }
}
