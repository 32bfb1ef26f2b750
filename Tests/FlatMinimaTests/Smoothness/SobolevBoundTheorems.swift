import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear function f = Wx + b of one layer at the targets that it hits.
func linearMinimum(
  weights: [Double], bias: [Double]?, inputs: [[Double]]
) throws -> InterpolatingMinimum<DenseNetwork> {
  let d = inputs[0].count
  let network = try DenseNetwork(
    widths: [d, weights.count / d], activation: .relu, biases: bias == nil ? .none : .everyLayer)
  let parameters = weights + (bias ?? [])
  let outputs = try network.outputs(on: Matrix(inputs), at: parameters)
  return try InterpolatingMinimum(
    network: network, parameters: parameters, data: Dataset(inputs: Matrix(inputs), targets: outputs))
}

@Suite("Sobolev bounds") struct SobolevBoundTheorems {
  /// A small random minimum: three samples and one output, or two samples and two outputs.
  private func problem(_ seed: Int) throws -> (
    minimum: InterpolatingMinimum<DenseNetwork>, batchSize: Int, sampling: BatchSampling
  ) {
    let outputs = 1 + seed % 2
    let hidden = [[2 + seed % 3], [3, 2], []][seed % 5 % 3]
    let point = try randomPoint(
      widths: [1 + seed % 3] + hidden + [outputs], activation: seed % 4 == 0 ? .relu : .tanh,
      biases: seed % 3 == 1 ? .none : .everyLayer, samples: 4 - outputs, seed: UInt64(5000 + seed))
    let sampling: BatchSampling = (seed / 2) % 2 == 0 ? .withReplacement : .withoutReplacement
    return (try fitted(point), 1 + (seed / 4) % 2, sampling)
  }

  @Test("at the threshold of their own order all bounds hold, for orders 1 to 4", arguments: 0..<120)
  func valid(seed: Int) throws {
    let (minimum, batchSize, sampling) = try problem(seed)
    let meanSquare = try minimum.stabilityThreshold(batchSize: batchSize, sampling: sampling)
    guard meanSquare.isFinite else { return }
    for k in 1...4 {
      var eta = meanSquare
      if k > 2 {
        eta = min(eta, try minimum.stabilityThreshold(order: k, batchSize: batchSize, sampling: sampling))
      }
      let bounds = try minimum.sobolevBounds(
        order: k, learningRate: eta, batchSize: batchSize, sampling: sampling, threshold: meanSquare)
      #expect(bounds.order == k && bounds.seminorm == minimum.point.sobolevSeminorm(order: k))
      let forms = SobolevBound.Form.allCases.filter {
        $0 == .matrix ? k == 1 : $0 == .dimensionFree ? k <= 2 : true
      }
      #expect(bounds.map(\.form) == forms)
      for bound in bounds {
        #expect(!bound.seminorm.isNaN && bounds.seminorm <= bound.seminorm * (1 + 1e-9), "\(bound)")
        #expect(bound.hypotheses.allSatisfy { $0.status != .notChecked }, "\(bound)")
        #expect(bound.isEstablished == bound.seminorm.isFinite)
      }
      #expect(bounds[.weightCoordinates]?.isEstablished == true, "no input is zero and the order was checked")
      let smallest = try #require(bounds.smallest)
      #expect(bounds.allSatisfy { smallest.seminorm <= $0.seminorm })
      #expect(bounds.smallestOfAll == smallest)
    }
  }

  @Test("S3 never exceeds S2, S6 with biases never exceeds S3, and S4 is S3", arguments: 0..<40)
  func order(seed: Int) throws {
    let (minimum, batchSize, sampling) = try problem(3 * seed)
    for k in [1, 2, 3, 5] {
      let bounds = try minimum.sobolevBounds(
        order: k, learningRate: 0.01, batchSize: batchSize, sampling: sampling, threshold: .infinity)
      let second = try #require(bounds[.biasCoordinates])
      let third = try #require(bounds[.biasDirections])
      let sixth = try #require(bounds[.halfSpace])
      #expect(third.seminorm <= second.seminorm * (1 + 1e-9) && sixth.seminorm <= third.seminorm * (1 + 1e-12))
      if k == 1 {
        #expect(bounds[.matrix]?.seminorm == third.seminorm)
        let matrix = try #require(bounds.matrix)
        #expect(abs(matrix.moment - third.moment) <= 1e-12 * third.moment)
      }
    }
  }

