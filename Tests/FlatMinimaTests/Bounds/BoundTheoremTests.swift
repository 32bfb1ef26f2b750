import FlatMinima
import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("The generalisation bound on small problems")
struct BoundTheoremTests {
  /// A network, its target, and all that the bounds need.
  private struct Setting {
    let network: TwoLayerNetwork
    let problem: SyntheticRegression
    let training: Dataset
    let heldOut: Dataset
    let test: Dataset
    let smoothness: LocalSmoothness
    let gradientNorms: [Double]
    let interpolationError: Double
    let range: Double

    func error(_ x: [Double]) -> Double { network.value(x) - problem.target(at: x) }

    func seminorm(_ order: Int) -> Double {
      let p = Double(2 * order)
      return pow(gradientNorms.reduce(0) { $0 + pow($1, p) } / Double(gradientNorms.count), 1 / p)
    }
  }

  /// A piecewise straight ReLU network that interpolates the target on a line.
  private func interpolant(_ count: Int, seed: UInt64) throws -> Setting {
    let problem = try SyntheticRegression(inputDimension: 1, intrinsicDimension: 1, lipschitzConstant: 6, seed: seed)
    var generator = SplitMix64(seed: seed + 100)
    let training = try problem.sample(count, using: &generator)
    let sorted = training.inputs.elements.indices.sorted { training.inputs[$0, 0] < training.inputs[$1, 0] }
    let network = TwoLayerNetwork.interpolant(
      sorted.map { training.inputs[$0, 0] }, sorted.map { training.targets[$0, 0] })
    let smoothness = try LocalSmoothness.reluNetwork(
      inputWeights: network.inputWeights, biases: network.biases, outputWeights: network.outputWeights,
      inputs: training.inputs, norm: .euclidean)
    return try setting(network, problem, training, smoothness, range: 1 + 1e-9, using: &generator)
  }

  /// A random tanh network in the plane that has never seen the target: the bound asks for no training.
  private func stranger(_ count: Int, seed: UInt64) throws -> Setting {
    let problem = try SyntheticRegression(
      inputDimension: 3, intrinsicDimension: 2, shape: .curved, lipschitzConstant: 1, range: 0.3, seed: seed)
    var generator = SplitMix64(seed: seed + 200)
    let training = try problem.sample(count, using: &generator)
    let network = TwoLayerNetwork.random(width: 6, dimension: 3, isReLU: false, using: &generator)
    let smoothness = try LocalSmoothness.tanhNetwork(
      inputWeights: network.inputWeights, outputWeights: network.outputWeights, norm: .euclidean)
    let range = max(0.3, network.outputWeights.reduce(0) { $0 + abs($1) })
    return try setting(network, problem, training, smoothness, range: range, using: &generator)
  }

  private func setting(
    _ network: TwoLayerNetwork, _ problem: SyntheticRegression, _ training: Dataset, _ smoothness: LocalSmoothness,
    range: Double, using generator: inout SplitMix64
  ) throws -> Setting {
    let errors = (0..<training.count).map { i in
      abs(network.value(training.inputs.row(i)) - training.targets[i, 0])
    }
    return Setting(
      network: network, problem: problem, training: training, heldOut: try problem.sample(1000, using: &generator),
      test: try problem.sample(1000, using: &generator), smoothness: smoothness,
      gradientNorms: (0..<training.count).map { i in
        BallNorm.euclidean.dualNorm(network.gradient(training.inputs.row(i)))
      },
      interpolationError: errors.max() ?? 0, range: range)
  }

  private func settings() throws -> [Setting] {
    try [10, 40, 160].map { try interpolant($0, seed: UInt64($0)) }
      + [20, 80].map { try stranger($0, seed: UInt64($0)) }
  }

  @Test("the error on new inputs stays below every form of the bound, for every order")
  func boundHolds() throws {
    for setting in try settings() {
      let coverage = HoldOutCoverage(
        try NearestNeighbors(of: setting.training.inputs, to: setting.heldOut.inputs, norm: .euclidean))
      for order in 1...3 {
        for weight in [GeneralizationBound.CellWeightChoice.paper, .limit(confidence: 0.99)] {
          let bound = try GeneralizationBound.optimized(
            coverage: coverage, seminorms: [order: setting.seminorm(order)], smoothness: setting.smoothness,
            interpolationError: setting.interpolationError,
            targetLipschitzConstant: setting.problem.lipschitzConstant, range: setting.range, cellWeight: weight,
            missingMass: .limit(confidence: 0.99),
            evidence: [
              .interpolation: .init(.holds, "largest training error"), .targetSmoothness: .init(.holds, "known"),
              .boundedness: .init(.holds, "known"),
            ])
          #expect(bound.isEstablished)
          let errors = (0..<setting.test.count).map { abs(setting.error(setting.test.inputs.row($0))) }
          let meanSquare = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
          let moment = errors.reduce(0) { $0 + pow($1, Double(2 * order)) } / Double(errors.count)
          #expect(meanSquare <= bound.meanSquaredError)
          #expect(moment <= bound.minkowskiMoment)
          #expect(moment <= bound.moment)
        }
      }
    }
  }

  @Test("through the nearest neighbour, the bound holds at each single held-out input")
  func nearestNeighborForm() throws {
    for setting in try settings() {
      let neighbors = try NearestNeighbors(
        of: setting.training.inputs, to: setting.heldOut.inputs, norm: .euclidean)
      let bound = try NearestNeighborBound(
        neighbors: neighbors, gradientNorms: setting.gradientNorms, smoothness: setting.smoothness,
        interpolationError: setting.interpolationError, targetLipschitzConstant: setting.problem.lipschitzConstant,
        range: setting.range)
      for query in 0..<setting.heldOut.count {
        let error = setting.error(setting.heldOut.inputs.row(query))
        #expect(error * error <= bound.squaredErrors[query] * (1 + 1e-9) + 1e-20)
      }
      #expect(bound.standardError < bound.meanSquaredError)
      let limit = try bound.populationLimit(confidence: 0.99)
      #expect(limit >= bound.meanSquaredError)
    }
  }

