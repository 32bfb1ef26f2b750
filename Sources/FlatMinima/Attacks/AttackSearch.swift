import Learning
import LinearAlgebra

/// The ascents of one attack on all samples at once, and the best points that they visited.
struct AttackSearch<N: Network> {
  private let point: ParameterPoint<N>
  private let attack: InputAttack
  private var inputs: Matrix
  private var outputs: Matrix
  private var values: [Double]
  private var hasGradient: [Bool]

  /// A search that has seen the unperturbed inputs only.
  init(_ attack: InputAttack, on point: ParameterPoint<N>) {
    self.point = point
    self.attack = attack
    inputs = point.data.inputs
    outputs = point.jacobian.outputs
    values = []
    hasGradient = Array(repeating: false, count: point.data.count)
    // Where only ends count, the first one replaces the unperturbed input whatever its value.
    values = (0..<point.data.count).map {
      attack.outcome == .bestPoint ? value(outputs, sample: $0) : -.infinity
    }
  }

  /// Climbs from the unperturbed inputs. Where the best point counts, the full step of the fast gradient method is tried
  /// as well.
  mutating func climb() throws(NetworkError) {
    for ascent in ascents {
      let first = directions(ascent, point.jacobian)
      if attack.outcome == .bestPoint, !attack.isFastGradient {
        let full = moved(point.data.inputs, first, attack.perturbation)
        keep(full, try checked(point.network.outputs(on: full, at: point.parameters)))
      }
      try climb(ascent, from: point.data.inputs, first)
    }
  }

  /// Climbs from points of the balls around the inputs.
  mutating func climb(from start: Matrix) throws(NetworkError) {
    let jacobian = try jacobian(at: start)
    if attack.outcome == .bestPoint { keep(start, jacobian.outputs) }
    for ascent in ascents { try climb(ascent, from: start, directions(ascent, jacobian)) }
  }

  /// The best points so far.
  var result: AttackedInputs {
    let data = point.data
    let targets = data.targets
    let clean = point.jacobian.outputs
    return AttackedInputs(
      inputs: inputs, outputs: outputs,
      losses: (0..<data.count).map { squaredDistance(outputs, targets, row: $0) / 2 },
      outputChanges: (0..<data.count).map { squaredDistance(outputs, clean, row: $0).squareRoot() },
      stalledSamples: (0..<data.count).filter { !hasGradient[$0] })
  }

  /// One way up: along the loss, or along one output with a sign.
  private enum Ascent {
    case loss
    case output(Int, sign: Double)
  }

  private var ascents: [Ascent] {
    switch attack.objective {
    case .loss: [.loss]
    case .outputChange:
      (0..<point.network.outputDimension).flatMap { [Ascent.output($0, sign: 1), .output($0, sign: -1)] }
    }
  }

  private mutating func climb(
    _ ascent: Ascent, from start: Matrix, _ first: Matrix
  ) throws(NetworkError) {
    var current = start
    var direction = first
    for step in 1...attack.steps {
      current = moved(current, direction, attack.stepSize)
      if step == attack.steps {
        keep(current, try checked(point.network.outputs(on: current, at: point.parameters)))
      } else {
        let jacobian = try jacobian(at: current)
        if attack.outcome == .bestPoint { keep(current, jacobian.outputs) }
        direction = directions(ascent, jacobian)
      }
    }
  }

  /// The steepest direction of every sample, n × d, with rows of norm 1 or 0.
  private mutating func directions(_ ascent: Ascent, _ jacobian: N.Jacobian) -> Matrix {
    let outputCount = point.network.outputDimension
    let dimension = point.network.inputDimension
    var result = Matrix(rows: point.data.count, columns: dimension)
    for i in 0..<point.data.count {
      var gradient = [Double](repeating: 0, count: dimension)
      for c in 0..<outputCount {
        let factor =
          switch ascent {
          case .loss: jacobian.outputs[i, c] - point.data.targets[i, c]
          case .output(let chosen, let sign): chosen == c ? sign : 0
          }
        guard factor != 0 else { continue }
        for j in 0..<dimension { gradient[j] += factor * jacobian.inputGradients[i * outputCount + c, j] }
      }
      if gradient.contains(where: { $0 != 0 }) { hasGradient[i] = true }
      for (j, entry) in attack.norm.steepestDirection(gradient).enumerated() { result[i, j] = entry }
    }
    return result
  }

  /// One step of every sample, back in its ball.
  private func moved(_ current: Matrix, _ direction: Matrix, _ length: Double) -> Matrix {
    var result = current
    for i in 0..<current.rows {
      let target = (0..<current.columns).map { current[i, $0] + length * direction[i, $0] }
      let projected = attack.norm.project(
        target, ontoBallAround: point.data.inputs.row(i), radius: attack.perturbation)
      for (j, entry) in projected.enumerated() { result[i, j] = entry }
    }
    return result
  }

  /// Keeps the samples that are better than the best so far.
  private mutating func keep(_ candidates: Matrix, _ candidateOutputs: Matrix) {
    for i in 0..<candidates.rows {
      let value = value(candidateOutputs, sample: i)
      guard value > values[i] else { continue }
      values[i] = value
      for j in 0..<candidates.columns { inputs[i, j] = candidates[i, j] }
      for c in 0..<candidateOutputs.columns { outputs[i, c] = candidateOutputs[i, c] }
    }
  }

  private func value(_ outputs: Matrix, sample: Int) -> Double {
    switch attack.objective {
    case .loss: squaredDistance(outputs, point.data.targets, row: sample)
    case .outputChange: squaredDistance(outputs, point.jacobian.outputs, row: sample)
    }
  }

  private func squaredDistance(_ a: Matrix, _ b: Matrix, row: Int) -> Double {
    (0..<a.columns).reduce(0) { $0 + (a[row, $1] - b[row, $1]) * (a[row, $1] - b[row, $1]) }
  }

  private func jacobian(at inputs: Matrix) throws(NetworkError) -> N.Jacobian {
    let jacobian = try point.network.jacobian(on: inputs, at: point.parameters)
    _ = try checked(jacobian.outputs)
    let perSample = point.network.outputDimension * point.network.inputDimension
    if let bad = jacobian.inputGradients.elements.firstIndex(where: { !$0.isFinite }) {
      throw .valueNotFinite(sample: bad / perSample)
    }
    return jacobian
  }

  private func checked(_ outputs: Matrix) throws(NetworkError) -> Matrix {
    if let bad = outputs.elements.firstIndex(where: { !$0.isFinite }) {
      throw .valueNotFinite(sample: bad / outputs.columns)
    }
    return outputs
  }
}