  @Test("S2, S3, S4 and S6 are attained for every order by one input at the origin")
  func biasEquality() throws {
    // ∂f/∂W = 0 and ∂f/∂b = 1: H is 1 on b, so η* = 2 and R_k = 1 for B = 1.
    let one = try linearMinimum(weights: [0.7], bias: [0.3], inputs: [[0]])
    let three = try linearMinimum(weights: [0.7, -1.2, 0.4], bias: [0.3], inputs: [[0, 0, 0]])
    for k in [1, 2, 3, 4, 7] {
      for (minimum, forms) in [
        (one, [SobolevBound.Form.biasCoordinates, .biasDirections, .halfSpace]),
        (three, [.biasDirections, .halfSpace]),
      ] {
        let bounds = try minimum.sobolevBounds(order: k, learningRate: 2, batchSize: 1)
        for form in forms + (k == 1 ? [.matrix] : []) {
          let bound = try #require(bounds[form])
          #expect(bound.isEstablished && abs(bound.seminorm / bounds.seminorm - 1) < 1e-12, "\(bound)")
        }
        #expect(bounds[.weightCoordinates]?.hypotheses.last?.status == .fails, "the input is zero")
      }
    }
  }

  @Test("S1 and S6 are attained for every order by one input of one coordinate without biases, S5 for k = 1 with them")
  func weightEquality() throws {
    let minimum = try linearMinimum(weights: [0.7], bias: nil, inputs: [[2]])
    for k in [1, 2, 3, 4, 7] {
      let bounds = try minimum.sobolevBounds(order: k, learningRate: 0.5, batchSize: 1)
      for form in [SobolevBound.Form.weightCoordinates, .halfSpace] + (k <= 2 ? [.dimensionFree] : []) {
        let bound = try #require(bounds[form])
        #expect(bound.isEstablished && abs(bound.seminorm / 0.7 - 1) < 1e-12, "\(bound)")
      }
    }
    let biased = try linearMinimum(weights: [0.7], bias: [1], inputs: [[2]])
    let bounds = try biased.sobolevBounds(order: 1, learningRate: 0.4 * (1 - 1e-9), batchSize: 1)
    for form in [SobolevBound.Form.dimensionFree, .halfSpace] {
      #expect(abs((try #require(bounds[form])).seminorm / 0.7 - 1) < 1e-6)
    }
  }

