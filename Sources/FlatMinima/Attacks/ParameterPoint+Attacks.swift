import Learning
import LinearAlgebra

extension ParameterPoint {
  /// Attacks every sample of the data set, starting at its input. Cost: a backward pass for all outputs per step, 2C
  /// times that for ``InputAttack/Objective/outputChange``.
  ///
  /// The result holds for each sample the best point visited, unless the attack asks for the last one. For the best one
  /// several steps try the full step of the fast gradient method as well, so they are never weaker than it. For other
  /// inputs than the training ones, make a point with those.
  ///
  /// ```swift
  /// let attack = try InputAttack.projectedGradient(norm: .maximum, perturbation: 0.1, objective: .outputChange)
  /// let worst = try minimum.point.attacked(by: attack).largestOutputChange
  /// ```
  ///
  /// - Throws: ``NetworkError/valueNotFinite(sample:)`` when the network overflows on the way.
  public func attacked(by attack: InputAttack) throws(NetworkError) -> AttackedInputs {
    var search = AttackSearch(attack, on: self)
    try search.climb()
    return search.result
  }

  /// Attacks every sample from its input and from points drawn uniformly from the ball around it, and keeps the best.
  ///
  /// A random start gets away from a zero gradient and from a poor local maximum. Cost: 1 + `randomStarts` times that of
  /// ``attacked(by:)``.
  ///
  /// - Throws: ``BoundError`` for a negative number of starts, ``NetworkError`` when the network overflows on the way.
  public func attacked(
    by attack: InputAttack, randomStarts: Int, using generator: inout some RandomNumberGenerator
  ) throws -> AttackedInputs {
    guard randomStarts >= 0 else {
      throw BoundError.outOfRange(name: "number of random starts", value: "\(randomStarts)", allowed: "0 or more")
    }
    var search = AttackSearch(attack, on: self)
    try search.climb()
    for _ in 0..<randomStarts {
      var start = data.inputs
      for i in 0..<start.rows {
        let offset = attack.norm.uniformOffset(
          dimension: start.columns, radius: attack.perturbation, using: &generator)
        for (j, entry) in offset.enumerated() { start[i, j] += entry }
      }
      try search.climb(from: start)
    }
    return search.result
  }
}
