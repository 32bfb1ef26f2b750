import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Rescaling a ReLU network") struct RescalingTheorems {
  private func points() throws -> [ParameterPoint<DenseNetwork>] {
    try [[2, 5, 1], [3, 4, 3, 2], [2, 4, 4, 3, 1]].enumerated().flatMap { seed, widths in
      try [DenseNetwork.Biases.everyLayer, .none].map {
        try randomPoint(widths: widths, activation: .relu, biases: $0, seed: UInt64(20 + seed))
      }
    }
  }

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b)) }

  @Test("the function and its input gradients stay, the trace and the sharpness do not")
  func law() throws {
    for point in try points() {
      let sharpness = try point.curvature().sharpness
      var largestChange = 0.0
      for layer in 0..<point.network.layerCount - 1 {
        for factor in [0.3, 1.7, 12] {
          let other = try point.rescaled(layer: layer, by: factor)
          for (a, b) in zip(point.jacobian.outputs.elements, other.jacobian.outputs.elements) {
            #expect(abs(a - b) < 1e-12 * (1 + abs(a)))
          }
          #expect(close(point.sobolevSeminorm(order: 2), other.sobolevSeminorm(order: 2)))
          #expect(abs(other.trace / point.trace - 1) > 0.01)
          largestChange = max(largestChange, abs(try other.curvature().sharpness / sharpness - 1))
          let back = try other.rescaled(layer: layer, by: 1 / factor)
          #expect(zip(point.parameters, back.parameters).allSatisfy { close($0, $1) })
        }
      }
      #expect(largestChange > 0.01)
    }
  }

  @Test("what is called invariant is, to rounding")
  func invariants() throws {
    var generator = SplitMix64(seed: 4)
    for point in try points() {
      let flatness = LayerFlatness(at: point)
      for _ in 0..<5 {
        let scales = (0..<point.network.layerCount - 1).map { _ in generator.uniform(in: 0.2..<5) }
        let rescaling = try Rescaling(hiddenScales: scales)
        let other = try point.rescaled(by: rescaling)
        let scaled = LayerFlatness(at: other)
        for k in 1...3 {
          #expect(
            close(
              try MultiplicativeStructure(of: point).inequality(order: k).weightsBound,
              try MultiplicativeStructure(of: other).inequality(order: k).weightsBound))
        }
        if let before = BiasIdentity(at: point)?.pulledBack, let after = BiasIdentity(at: other)?.pulledBack {
          let size = before.frobeniusNorm
          #expect(zip(before.elements, after.elements).allSatisfy { abs($0 - $1) <= 1e-12 * size })
        }
        #expect(close(flatness.relativeTrace, scaled.relativeTrace))
        #expect(close(flatness.relativeBiasTrace, scaled.relativeBiasTrace))
        #expect(close(flatness.smallestWeightTrace, scaled.smallestWeightTrace))
        #expect(close(try #require(flatness.smallestTrace), try #require(scaled.smallestTrace)))
        #expect(abs(scaled.trace / flatness.trace - 1) > 1e-3)
        // What the factors predict is what the network gives.
        let predicted = try flatness.rescaled(by: rescaling)
        #expect(zip(predicted.weightTraces, scaled.weightTraces).allSatisfy { close($0, $1) })
        #expect(zip(predicted.biasTraces, scaled.biasTraces).allSatisfy { close($0, $1) })
        #expect(zip(predicted.squaredWeightNorms, scaled.squaredWeightNorms).allSatisfy { close($0, $1) })
        #expect(zip(predicted.squaredBiasNorms, scaled.squaredBiasNorms).allSatisfy { close($0, $1) })
      }
    }
  }

  @Test("the parts of the trace add up to tr H")
  func parts() throws {
    for point in try points() { #expect(close(LayerFlatness(at: point).trace, point.trace)) }
    let tanh = try randomPoint(widths: [3, 4, 2], seed: 9)
    #expect(close(LayerFlatness(at: tanh).trace, tanh.trace))
  }

  @Test("no rescaling makes the trace by the weights smaller than its invariant, and the balanced one attains it")
  func balanced() throws {
    var generator = SplitMix64(seed: 5)
    for point in try points() {
      let flatness = LayerFlatness(at: point)
      let least = flatness.smallestWeightTrace
      for _ in 0..<200 {
        let scales = (0..<point.network.layerCount - 1).map { _ in generator.uniform(in: 0.1..<10) }
        let other = try flatness.rescaled(by: Rescaling(hiddenScales: scales))
        #expect(other.weightTraces.reduce(0, +) >= least * (1 - 1e-12))
        #expect(other.trace >= (try #require(flatness.smallestTrace)) * (1 - 1e-12))
      }
      let balanced = LayerFlatness(at: try point.rescaled(by: #require(flatness.balancing)))
      #expect(close(balanced.weightTraces.reduce(0, +), least))
      #expect(balanced.weightTraces.allSatisfy { close($0, balanced.weightTraces[0]) })
      if flatness.weightTraces.count == 2 {
        #expect(close(least, 2 * (flatness.weightTraces[0] * flatness.weightTraces[1]).squareRoot()))
        let together = flatness.weightTraces[0] + flatness.biasTraces[0]
        let expected = 2 * (together * flatness.weightTraces[1]).squareRoot() + flatness.biasTraces[1]
        #expect(close(try #require(flatness.smallestTrace), expected))
      }
      if point.network.biases == .none { #expect(close(try #require(flatness.smallestTrace), least)) }
    }
  }

  @Test("a network whose trace can fall to 0 has no flattest rescaling")
  func degenerate() throws {
    // The hidden layer is off at every sample, and by its bias: only b₂ moves the output.
    let network = try DenseNetwork(widths: [1, 1, 1], activation: .relu)
    let point = try ParameterPoint(
      network: network, parameters: [1, -5, 1, 0.5], data: Dataset(inputs: Matrix([[1], [2]]), targets: [0, 0]))
    let flatness = LayerFlatness(at: point)
    #expect(flatness.trace == 1 && flatness.smallestWeightTrace == 0)
    #expect(flatness.balancing == nil && flatness.flattening == nil && flatness.smallestTrace == nil)
    let linear = LayerFlatness(at: try linearMinimum(weights: [2], bias: [1], inputs: [[3]]).point)
    #expect(linear.balancing?.hiddenScales == [] && linear.smallestTrace == 10 && linear.relativeTrace == 36)
  }

  @Test("tanh, the last layer and scales that are not positive are refused")
  func refusals() throws {
    let point = try randomPoint(widths: [2, 3, 1], activation: .relu, seed: 6)
    #expect(throws: RescalingError.badLayer(1, hiddenLayers: 1)) { try point.rescaled(layer: 1, by: 2) }
    #expect(throws: RescalingError.badLayer(-1, hiddenLayers: 1)) { try point.rescaled(layer: -1, by: 2) }
    #expect(throws: RescalingError.badScale(layer: 0, value: -2)) { try point.rescaled(layer: 0, by: -2) }
    #expect(throws: RescalingError.badScale(layer: 0, value: 0)) { try point.rescaled(layer: 0, by: 0) }
    #expect(throws: RescalingError.badScaleCount(found: 2, expected: 1)) {
      try point.rescaled(by: Rescaling(hiddenScales: [1, 2]))
    }
    #expect(throws: RescalingError.badScaleCount(found: 0, expected: 1)) {
      try LayerFlatness(at: point).rescaled(by: Rescaling(hiddenScales: []))
    }
    let tanh = try randomPoint(widths: [2, 3, 1], seed: 6)
    #expect(throws: RescalingError.notHomogeneous(.tanh)) { try tanh.rescaled(layer: 0, by: 2) }
    #expect(throws: NetworkError.self) { try point.rescaled(layer: 0, by: 1e308).rescaled(layer: 0, by: 1e308) }
    #expect(RescalingError.notHomogeneous(.tanh).description.contains("tanh"))
  }
}