  @Test("S5 by hand, at full batch too")
  func dimensionFree() throws {
    // Gradients (1, 1) and (−1, 1): H is the identity, r = 2. S5 divides by 1 + ‖x‖^p = 2.
    let minimum = try linearMinimum(weights: [3], bias: [0], inputs: [[1], [-1]])
    func moment(_ k: Int, _ eta: Double, _ batchSize: Int, _ sampling: BatchSampling) throws -> Double {
      let bounds = try minimum.sobolevBounds(
        order: k, learningRate: eta, batchSize: batchSize, sampling: sampling, threshold: .infinity)
      return try #require(bounds[.dimensionFree]).moment
    }
    func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * b }
    // π = 1: tr H ≤ 2/η and the fourth moment is at most 4/η².
    #expect(try close(moment(1, 0.5, 1, .withoutReplacement), 9.0 / 2 * 4))
    #expect(try close(moment(2, 0.5, 1, .withReplacement), 81.0 / 2 * 16))
    // π = 1/2: 1/(π/C + (1 − π)/r) = 4/3; at π r ≥ (1 − π) C the fourth moment is 4/(3/4)²/η².
    #expect(try close(moment(1, 0.5, 2, .withReplacement), 9.0 / 2 * 4 * 4 / 3))
    #expect(try close(moment(2, 0.5, 2, .withReplacement), 81.0 / 2 * 16 * 16 / 9))
    // π = 0: tr H ≤ 2r/η, the fourth moment at most 4nr/η².
    #expect(try close(moment(1, 0.5, 2, .withoutReplacement), 9.0 / 2 * 8))
    #expect(try close(moment(2, 0.5, 2, .withoutReplacement), 81.0 / 2 * 64))
    // Two outputs, one sample at 0: π = 1, so C multiplies: tr H ≤ 2C/η, fourth moment 4C/η², ‖(0, 1)‖ = 1.
    let two = try linearMinimum(weights: [3, 0], bias: [0, 0], inputs: [[0]])
    for k in [1, 2] {
      let bounds = try two.sobolevBounds(order: k, learningRate: 0.5, batchSize: 1)
      #expect(try close(#require(bounds[.dimensionFree]).moment, pow(3, Double(2 * k)) * (k == 1 ? 8 : 32)))
    }
  }

  @Test("the fourth moment by the rank holds at the threshold and is finite at full batch", arguments: 0..<40)
  func fourthMoment(seed: Int) throws {
    let outputs = 1 + seed % 2
    let samples = 1 + seed % 5
    let (gradients, span) = try randomSpan(
      samples: samples, dimension: 1 + seed % 4, outputs: outputs, seed: UInt64(300 + seed))
    let fourth =
      (0..<samples).reduce(0.0) { sum, i in
        let block = gradients.rows(at: (0..<outputs).map { i * outputs + $0 }).gramOfRows
        return sum + dot(block.elements, block.elements)
      } / Double(samples)
    for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
      for batchSize in 1...samples {
        let eta = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).threshold()
        let bounds = try StableSolutionBounds(
          learningRate: eta, batchSize: batchSize, sampleCount: samples, outputDimension: outputs, sampling: sampling)
        let bound = bounds.gradientFourthMoment(rank: span.rank)
        #expect(bound.isFinite && fourth <= bound * (1 + 1e-9) && bound <= bounds.gradientFourthMoment * (1 + 1e-12))
      }
    }
  }

  @Test("orthogonal gradients of equal length attain the fourth moment at full batch and for one sample per batch")
  func fourthMomentEquality() throws {
    let span = try GradientSpan(gradients: Matrix.identity(4))
    // ‖g‖ = 1: H is 1/4 on four directions.
    for (batchSize, eta) in [(4, 8.0), (1, 2.0)] {
      #expect(abs(try MeanSquareStability(span: span, batchSize: batchSize).threshold() - eta) < 1e-10)
      let bounds = try StableSolutionBounds(learningRate: eta, batchSize: batchSize, sampleCount: 4)
      #expect(abs(bounds.gradientFourthMoment(rank: 4) - 1) < 1e-12)
    }
    for n in [1, 2, 4, 10] {
      for batchSize in 1...n {
        let bounds = try StableSolutionBounds(learningRate: 0.3, batchSize: batchSize, sampleCount: n)
        let one = bounds.gradientFourthMoment(rank: 1)
        #expect(abs(one / bounds.sharpDirectionalFourthMoment - 1) < 1e-12)
        #expect(bounds.gradientFourthMoment(rank: 0) == 0)
        let all = (1...n).map { bounds.gradientFourthMoment(rank: $0) }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 <= $1 * (1 + 1e-12) })
        #expect(bounds.gradientFourthMoment(rank: 5 * n) == all[n - 1])
      }
    }
  }

  @Test("S4 as a matrix inequality: its generalised eigenvalue is at most 2/η and its slack not negative")
  func matrix() throws {
    for seed in 0..<30 {
      let minimum = try problem(3 * seed).minimum
      guard minimum.sharpness > 0 else { continue }
      // With all samples in the batch the condition is that of gradient descent, the weakest one.
      let eta = 2 / minimum.sharpness
      let bounds = try minimum.sobolevBounds(
        order: 1, learningRate: eta, batchSize: minimum.point.data.count, threshold: eta)
      let matrix = try #require(bounds.matrix)
      let size = matrix.weightGram.trace
      #expect(matrix.largestRatio <= matrix.factor * (1 + 1e-9) && matrix.slack >= -1e-10 * size * matrix.factor)
      // The ratio is that of some direction and no direction exceeds it.
      var generator = SplitMix64(seed: UInt64(seed))
      var largest = 0.0
      for _ in 0..<200 {
        let t = generator.normals(minimum.point.network.inputDimension)
        let below = dot(t, matrix.weightGram.times(t))
        let above = dot(t, matrix.inputGram.times(t))
        #expect(above <= matrix.directionalMoment(along: t) * (1 + 1e-9))
        if below > 1e-9 * size * dot(t, t) { largest = max(largest, above / below) }
      }
      #expect(largest <= matrix.largestRatio * (1 + 1e-9))
      if minimum.point.network.inputDimension == 1 { #expect(largest >= matrix.largestRatio * (1 - 1e-9)) }
    }
    let equal = try linearMinimum(weights: [0.7, 0.2], bias: [0], inputs: [[0, 0]])
    let matrix = try MatrixBound(at: equal.point, learningRate: 2)
    #expect(abs(matrix.largestRatio - 1) < 1e-12 && abs(matrix.slack) < 1e-12)
    let violated = try MatrixBound(at: equal.point, learningRate: 3)
    #expect(violated.slack < -0.1 && violated.largestRatio > violated.factor)
    #expect(throws: StabilityError.badLearningRate(0)) { try MatrixBound(at: equal.point, learningRate: 0) }
    let zero = try linearMinimum(weights: [0, 0], bias: [0], inputs: [[0, 0]])
    #expect(try MatrixBound(at: zero.point, learningRate: 1).largestRatio == 0)
  }

  @Test("stability of order 4 is checked on both sides of its threshold, below that of order 2")
  func fourthOrder() throws {
    var decided = 0
    for seed in 0..<12 {
      let (minimum, batchSize, sampling) = try problem(seed)
      let second = try minimum.stabilityThreshold(batchSize: batchSize, sampling: sampling)
      let fourth = try minimum.stabilityThreshold(order: 4, batchSize: batchSize, sampling: sampling)
      guard fourth * 1.02 < second else { continue }
      decided += 1
      func status(_ eta: Double) throws -> Hypothesis.Status {
        try #require(
          minimum.sobolevBounds(order: 4, learningRate: eta, batchSize: batchSize, sampling: sampling).first
        ).hypotheses[0].status
      }
      #expect(
        try status(0.999 * fourth) == .holds && status(1.001 * fourth) == .fails && status(1.01 * second) == .fails)
    }
    #expect(decided >= 3)
  }

  @Test("for order 3 the neighbouring orders decide where they can, and the tensor between them")
  func thirdOrder() throws {
    var seen: Set<String> = []
    for seed in 0..<40 {
      let (minimum, batchSize, sampling) = try problem(seed)
      let span = minimum.curvature.span
      guard span.rank > 0 else { continue }
      let third = try MomentStability(span: span, order: 3, batchSize: batchSize, sampling: sampling)
      let enclosure = try third.absoluteThreshold()
      for eta in [
        0.999 * enclosure.lowerBound, (enclosure.lowerBound + enclosure.upperBound) / 2, 1.001 * enclosure.upperBound,
      ] {
        let hypothesis = try #require(
          minimum.sobolevBounds(order: 3, learningRate: eta, batchSize: batchSize, sampling: sampling).first
        ).hypotheses[0]
        if eta < enclosure.lowerBound { #expect(hypothesis.status == .holds) }
        if eta > enclosure.upperBound { #expect(hypothesis.status == .fails) }
        if hypothesis.status == .holds { #expect(try third.growthFactor(learningRate: eta) <= 1 + 1e-9) }
        seen.insert("\(hypothesis.status)")
      }
    }
    #expect(seen == ["holds", "fails"])
  }

  @Test("where the exact answer costs too much, the enclosure decides, or the bound says why it is not established")
  func costlyOrders() throws {
    let minimum = try fitted(randomPoint(widths: [2, 5, 1], samples: 8, seed: 77))
    let span = minimum.curvature.span
    let bracket = try span.thresholdBracket(order: 6, batchSize: 3)
    let threshold = try minimum.stabilityThreshold(batchSize: 3)
    func hypothesis(_ eta: Double, limit: Double, order: Int = 6) throws -> Hypothesis {
      let bounds = try minimum.sobolevBounds(
        order: order, learningRate: eta, batchSize: 3, threshold: threshold, operationLimit: limit)
      let hypothesis = try #require(bounds.first).hypotheses[0]
      #expect(bounds.smallestOfAll != nil || hypothesis.status == .fails)
      #expect((bounds.smallest == nil) == (hypothesis.status != .holds))
      return hypothesis
    }
    let largest = (0..<8).map { i in dot(span.coordinates.row(i), span.coordinates.row(i)) }.max() ?? 0
    #expect(bracket.lowerBound > 2 / largest * 1.001 && bracket.upperBound < threshold * 0.999)
    #expect(try hypothesis(2 / largest * 0.999, limit: 0).status == .holds)
    #expect(try hypothesis(bracket.lowerBound * 0.999, limit: 1e5).status == .holds)
    #expect(try hypothesis(bracket.upperBound * 1.001, limit: 1e5).status == .fails)
    let between = (bracket.lowerBound + bracket.upperBound) / 2
    for limit in [0, 1e5] {
      let open = try hypothesis(between, limit: limit)
      #expect(open.status == .notChecked && open.evidence.contains("operations"))
    }
    // Orders that no exact method reaches.
    #expect(try hypothesis(2 / largest * 0.999, limit: 1e7, order: 300).status == .holds)
    #expect(try hypothesis(between, limit: 1e7, order: 300).status == .notChecked)
    #expect(throws: StabilityError.badOrder(0)) { try hypothesis(between, limit: 1e7, order: 0) }
  }

  @Test("without biases S6 asks for a half-space and says what it found")
  func halfSpace() throws {
    func bound(_ inputs: [[Double]]) throws -> SobolevBound {
      let minimum = try linearMinimum(weights: [0.5, -0.3], bias: nil, inputs: inputs)
      return try #require(
        minimum.sobolevBounds(order: 1, learningRate: 1e-3, batchSize: 1)[.halfSpace])
    }
    let inside = try bound([[3, 4], [6, 8], [3, 9]])
    // The input (3, 4) is nearest to the origin and the others lie beyond it: c = (3, 4)/5, γ = 5.
    #expect(inside.isEstablished && abs(inside.moment - 0.34 / 25 * 2000) < 1e-9)
    let around = try bound([[1, 0], [-1, 1], [-1, -1]])
    #expect(!around.isEstablished && around.seminorm == .infinity)
    #expect(around.hypotheses[1].status == .fails && around.hypotheses[1].evidence.contains("convex hull"))
  }
}
