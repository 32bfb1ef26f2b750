import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One step of the mean and the second moment of v ← v − η(H_b v + g_b), over the list of all batches.
private func exactStep(
  mean: [Double], moment: Matrix, hessians: [Matrix], gradients: Matrix, eta: Double, batches: [[Int]]
) -> (mean: [Double], moment: Matrix) {
  let p = gradients.columns
  var nextMean = [Double](repeating: 0, count: p)
  var next = Matrix(rows: p, columns: p)
  let chance = 1 / Double(batches.count)
  for batch in batches {
    var step = Matrix.identity(p)
    var push = [Double](repeating: 0, count: p)
    for i in batch {
      step = step - (eta / Double(batch.count)) * hessians[i]
      for j in 0..<p { push[j] -= eta / Double(batch.count) * gradients[i, j] }
    }
    let moved = step.times(mean)
    let square = step.times(moment).timesTransposed(step)
    for j in 0..<p {
      nextMean[j] += chance * (moved[j] + push[j])
      for k in 0..<p {
        next[j, k] += chance * (square[j, k] + moved[j] * push[k] + push[j] * moved[k] + push[j] * push[k])
      }
    }
  }
  return (nextMean, next)
}

@Suite("Limit covariance") struct LimitCovarianceTheorems {
  /// Random factors and gradients of mean zero, the latter in the range of H if it is not all.
  private func problem(
    _ seed: Int, samples: Int = 4, parameters: Int = 3, outputs: Int = 1
  ) throws -> (factors: Matrix, gradients: Matrix, minimum: QuadraticMinimum) {
    var generator = SplitMix64(seed: UInt64(seed))
    let factors = Matrix(
      rows: samples * outputs, columns: parameters, elements: generator.normals(samples * outputs * parameters))
    var gradients = Matrix(rows: samples, columns: parameters, elements: generator.normals(samples * parameters))
    gradients = gradients.adding(toEveryRow: gradients.columnSums.map { -$0 / Double(samples) })
    return (
      factors, gradients, try QuadraticMinimum(factors: factors, outputDimension: outputs, gradients: gradients)
    )
  }

  @Test(
    "the formula is the limit of the exact recursion over all batches, from any start",
    arguments: [BatchSampling.withReplacement, .withoutReplacement], 1...3)
  func recursion(sampling: BatchSampling, batchSize: Int) throws {
    let (_, gradients, minimum) = try problem(880 + batchSize, outputs: 1 + batchSize % 2)
    let threshold = try minimum.threshold(batchSize: batchSize, sampling: sampling)
    let eta = 0.6 * threshold
    let limit = try minimum.limitCovariance(learningRate: eta, batchSize: batchSize, sampling: sampling)
    let all = batches(sampling, samples: 4, size: batchSize)
    // Started off the minimum, so that the products of v and the noise matter until the mean has died out.
    var state = (mean: [1.0, -0.5, 0.3], moment: Matrix.identity(3))
    for _ in 0..<600 {
      state = exactStep(
        mean: state.mean, moment: state.moment, hessians: minimum.hessians, gradients: gradients, eta: eta,
        batches: all)
    }
    let size = limit.covariance.largestMagnitude
    #expect((state.moment - limit.covariance).largestMagnitude < 1e-9 * size)
    #expect(norm(state.mean) < 1e-9)
    let excess = minimum.hessian.times(limit.covariance).trace / 2
    #expect(abs(limit.excessLoss - excess) < 1e-12 * excess)
    #expect(abs(limit.meanSquareDistance - limit.covariance.trace) < 1e-14)
    #expect(limit.hypotheses.filter { $0.status == .fails }.isEmpty)
  }

  @Test("with mean zero the products of v and the noise vanish at every step")
  func crossTerms() throws {
    let (_, gradients, minimum) = try problem(860)
    let all = batches(.withoutReplacement, samples: 4, size: 2)
    let eta = try 0.5 * minimum.threshold(batchSize: 2)
    let weight = try #require(BatchSampling.withoutReplacement.mixingWeight(batchSize: 2, sampleCount: 4))
    let noise = (eta * eta * weight / 4) * gradients.gramOfColumns
    var state = (mean: [0.0, 0, 0], moment: Matrix(rows: 3, columns: 3))
    for _ in 0..<5 {
      let quiet = exactStep(
        mean: state.mean, moment: state.moment, hessians: minimum.hessians,
        gradients: Matrix(rows: 4, columns: 3), eta: eta, batches: all
      ).moment
      state = exactStep(
        mean: state.mean, moment: state.moment, hessians: minimum.hessians, gradients: gradients, eta: eta,
        batches: all)
      #expect((state.moment - quiet - noise).largestMagnitude < 1e-14)
    }
  }

