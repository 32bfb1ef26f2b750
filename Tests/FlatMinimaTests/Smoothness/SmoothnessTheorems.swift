import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let shapes: [[Int]] = [[2, 4, 1], [3, 5, 4, 2], [1, 6, 1], [4, 2]]

@Suite("Smoothness in the input") struct SmoothnessTheorems {
  @Test("gradient moments from the factors are those of the dense Jacobian", arguments: shapes)
  func moments(widths: [Int]) throws {
    for biases in [DenseNetwork.Biases.everyLayer, .none] {
      let point = try randomPoint(widths: widths, biases: biases, seed: 1)
      let dense = point.jacobian.dense
      let first = point.network.layers[0]
      for k in 1...4 {
        func moment(_ columns: Range<Int>) -> Double {
          var sum = 0.0
          for i in 0..<dense.rows { for j in columns { sum += pow(abs(dense[i, j]), Double(2 * k)) } }
          return pow(sum / Double(point.data.count), 1 / Double(2 * k))
        }
        func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * b }
        #expect(close(point.parameterGradientMoment(order: k), moment(0..<dense.columns)))
        #expect(close(point.parameterGradientMoment(order: k, of: .firstLayerWeights), moment(first.weightRange)))
        #expect(
          close(
            point.parameterGradientMoment(order: k, of: .firstLayer), moment(0..<first.weights + first.parameterCount)))
      }
    }
  }

  @Test("the trace is the square of g_W of order 1")
  func traceIsMoment() throws {
    let point = try randomPoint(widths: [3, 4, 2], seed: 2)
    let moment = point.parameterGradientMoment(order: 1)
    #expect(try abs(moment * moment - point.curvature().trace) < 1e-10)
  }

  @Test("high orders do not overflow: g_{W,2k} tends to the largest entry")
  func highOrders() throws {
    let point = try randomPoint(widths: [2, 3, 1], seed: 3)
    let largest = point.jacobian.dense.elements.map(abs).max() ?? 0
    let moment = point.parameterGradientMoment(order: 400)
    #expect(moment.isFinite && abs(moment / largest - 1) < 0.02)
  }

  @Test("the multiplicative inequality holds, with weights and with biases", arguments: shapes)
  func inequality(widths: [Int]) throws {
    for seed in 0..<6 {
      for activation in [Activation.tanh, .relu] {
        let point = try randomPoint(widths: widths, activation: activation, seed: UInt64(seed))
        for k in 1...3 {
          let structure = MultiplicativeStructure(of: point)
          let inequality = try structure.inequality(order: k)
          #expect(inequality.inputGradientMoment <= inequality.weightsBound * (1 + 1e-9))
          #expect(inequality.inputGradientMoment <= (inequality.weightsAndBiasBound ?? 0) * (1 + 1e-9))
          #expect(try structure.tightness(order: k).allSatisfy { $0 <= 1 + 1e-9 })
        }
      }
    }
  }

  @Test("the inequality holds at orders at which plain powers would overflow")
  func inequalityAtHighOrder() throws {
    let point = try randomPoint(widths: [3, 4, 1], seed: 44)
    let large = try Dataset(inputs: 50 * point.data.inputs, targets: point.data.targets)
    let far = try ParameterPoint(network: point.network, parameters: point.parameters, data: large)
    let inequality = try MultiplicativeStructure(of: far).inequality(order: 200)
    let bound = try #require(inequality.weightsAndBiasBound)
    #expect(bound.isFinite && bound > 0 && inequality.inputGradientMoment <= bound * (1 + 1e-9))
  }

  @Test("the inequality is an equality for one hidden unit and one input direction")
  func equality() throws {
    let point = try randomPoint(widths: [1, 1, 1], samples: 1, seed: 4)
    for k in 1...3 {
      let inequality = try MultiplicativeStructure(of: point).inequality(order: k)
      #expect(abs(inequality.inputGradientMoment / inequality.weightsBound - 1) < 1e-12)
      #expect(abs(inequality.inputGradientMoment / (inequality.weightsAndBiasBound ?? 0) - 1) < 1e-12)
    }
  }

  @Test("the bias identity is exact", arguments: shapes)
  func biasIdentity(widths: [Int]) throws {
    for activation in [Activation.tanh, .relu] {
      let point = try randomPoint(widths: widths, activation: activation, seed: 5)
      let identity = try #require(BiasIdentity(at: point))
      for (a, b) in zip(identity.inputGram.elements, identity.pulledBack.elements) {
        #expect(abs(a - b) < 1e-12 * (1 + abs(a)))
      }
      let seminorm = point.sobolevSeminorm(order: 1)
      #expect(abs(identity.inputGram.trace - seminorm * seminorm) < 1e-11)
    }
    #expect(try BiasIdentity(at: randomPoint(widths: [2, 3, 1], biases: .none, seed: 6)) == nil)
  }

  @Test("every Sobolev bound holds at the threshold, and S3 ≤ S2", arguments: 0..<20)
  func sobolevBounds(seed: Int) throws {
    let widths = shapes[seed % shapes.count]
    let minimum = try fitted(
      randomPoint(widths: widths, activation: seed % 3 == 0 ? .relu : .tanh, seed: UInt64(100 + seed)))
    let batchSize = 1 + seed % 3
    let threshold = try minimum.stabilityThreshold(batchSize: batchSize)
    guard threshold.isFinite else { return }
    for k in 1...2 {
      let bounds = try minimum.sobolevBounds(order: k, learningRate: threshold, batchSize: batchSize)
      let seminorm = minimum.point.sobolevSeminorm(order: k)
      #expect(bounds.map(\.form) == SobolevBound.Form.allCases.filter { k == 1 || $0 != .matrix })
      #expect(bounds.seminorm == seminorm)
      for bound in bounds {
        #expect(bound.isEstablished, "\(bound)")
        #expect(seminorm <= bound.seminorm * (1 + 1e-9), "\(bound)")
      }
      #expect(bounds[2].moment <= bounds[1].moment * (1 + 1e-9))
    }
  }

  @Test("beyond the threshold, without biases or at zero inputs a bound says what fails")
  func failedHypotheses() throws {
    let minimum = try fitted(randomPoint(widths: [2, 3, 1], biases: .none, seed: 7))
    let threshold = try minimum.stabilityThreshold(batchSize: 1)
    let beyond = try minimum.sobolevBounds(order: 1, learningRate: 1.01 * threshold, batchSize: 1)
    #expect(beyond.allSatisfy { $0.moment == .infinity && !$0.isEstablished })
    let within = try minimum.sobolevBounds(order: 1, learningRate: 0.99 * threshold, batchSize: 1)
    for bound in within {
      let needsBias = [.biasCoordinates, .biasDirections, .matrix].contains(bound.form)
      if bound.form == .halfSpace { continue }
      #expect((bound.moment == .infinity) == needsBias)
      #expect(bound.hypotheses.contains { $0.status == .fails } == needsBias)
    }
  }

  @Test("the seminorm over other inputs comes with a standard error that covers the truth")
  func estimate() throws {
    let point = try randomPoint(widths: [2, 6, 1], seed: 8)
    var generator = SplitMix64(seed: 9)
    func inputs(_ count: Int) -> Matrix {
      Matrix(rows: count, columns: 2, elements: (0..<2 * count).map { _ in generator.normal() })
    }
    let truth = try point.sobolevSeminorm(order: 1, on: inputs(100_000)).value
    var covered = 0
    for _ in 0..<200 {
      let estimate = try point.sobolevSeminorm(order: 1, on: inputs(200))
      if abs(estimate.value - truth) < 2 * estimate.standardError { covered += 1 }
    }
    #expect(covered > 180 && covered < 200)
    #expect(try point.sobolevSeminorm(order: 2, on: point.data.inputs).value == point.sobolevSeminorm(order: 2))
  }
}
