import FlatMinima
import LinearAlgebra
import Testing

@Suite("Local smoothness")
struct LocalSmoothnessTests {
  /// A random point of the ball around x.
  private func nearby(_ x: [Double], _ radius: Double, _ norm: BallNorm, _ generator: inout SplitMix64) -> [Double] {
    let step = generator.normals(x.count)
    let length = vectorNorm(step, exponent: norm.exponent)
    let reach = radius * generator.uniform()
    return zip(x, step).map { $0 + $1 / length * reach }
  }

  @Test("a two-layer tanh network's gradient never changes faster than its constant", arguments: BallNorm.allCases)
  func tanhNetwork(norm: BallNorm) throws {
    var generator = SplitMix64(seed: 51)
    for dimension in [1, 2, 5] {
      let net = TwoLayerNetwork.random(width: 8, dimension: dimension, isReLU: false, using: &generator)
      let constant = try LocalSmoothness.tanhGradientLipschitzConstant(
        inputWeights: net.inputWeights, outputWeights: net.outputWeights, norm: norm)
      var steepest = 0.0
      for _ in 0..<2000 {
        let x = generator.normals(dimension)
        let y = nearby(x, 0.05, norm, &generator)
        let change = norm.dualNorm(zip(net.gradient(x), net.gradient(y)).map { $0 - $1 })
        let distance = vectorNorm(zip(x, y).map { $0 - $1 }, exponent: norm.exponent)
        steepest = max(steepest, change / distance)
      }
      #expect(steepest <= constant * (1 + 1e-6))
      #expect(steepest > 0.02 * constant)
    }
  }

  @Test("one tanh unit attains the constant")
  func tanhTight() throws {
    let net = TwoLayerNetwork(
      inputWeights: Matrix([[1.5, 2]]), biases: [0], outputWeights: [-0.7], isReLU: false)
    for norm in BallNorm.allCases {
      let constant = try LocalSmoothness.tanhGradientLipschitzConstant(
        inputWeights: net.inputWeights, outputWeights: net.outputWeights, norm: norm)
      // |tanh″| is largest where tanh = 1/√3, at z = 0.6584789.
      let direction = norm == .euclidean ? [1.5 / 2.5, 2 / 2.5] : [1, 1.0]
      let along = direction[0] * 1.5 + direction[1] * 2
      let at = { (shift: Double) in direction.map { $0 * (0.6584789484624083 / along + shift) } }
      let change = zip(net.gradient(at(1e-5)), net.gradient(at(-1e-5))).map { $0 - $1 }
      #expect(abs(norm.dualNorm(change) / 2e-5 - constant) < 1e-6 * constant)
    }
  }

  @Test(
    "a two-layer ReLU network's gradient grows by no more than the units that can flip", arguments: BallNorm.allCases)
  func reluNetwork(norm: BallNorm) throws {
    var generator = SplitMix64(seed: 52)
    for dimension in [1, 2, 4] {
      let net = TwoLayerNetwork.random(width: 10, dimension: dimension, isReLU: true, using: &generator)
      let inputs = Matrix(rows: 20, columns: dimension, elements: generator.normals(20 * dimension))
      let smoothness = try LocalSmoothness.reluNetwork(
        inputWeights: net.inputWeights, biases: net.biases, outputWeights: net.outputWeights, inputs: inputs,
        norm: norm)
      for sample in 0..<20 {
        let x = inputs.row(sample)
        for radius in [0, 0.01, 0.1, 0.5] {
          let offset = smoothness.offset(sample: sample, radius: radius)
          #expect(offset <= smoothness.offset(radius: radius))
          for _ in 0..<50 {
            let gradient = norm.dualNorm(net.gradient(nearby(x, radius, norm, &generator)))
            #expect(gradient <= norm.dualNorm(net.gradient(x)) + offset + 1e-12)
          }
        }
      }
    }
  }

  @Test("the flipping units are exactly those whose boundary the ball reaches")
  func reluTight() throws {
    // Boundaries at 0 and at 1, slopes 2 and 3.
    let smoothness = try LocalSmoothness.reluNetwork(
      inputWeights: Matrix([[1], [-1], [0]]), biases: [0, 1, 5], outputWeights: [2, -3, 7], inputs: Matrix([[0.25]]),
      norm: .euclidean)
    #expect([0, 0.2, 0.25, 0.7, 0.75, 9].map { smoothness.offset(sample: 0, radius: $0) } == [0, 0, 2, 2, 5, 5])
  }

  @Test("sizes that do not fit and numbers that are not finite are refused")
  func refusals() {
    let weights = Matrix([[1, 2]])
    #expect(throws: BoundError.self) {
      try LocalSmoothness.tanhNetwork(inputWeights: weights, outputWeights: [1, 2], norm: .euclidean)
    }
    #expect(throws: BoundError.self) {
      try LocalSmoothness.tanhNetwork(inputWeights: weights, outputWeights: [.nan], norm: .euclidean)
    }
    #expect(throws: BoundError.self) {
      try LocalSmoothness.reluNetwork(
        inputWeights: weights, biases: [1, 2], outputWeights: [1], inputs: weights, norm: .euclidean)
    }
    #expect(throws: BoundError.self) {
      try LocalSmoothness.reluNetwork(
        inputWeights: weights, biases: [1], outputWeights: [1], inputs: Matrix([[1]]), norm: .euclidean)
    }
    #expect(throws: BoundError.self) { try LocalSmoothness.constant(factor: 1, offset: -1) }
    #expect(throws: BoundError.self) { try LocalSmoothness.gradientLipschitz(.infinity) }
  }
}