  @Test("indefinite samples keep the formula where H is definite, and the hypothesis says so")
  func indefinite() throws {
    var generator = SplitMix64(seed: 861)
    let hessians = (0..<4).map { i -> Matrix in
      let factor = Matrix(rows: 3, columns: 3, elements: generator.normals(9))
      return factor.gramOfColumns + (i == 0 ? -1.5 : 0.5) * Matrix.identity(3)
    }
    let (_, gradients, _) = try problem(862)
    let minimum = try QuadraticMinimum(hessians: hessians, gradients: gradients)
    #expect(minimum.hypotheses.map(\.status) == [.holds, .holds, .fails])
    let eta = try 0.5 * minimum.threshold(batchSize: 1)
    let limit = try minimum.limitCovariance(learningRate: eta, batchSize: 1)
    var state = (mean: [0.0, 0, 0], moment: Matrix(rows: 3, columns: 3))
    for _ in 0..<600 {
      state = exactStep(
        mean: state.mean, moment: state.moment, hessians: hessians, gradients: gradients, eta: eta,
        batches: [[0], [1], [2], [3]])
    }
    #expect((state.moment - limit.covariance).largestMagnitude < 1e-9 * limit.covariance.largestMagnitude)
  }

  @Test("with one parameter it is ηπ σ²/(2h − η((1 − π)h² + π mean h_i²))")
  func oneDimension() throws {
    let curvatures = [0.5, 1.5, 2, 0]
    let gradients = [1.0, -0.5, -0.7, 0.2]
    let minimum = try QuadraticMinimum(
      hessians: curvatures.map { Matrix([[$0]]) }, gradients: Matrix(rows: 4, columns: 1, elements: gradients))
    for batchSize in 1...3 {
      let weight = try #require(BatchSampling.withoutReplacement.mixingWeight(batchSize: batchSize, sampleCount: 4))
      let variance = dot(gradients, gradients) / 4
      let square = (1 - weight) + weight * dot(curvatures, curvatures) / 4
      #expect(try abs(minimum.threshold(batchSize: batchSize) - 2 / square) < 1e-12)
      for eta in [0.1, 0.9] {
        let expected = eta * weight * variance / (2 - eta * square)
        let found = try minimum.limitCovariance(learningRate: eta, batchSize: batchSize)
        #expect(abs(found.covariance[0, 0] - expected) < 1e-12 * expected)
      }
    }
    #expect(try minimum.limitCovariance(learningRate: 0.5, batchSize: 4).covariance[0, 0] == 0)
  }

  @Test("for small learning rates it solves HΣ + ΣH = ηπΣ_g")
  func smallRates() throws {
    let (_, gradients, minimum) = try problem(863, samples: 6)
    let eta = 1e-7
    let limit = try minimum.limitCovariance(learningRate: eta, batchSize: 2)
    let weight = try #require(BatchSampling.withoutReplacement.mixingWeight(batchSize: 2, sampleCount: 6))
    let hessian = minimum.hessian
    let left = hessian.times(limit.covariance) + limit.covariance.times(hessian)
    let right = (eta * weight / 6) * gradients.gramOfColumns
    #expect((left - right).largestMagnitude < 1e-5 * right.largestMagnitude)
  }

