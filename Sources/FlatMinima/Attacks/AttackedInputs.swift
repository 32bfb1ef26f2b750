import LinearAlgebra

/// What an attack found: for every sample the best point that it visited, the unperturbed input included, so that no
/// attack makes its objective smaller than it was at the start; or the point where it ended
/// (``InputAttack/Outcome/lastPoint``).
public struct AttackedInputs: Sendable, Equatable {
  /// x′, one row per sample: n × d.
  public let inputs: Matrix
  /// f(x′), n × C.
  public let outputs: Matrix
  /// ½‖f(x′) − y‖² of every sample.
  public let losses: [Double]
  /// ‖f(x′) − f(x)‖ of every sample.
  public let outputChanges: [Double]
  /// The samples at which every gradient met was zero: of these the attack says nothing.
  ///
  /// That happens at fitted samples with the objective ``InputAttack/Objective/loss``, and where all ReLU units are off.
  public let stalledSamples: [Int]

  /// The mean of the losses, which is the loss L on the moved inputs.
  public var meanLoss: Double { losses.reduce(0, +) / Double(losses.count) }
  /// The largest ‖f(x′) − f(x)‖.
  public var largestOutputChange: Double { outputChanges.reduce(0, max) }
}
