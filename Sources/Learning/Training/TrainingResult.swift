/// How a training run ended.
public struct TrainingResult: Sendable {
  /// Why the run stopped.
  public enum Outcome: String, Sendable, Codable {
    /// The loss over all data is at most the one that was asked for.
    case reachedTarget
    /// The steps allowed are done; the loss is still above its target.
    case stepLimit
    /// The loss is no longer finite: the learning rate was too large for this start.
    case diverged
  }
  /// W at the end.
  public let parameters: [Double]
  /// Steps of SGD done.
  public let steps: Int
  /// L over all data at the end.
  public let loss: Double
  /// Why the run stopped.
  public let outcome: Outcome

  init<N: Network>(state: TrainingState<N>, loss: Double, outcome: Outcome) {
    parameters = state.parameters
    steps = state.step
    self.loss = loss
    self.outcome = outcome
  }

  /// The end of the run at this state, or nil when it goes on.
  init?<N: Network>(ending state: TrainingState<N>, targetLoss: Double, maximumSteps: Int) {
    let loss = state.loss
    if !loss.isFinite {
      self.init(state: state, loss: loss, outcome: .diverged)
    } else if loss <= targetLoss {
      self.init(state: state, loss: loss, outcome: .reachedTarget)
    } else if state.step >= maximumSteps {
      self.init(state: state, loss: loss, outcome: .stepLimit)
    } else {
      return nil
    }
  }

  init(parameters: [Double], steps: Int, loss: Double, outcome: Outcome) {
    self.parameters = parameters
    self.steps = steps
    self.loss = loss
    self.outcome = outcome
  }
}
