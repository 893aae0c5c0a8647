import Optimizers
import StepArithmetic

/// One step of one shuffle matrix as it happened, to be held against the theorems (T9).
package struct ShuffleTransition: Sendable {
  /// The number of the step in the run, from 0.
  package let step: Int
  /// The matrix before the step.
  package let before: LearnedMatrix
  /// The gradient of the loss, without the penalty, row-major.
  package let lossGradient: [Float]
  /// The step size, penalty weight and projection.
  package let rule: ShuffleStep<Double>
  /// The matrix after the step.
  package let after: LearnedMatrix
}

/// Sees chosen steps of the shuffle matrices; each costs three copies of every matrix.
package struct ShuffleMonitor {
  let isWanted: (_ step: Int) -> Bool
  let observe: (ShuffleTransition) -> Void

  /// Calls `observe` for every learned matrix at the steps of the run, from 0, that `isWanted`
  /// accepts.
  package init(
    isWanted: @escaping (_ step: Int) -> Bool, observe: @escaping (ShuffleTransition) -> Void
  ) {
    self.isWanted = isWanted
    self.observe = observe
  }
}
