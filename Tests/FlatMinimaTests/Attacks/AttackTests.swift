import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Attacks") struct AttackTests {
  /// A random network of two hidden layers with random data that it does not fit.
  private func stranger(_ seed: UInt64, outputs: Int = 1) throws -> ParameterPoint<DenseNetwork> {
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(
      widths: [4, 8, 6, outputs], activation: seed % 2 == 0 ? .tanh : .relu, biases: .everyLayer)
    let parameters = (0..<network.parameterCount).map { _ in 0.6 * generator.normal() }
    let inputs = Matrix(rows: 12, columns: 4, elements: generator.normals(48))
    let targets = Matrix(rows: 12, columns: outputs, elements: generator.normals(12 * outputs))
    return try ParameterPoint(
      network: network, parameters: parameters, data: Dataset(inputs: inputs, targets: targets))
  }

  /// A random network of two layers with its own outputs as targets: an exact fit.
  private func fitted(_ seed: UInt64, _ activation: Activation, outputs: Int = 1) throws -> ParameterPoint<DenseNetwork>
  {
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(widths: [3, 7, outputs], activation: activation)
    let parameters = generator.normals(network.parameterCount)
    let inputs = Matrix(rows: 10, columns: 3, elements: generator.normals(30))
    let targets = try network.outputs(on: inputs, at: parameters)
    return try ParameterPoint(
      network: network, parameters: parameters, data: Dataset(inputs: inputs, targets: targets))
  }

  private func distance(_ found: AttackedInputs, _ point: ParameterPoint<DenseNetwork>, sample: Int, _ norm: BallNorm)
    -> Double
  {
    let step = zip(found.inputs.row(sample), point.data.inputs.row(sample)).map { $0 - $1 }
    return vectorNorm(step, exponent: norm.exponent)
  }

  private func attacks(_ norm: BallNorm, _ perturbation: Double) throws -> [InputAttack] {
    try InputAttack.Objective.allCases.flatMap { objective in
      [
        try InputAttack.fastGradient(norm: norm, perturbation: perturbation, objective: objective),
        try .projectedGradient(norm: norm, perturbation: perturbation, steps: 12, objective: objective),
      ]
    }
  }

  @Test("no attack leaves the ball or makes its objective smaller", arguments: UInt64(1)...8)
  func staysAndClimbs(seed: UInt64) throws {
    let point = try stranger(seed, outputs: seed > 4 ? 3 : 1)
    var generator = SplitMix64(seed: seed)
    for norm in BallNorm.allCases {
      for perturbation in [0, 1e-9, 0.05, 3] {
        for attack in try attacks(norm, perturbation) {
          let plain = try point.attacked(by: attack)
          let restarted = try point.attacked(by: attack, randomStarts: 2, using: &generator)
          for i in 0..<point.data.count {
            let clean = dot(point.residuals.row(i), point.residuals.row(i)) / 2
            for found in [plain, restarted] {
              #expect(distance(found, point, sample: i, norm) <= perturbation * (1 + 1e-12) + 1e-15)
              if attack.objective == .loss { #expect(found.losses[i] >= clean) }
            }
            switch attack.objective {
            case .loss: #expect(restarted.losses[i] >= plain.losses[i])
            case .outputChange: #expect(restarted.outputChanges[i] >= plain.outputChanges[i])
            }
          }
        }
      }
    }
  }

  @Test("the last point is returned where it is asked for, even if the loss fell on the way there")
  func lastPoint() throws {
    // f = |x|: from −0.1 the gradient points across the kink, to where f fits the target.
    let network = try DenseNetwork(widths: [1, 2, 1], activation: .relu, biases: .none)
    let point = try ParameterPoint(
      network: network, parameters: [1, -1, 1, 1], data: Dataset(inputs: Matrix([[-0.1]]), targets: [0.3]))
    for norm in BallNorm.allCases {
      let best = try point.attacked(by: .fastGradient(norm: norm, perturbation: 0.4))
      let last = try point.attacked(by: .fastGradient(norm: norm, perturbation: 0.4, outcome: .lastPoint))
      #expect(best.inputs[0, 0] == -0.1 && abs(best.losses[0] - 0.02) < 1e-15)
      #expect(abs(last.inputs[0, 0] - 0.3) < 1e-15 && last.losses[0] < 1e-30)
      #expect(last.stalledSamples.isEmpty)
    }
    for seed in UInt64(1)...4 {
      let stranger = try stranger(seed, outputs: 2)
      for objective in InputAttack.Objective.allCases {
        func attack(_ steps: Int, _ outcome: InputAttack.Outcome) throws -> AttackedInputs {
          try stranger.attacked(
            by: .projectedGradient(
              norm: .euclidean, perturbation: 0.4, stepSize: 0.1, steps: steps, objective: objective, outcome: outcome))
        }
        for steps in [1, 6] {
          let (best, last) = (try attack(steps, .bestPoint), try attack(steps, .lastPoint))
          for i in 0..<stranger.data.count {
            switch objective {
            case .loss: #expect(last.losses[i] <= best.losses[i])
            case .outputChange: #expect(last.outputChanges[i] <= best.outputChanges[i])
            }
            let moved = distance(last, stranger, sample: i, .euclidean)
            if steps == 1, !last.stalledSamples.contains(i) { #expect(abs(moved - 0.1) < 1e-12) }
          }
        }
      }
    }
  }

  @Test("projected gradient ascent is never weaker than the fast gradient method", arguments: UInt64(1)...10)
  func projectedBeatsFast(seed: UInt64) throws {
    let point = try stranger(seed, outputs: seed > 5 ? 2 : 1)
    var stronger = 0
    for norm in BallNorm.allCases {
      let fast = try point.attacked(by: .fastGradient(norm: norm, perturbation: 0.5))
      let projected = try point.attacked(by: .projectedGradient(norm: norm, perturbation: 0.5))
      for i in 0..<point.data.count {
        #expect(projected.losses[i] >= fast.losses[i])
        if projected.losses[i] > fast.losses[i] { stronger += 1 }
      }
    }
    #expect(stronger > 0)
  }

  @Test("a linear function is attacked exactly: ε times the dual norm of its gradient", arguments: BallNorm.allCases)
  func linearFunction(norm: BallNorm) throws {
    let network = try DenseNetwork(widths: [3, 1], activation: .tanh)
    let weights = [2.0, -1, 0.5]
    let data = try Dataset(inputs: Matrix([[0.3, -0.2, 1], [0, 0, 0]]), targets: [5, -5])
    let point = try ParameterPoint(network: network, parameters: weights + [0.1], data: data)
    for attack in try attacks(norm, 0.25) {
      let found = try point.attacked(by: attack)
      for change in found.outputChanges { #expect(abs(change - 0.25 * norm.dualNorm(weights)) < 1e-12) }
      #expect(found.stalledSamples.isEmpty)
    }
  }

  @Test("at an exact fit the loss has no gradient: the attack says so, and output changes or random starts get through")
  func interpolation() throws {
    for (activation, outputs) in [(Activation.tanh, 1), (.tanh, 3), (.relu, 1)] {
      let point = try fitted(31, activation, outputs: outputs)
      let loss = try InputAttack.projectedGradient(norm: .maximum, perturbation: 0.1)
      let stuck = try point.attacked(by: loss)
      #expect(stuck.stalledSamples == Array(0..<point.data.count))
      #expect(stuck.inputs == point.data.inputs)
      #expect(stuck.largestOutputChange == 0)

      let change = try InputAttack.projectedGradient(norm: .maximum, perturbation: 0.1, objective: .outputChange)
      let through = try point.attacked(by: change)
      #expect(through.stalledSamples.isEmpty)
      #expect(through.outputChanges.allSatisfy { $0 > 0.01 })

      var generator = SplitMix64(seed: 5)
      let restarted = try point.attacked(by: loss, randomStarts: 3, using: &generator)
      #expect(restarted.stalledSamples.isEmpty)
      #expect(restarted.losses.allSatisfy { $0 > 0 })
    }
  }

  @Test("no attack passes the local robustness bound, and small ones come close to it")
  func localBound() throws {
    for activation in [Activation.tanh, .relu] {
      for norm in BallNorm.allCases {
        let point = try fitted(77, activation)
        let smoothness = try point.localSmoothness(norm: norm)
        let gradients = try point.inputGradientNorms(dualTo: norm)
        for perturbation in [1e-5, 0.01, 0.3] {
          let attack = try InputAttack.projectedGradient(
            norm: norm, perturbation: perturbation, objective: .outputChange)
          var generator = SplitMix64(seed: 6)
          let found = try point.attacked(by: attack, randomStarts: 2, using: &generator)
          for i in 0..<point.data.count {
            let bound = try RobustnessBound.localDeviation(
              perturbation: perturbation, sample: i, gradientNorm: gradients[i], smoothness: smoothness)
            #expect(found.outputChanges[i] <= bound * (1 + 1e-9) + 1e-14)
            if perturbation == 1e-5 { #expect(found.outputChanges[i] >= 0.99 * bound) }
          }
        }
      }
    }
  }

  @Test("where every unit is off, no attack can start, and the result names the samples")
  func deadUnits() throws {
    let network = try DenseNetwork(widths: [2, 2, 1], activation: .relu)
    let data = try Dataset(inputs: Matrix([[1, 0], [0, 1]]), targets: [1, 1])
    let point = try ParameterPoint(network: network, parameters: [1, 0, 1, 0, -3, 0.5, 1, 1, 0], data: data)
    let found = try point.attacked(
      by: .projectedGradient(norm: .euclidean, perturbation: 0.1, objective: .outputChange))
    #expect(found.stalledSamples.isEmpty)
    let dead = try ParameterPoint(network: network, parameters: [1, 0, 1, 0, -3, -3, 1, 1, 0], data: data)
    let none = try dead.attacked(
      by: .projectedGradient(norm: .euclidean, perturbation: 0.1, objective: .outputChange))
    #expect(none.stalledSamples == [0, 1])
    #expect(none.meanLoss == 0.5)
  }

  @Test("perturbations, steps and starts that make no sense are refused")
  func refusals() throws {
    for bad in [-0.1, .nan, .infinity] {
      #expect(throws: BoundError.self) { try InputAttack.fastGradient(norm: .maximum, perturbation: bad) }
      #expect(throws: BoundError.self) {
        try InputAttack.projectedGradient(norm: .maximum, perturbation: 0.1, stepSize: bad)
      }
    }
    #expect(throws: BoundError.self) {
      try InputAttack.projectedGradient(norm: .euclidean, perturbation: 0.1, steps: 0)
    }
    let point = try stranger(1)
    var generator = SplitMix64(seed: 1)
    #expect(throws: BoundError.self) {
      try point.attacked(
        by: .fastGradient(norm: .maximum, perturbation: 0.1), randomStarts: -1, using: &generator)
    }
  }

  @Test("the same seed gives the same attack")
  func reproducible() throws {
    let point = try stranger(4)
    let attack = try InputAttack.projectedGradient(norm: .euclidean, perturbation: 0.3, steps: 5)
    var first = SplitMix64(seed: 8)
    var second = SplitMix64(seed: 8)
    #expect(
      try point.attacked(by: attack, randomStarts: 3, using: &first)
        == point.attacked(by: attack, randomStarts: 3, using: &second))
  }
}
