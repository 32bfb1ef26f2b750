import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Stability of trained networks and of simulations") struct TrainedNetworkTheorems {
  /// A tanh network trained on a sine by SGD, then brought to exact interpolation by Newton steps.
  private func trained() throws -> InterpolatingMinimum<DenseNetwork> {
    let network = try DenseNetwork(widths: [1, 6, 1], activation: .tanh)
    let inputs = [-0.9, -0.2, 0.3, 1.0]
    let data = try Dataset(
      inputs: Matrix(rows: 4, columns: 1, elements: inputs), targets: inputs.map { sin(2.5 * $0) })
    var generator = SplitMix64(seed: 31)
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 2)
    var parameters = try method.train(
      network, on: data, from: network.initialParameters(using: &generator), untilLoss: 1e-4, maximumSteps: 20_000,
      checkEvery: 500, using: generator
    ).parameters
    for _ in 0..<8 {
      let point = try ParameterPoint(network: network, parameters: parameters, data: data)
      let eigen = try SymmetricEigen(of: point.jacobian.gram)
      let vectors = try #require(eigen.vectorsAsRows)
      let weights = vectors.times(point.residuals.elements)
      let step = point.jacobian.transposedTimes(
        vectors.transposedTimes(zip(weights, eigen.values).map { $0 / $1 }))
      for j in parameters.indices { parameters[j] -= step[j] }
    }
    return try InterpolatingMinimum(network: network, parameters: parameters, data: data, tolerance: 1e-11)
  }

  @Test(
    "real SGD near a trained network leaves it 2 % above the threshold and returns 2 % below, in mean square",
    arguments: [1, 2])
  func brackets(batchSize: Int) throws {
    let minimum = try trained()
    let threshold = try minimum.stabilityThreshold(batchSize: batchSize)
    let point = minimum.point
    let eigen = try SymmetricEigen(of: point.jacobian.dense.gramOfColumns)
    let basis = try #require(eigen.vectorsAsRows).rows(at: 0..<4)
    for factor in [0.98, 1.02] {
      let step = point.network.trainingStep(on: point.data, learningRate: factor * threshold, batchSize: batchSize)
      var generator = SplitMix64(seed: 5)
      let walkers = 250
      var places = (0..<walkers).map { _ in generator.normals(4) }
      var growth = 0.0
      for time in 0..<80 {
        var weights: [Double] = []
        for walker in 0..<walkers {
          // A step of the network itself from a point a hundred-thousandth away, seen in the span of the gradients.
          let length = norm(places[walker])
          let offset = basis.transposedTimes(places[walker].map { 1e-5 * $0 / length })
          var parameters = zip(point.parameters, offset).map { $0 + $1 }
          let first = generator.uniformIndex(below: 4)
          let batch = batchSize == 1 ? [first] : [first, (first + 1 + generator.uniformIndex(below: 3)) % 4]
          step.update(&parameters, batch: batch, count: batchSize)
          places[walker] = basis.times(zip(parameters, point.parameters).map { ($0 - $1) * 1e5 })
          weights.append(dot(places[walker], places[walker]))
        }
        let total = weights.reduce(0, +)
        if time >= 20 { growth += log(total / Double(walkers)) / 60 }
        // Clones in proportion to the squares.
        let shift = generator.uniform()
        var parents: [Int] = []
        var sum = 0.0
        for walker in 0..<walkers {
          sum += weights[walker] / total * Double(walkers)
          while parents.count < walkers, Double(parents.count) + shift < sum { parents.append(walker) }
        }
        while parents.count < walkers { parents.append(walkers - 1) }
        places = parents.map { places[$0] }
      }
      let exact = try MeanSquareStability(span: minimum.curvature.span, batchSize: batchSize)
        .growthFactor(learningRate: factor * threshold)
      #expect((growth > 0) == (factor > 1), "\(factor): \(growth)")
      #expect(abs(growth - log(exact)) < 0.01, "\(factor): \(growth), exactly \(log(exact))")
    }
  }

  @Test("cloning is within four standard errors of the exact growth of order 4 (G09)", arguments: [1, 2])
  func cloning(batchSize: Int) throws {
    let golden = try GoldenFile.example("G09")
    let span = try GradientSpan(gradients: golden.inputs["G"].matrix)
    let stability = try MomentStability(span: span, order: 4, batchSize: batchSize)
    let threshold = try stability.threshold()
    for factor in [0.9, 1.1] {
      var generator = SplitMix64(seed: 6)
      let found = try span.simulatedGrowth(
        order: 4, learningRate: factor * threshold, batchSize: batchSize, walkers: 1200, steps: 100,
        using: &generator)
      let exact = try log(stability.growthFactor(learningRate: factor * threshold))
      #expect(abs(log(found.growthFactor) - exact) < 4 * found.standardError, "\(factor): \(found), exactly \(exact)")
      #expect(found.standardError < 0.04)
    }
  }
}