  @Test("over many hold-outs the limit for the population fails no more often than claimed, and its centre often")
  func populationCoverage() throws {
    // One training input at 0; half of the inputs hit it and half are so far away that only the range bounds them:
    // the squared errors are 0 and 4M₀² with equal probability, where Hoeffding's inequality is tested hardest.
    let range = 0.5
    let smoothness = try LocalSmoothness.constant(factor: 1, offset: 0)
    var generator = SplitMix64(seed: 63)
    for (count, confidence) in [(7, 0.3), (40, 0.5), (40, 0.9), (200, 0.6)] {
      let trials = 600
      var (failures, centreFailures) = (0, 0)
      for _ in 0..<trials {
        let inputs = (0..<count).map { _ in generator.uniform() < 0.5 ? 0.0 : 9 }
        let bound = try NearestNeighborBound(
          neighbors: NearestNeighbors(
            of: Matrix([[0]]), to: Matrix(rows: count, columns: 1, elements: inputs), norm: .euclidean),
          gradientNorms: [1], smoothness: smoothness, interpolationError: 0, targetLipschitzConstant: 1, range: range)
        if try bound.populationLimit(confidence: confidence) < 0.5 { failures += 1 }
        if bound.meanSquaredError < 0.5 { centreFailures += 1 }
      }
      let allowed = (1 - confidence) * Double(trials)
      #expect(Double(failures) <= allowed && centreFailures > trials / 4)
      if confidence <= 0.5 { #expect(failures > 0, "a limit that never fails would be wasteful") }
    }
  }

  @Test("more samples make the interpolant's bound smaller, and the bound falls like a power of n")
  func rate() throws {
    let sizes = try SampleSizes.geometric(from: 16, through: 256, count: 5)
    let totals = try sizes.map { size in
      let setting = try interpolant(size, seed: 7)
      let coverage = HoldOutCoverage(
        try NearestNeighbors(of: setting.training.inputs, to: setting.heldOut.inputs, norm: .euclidean))
      return try GeneralizationBound.optimized(
        coverage: coverage, seminorms: [1: setting.seminorm(1), 2: setting.seminorm(2)],
        smoothness: setting.smoothness, interpolationError: setting.interpolationError,
        targetLipschitzConstant: setting.problem.lipschitzConstant, range: setting.range, cellWeight: .estimate,
        missingMass: .estimate
      ).meanSquaredError
    }
    #expect(try PowerLawFit(x: sizes.map { Double($0) }, y: totals).slope < -0.7)
  }

  @Test("moving new inputs by ε keeps the error below the robustness bound")
  func robustness() throws {
    for setting in try [interpolant(40, seed: 3), stranger(80, seed: 4)] {
      let coverage = HoldOutCoverage(
        try NearestNeighbors(of: setting.training.inputs, to: setting.heldOut.inputs, norm: .euclidean))
      var generator = SplitMix64(seed: 61)
      for (perturbation, rest) in [(0.0, 0.05), (0.01, 0.05), (0.03, 0.1)] {
        for order in 1...2 {
          let clean = try GeneralizationBound(
            order: order, sampleCount: setting.training.count, radius: rest, smoothnessFactor: 1,
            smoothnessOffset: setting.smoothness.offset(radius: rest), seminorm: setting.seminorm(order),
            interpolationError: setting.interpolationError,
            targetLipschitzConstant: setting.problem.lipschitzConstant, range: setting.range,
            missingMass: coverage.uniformMissingMassLimit(radius: rest, confidence: 0.99))
          let bound = try RobustnessBound(perturbation: perturbation, clean: clean, smoothness: setting.smoothness)
          var moment = 0.0
          for i in 0..<200 {
            let x = setting.test.inputs.row(i)
            // A crude attack: the worst of some directions at full length, and no move.
            var worst = abs(setting.error(x))
            for _ in 0..<8 {
              let step = generator.normals(x.count)
              let length = vectorNorm(step, exponent: 2)
              let moved = zip(x, step).map { $0 + $1 / length * perturbation }
              worst = max(worst, abs(setting.network.value(moved) - setting.problem.target(at: x)))
            }
            moment += pow(worst, Double(2 * order)) / 200
          }
          #expect(moment <= bound.moment)
          if perturbation == 0 { #expect(abs(bound.moment - clean.minkowskiMoment) <= 1e-12 * bound.moment) }
        }
      }
    }
  }

  @Test("at a training input, no perturbation changes the output by more than the local bound")
  func localRobustness() throws {
    for setting in try [interpolant(30, seed: 5), stranger(30, seed: 6)] {
      var generator = SplitMix64(seed: 62)
      for sample in 0..<30 {
        let x = setting.training.inputs.row(sample)
        for perturbation in [0.001, 0.02, 0.2] {
          let bound = try RobustnessBound.localDeviation(
            perturbation: perturbation, sample: sample, gradientNorm: setting.gradientNorms[sample],
            smoothness: setting.smoothness)
          for _ in 0..<20 {
            let step = generator.normals(x.count)
            let length = vectorNorm(step, exponent: 2)
            let moved = zip(x, step).map { $0 + $1 / length * perturbation }
            #expect(abs(setting.network.value(moved) - setting.network.value(x)) <= bound + 1e-12)
          }
        }
      }
    }
  }
}