  @Test("simulated SGD has this covariance and this excess loss, within four standard errors")
  func simulation() throws {
    let (factors, gradients, minimum) = try problem(864, samples: 5)
    let eta = try 0.3 * minimum.threshold(batchSize: 2)
    let limit = try minimum.limitCovariance(learningRate: eta, batchSize: 2)
    var generator = SplitMix64(seed: 9)
    var losses: [Double] = []
    var corners: [Double] = []
    for _ in 0..<1500 {
      var v = [0.0, 0, 0]
      for _ in 0..<80 {
        let batch = generator.shuffledIndices(5).prefix(2)
        var step = [0.0, 0, 0]
        for i in batch {
          let response = dot(factors.row(i), v)
          for j in 0..<3 { step[j] += eta / 2 * (response * factors[i, j] + gradients[i, j]) }
        }
        for j in 0..<3 { v[j] -= step[j] }
      }
      losses.append(dot(v, minimum.hessian.times(v)) / 2)
      corners.append(v[0] * v[1])
    }
    for (values, expected) in [(losses, limit.excessLoss), (corners, limit.covariance[0, 1])] {
      let mean = values.reduce(0, +) / 1500
      let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (1500 * 1499)).squareRoot()
      #expect(abs(mean - expected) < 4 * error, "\(mean) ± \(error), expected \(expected)")
    }
  }

  @Test("noise in the null space of H adds up step by step, and is told")
  func nullSpace() throws {
    let factors = Matrix([[1, 0, 0], [0.5, 1, 0], [-1, 0.3, 0], [0.2, 0.7, 0]])
    let inside = Matrix([[1, 0, 0], [-1, 1, 0], [0, -1, 0], [0, 0, 0]])
    var outside = inside
    outside[0, 2] = 0.5
    outside[1, 2] = -0.5
    let calm = try QuadraticMinimum(factors: factors, gradients: inside)
    let drifting = try QuadraticMinimum(factors: factors, gradients: outside)
    #expect(!calm.driftsInNullSpace && calm.largestNullGradient < 1e-14)
    #expect(drifting.driftsInNullSpace && abs(drifting.largestNullGradient - 0.5) < 1e-14)
    let eta = try 0.5 * drifting.threshold(batchSize: 1)
    let all = [[0], [1], [2], [3]]
    var state = (mean: [0.0, 0, 0], moment: Matrix(rows: 3, columns: 3))
    for _ in 0..<300 {
      state = exactStep(
        mean: state.mean, moment: state.moment, hessians: drifting.hessians, gradients: outside, eta: eta,
        batches: all)
    }
    // 300 steps of variance η²π Σ_g in the null direction; the limit elsewhere.
    #expect(abs(state.moment[2, 2] - 300 * eta * eta * 0.5 / 4) < 1e-10 * state.moment[2, 2])
    let limit = try drifting.limitCovariance(learningRate: eta, batchSize: 1)
    for j in 0..<2 {
      for k in 0..<2 { #expect(abs(state.moment[j, k] - limit.covariance[j, k]) < 1e-10) }
    }
    #expect(abs(limit.covariance[2, 2]) < 1e-15)
  }

  @Test("a linear model's least-squares solution: span, factors and full Hessians agree")
  func leastSquares() throws {
    var generator = SplitMix64(seed: 865)
    let network = try DenseNetwork(widths: [2, 2], activation: .tanh)
    let inputs = Matrix(rows: 7, columns: 2, elements: generator.normals(14))
    let targets = Matrix(rows: 7, columns: 2, elements: generator.normals(14))
    let data = try Dataset(inputs: inputs, targets: targets)
    // Gradient descent on a quadratic, to the end.
    var parameters = network.initialParameters(using: &generator)
    for _ in 0..<4000 {
      let gradient = try network.lossGradient(on: data, at: parameters)
      for j in parameters.indices { parameters[j] -= 0.5 * gradient[j] }
    }
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let stability = try MeanSquareStability(span: point.curvature().span, batchSize: 2)
    let eta = try 0.4 * stability.threshold()
    let span = try point.limitCovariance(learningRate: eta, batchSize: 2)
    let full = try point.quadraticMinimum()
    let explicit = try full.limitCovariance(learningRate: eta, batchSize: 2)
    #expect(abs(span.excessLoss - explicit.excessLoss) < 1e-9 * explicit.excessLoss)
    #expect(abs(span.meanSquareDistance - explicit.meanSquareDistance) < 1e-9 * explicit.meanSquareDistance)
    #expect(abs(span.threshold - explicit.threshold) < 1e-9 * explicit.threshold)
    #expect(try abs(span.threshold - stability.threshold()) < 1e-9 * span.threshold)
    #expect(full.hypotheses.allSatisfy { $0.status == .holds } && !full.driftsInNullSpace)
    #expect(span.hypotheses[0].status == .holds)
  }

  @Test("real SGD of a small network that cannot fit its data stays as far above the minimum as predicted")
  func network() throws {
    let network = try DenseNetwork(widths: [1, 1, 1], activation: .tanh)
    var generator = SplitMix64(seed: 41)
    let inputs = (0..<12).map { -1 + Double($0) / 5.5 }
    let data = try Dataset(
      inputs: Matrix(rows: 12, columns: 1, elements: inputs),
      targets: inputs.map { tanh(2 * $0 + 0.5) + 0.2 * generator.normal() })
    var parameters = [2.0, 0.5, 1, 0]
    // To the minimum: gradient descent, then Newton's method.
    for step in 0..<1015 {
      let gradient = try network.lossGradient(on: data, at: parameters)
      var move = gradient.map { 0.3 * $0 }
      if step >= 1000 {
        let dense = try network.lossHessian(.full, on: data, at: parameters).dense
        let eigen = try SymmetricEigen(of: 0.5 * (dense + dense.transposed))
        let vectors = try #require(eigen.vectorsAsRows)
        let components = zip(vectors.times(gradient), eigen.values).map { $0 / max(abs($1), 1e-3) }
        move = vectors.transposedTimes(components)
      }
      for j in parameters.indices { parameters[j] -= move[j] }
    }
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let minimum = try point.quadraticMinimum()
    #expect(minimum.hypotheses[0].status == .holds && minimum.hypotheses[1].status == .holds)
    let whole = try point.hessian(.full).dense
    #expect((minimum.hessian - whole).largestMagnitude < 1e-12 && minimum.eigenvalues.count == 4)
    let eta = 0.02
    let limit = try minimum.limitCovariance(learningRate: eta, batchSize: 3)
    let method = try StochasticGradientDescent(learningRate: eta, batchSize: 3)
    var sum = 0.0
    var count = 0.0
    for state in try method.states(of: network, on: data, from: parameters, every: 50, using: generator) {
      if state.step > 100_000 { break }
      guard state.step >= 2000 else { continue }
      sum += state.loss - point.loss
      count += 1
    }
    // The losses are not quadratic, and the mean over time has an error of its own.
    #expect(abs(sum / count / limit.excessLoss - 1) < 0.1, "\(sum / count) against \(limit.excessLoss)")
  }

  @Test("what is no minimum, or has no limit, is refused")
  func refusals() throws {
    let (_, gradients, minimum) = try problem(866)
    let threshold = try minimum.threshold(batchSize: 1)
    #expect(throws: StabilityError.noLimit(learningRate: threshold, threshold: threshold)) {
      try minimum.limitCovariance(learningRate: threshold, batchSize: 1)
    }
    #expect(throws: StabilityError.reshuffling) { try minimum.threshold(batchSize: 1, sampling: .reshuffling) }
    #expect(throws: QuadraticMinimumError.countMismatch(hessians: 1, gradients: 4)) {
      try QuadraticMinimum(hessians: [.identity(3)], gradients: gradients)
    }
    #expect(throws: QuadraticMinimumError.badShape(sample: 1, rows: 2, columns: 2, expected: 3)) {
      try QuadraticMinimum(
        hessians: [.identity(3), .identity(2), .identity(3), .identity(3)], gradients: gradients)
    }
    #expect(throws: QuadraticMinimumError.notMinimum(eigenvalue: -1, largest: -1)) {
      try QuadraticMinimum(hessians: [Matrix([[-1]])], gradients: Matrix([[0]]))
    }
    #expect(throws: QuadraticMinimumError.notSymmetric(sample: 0, difference: 1)) {
      try QuadraticMinimum(hessians: [Matrix([[1, 1], [0, 1]])], gradients: Matrix([[0, 0]]))
    }
    #expect(throws: SpectralError.notFinite) {
      try QuadraticMinimum(hessians: [Matrix([[.nan]])], gradients: Matrix([[0]]))
    }
    // A gradient that does not vanish is told, not refused.
    let pushed = try QuadraticMinimum(hessians: [Matrix([[1]])], gradients: Matrix([[1]]))
    #expect(pushed.hypotheses[0].status == .fails)
    let point = try GoldenFile.example("G01").point()
    #expect(throws: QuadraticMinimumError.tooManyParameters(found: point.parameters.count, limit: 3)) {
      try point.quadraticMinimum(parameterLimit: 3)
    }
    let flat = try QuadraticMinimum(hessians: [Matrix([[0]])], gradients: Matrix([[0]]))
    #expect(try flat.threshold(batchSize: 1) == .infinity && flat.eigenvalues.isEmpty)
  }
}
