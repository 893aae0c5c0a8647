/// Why a run stopped.
package enum TrainingError: Error, Equatable, Sendable {
  /// The loss of a training step is infinite or not a number; steps are counted from 1 in the
  /// epoch.
  case divergedInTraining(epoch: Int, step: Int)
  /// The loss of the test images is infinite or not a number.
  case divergedInEvaluation(epoch: Int)
}

extension TrainingError: CustomStringConvertible {
  /// One sentence: what happened, where, and what to do.
  package var description: String {
    let remedy = "lower the learning rate or resume from an earlier checkpoint."
    return switch self {
    case .divergedInTraining(let epoch, let step):
      "The training loss is not finite at step \(step) of epoch \(epoch): \(remedy)"
    case .divergedInEvaluation(let epoch):
      "The test loss is not finite after epoch \(epoch): \(remedy)"
    }
  }
}
