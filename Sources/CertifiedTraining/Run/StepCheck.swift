import Claims
import Exact
import NeuralNet
import ShufflePenalty
import StepArithmetic
import Training

/// Holds a step of a run, as it happened, against the theorems about it.
struct StepCheck {
  private let transition: ShuffleTransition
  private let before: RationalMatrix
  private let after: RationalMatrix

  /// Nil if a matrix is not finite, which is the trainer's business to notice.
  init?(_ transition: ShuffleTransition) {
    let size = transition.before.size
    guard
      let before = RationalMatrix(exactly: transition.before.entries, rows: size, columns: size),
      let after = RationalMatrix(exactly: transition.after.entries, rows: size, columns: size)
    else { return nil }
    self.transition = transition
    self.before = before
    self.after = after
  }

  /// Whether P changes by no more than T6a allows.
  var changesPenaltyAsItMay: Bool {
    Theorems.t6a.decide(ClaimInstance(matrices: [before, after])).verdict == .holds
  }

  /// The claims that the step refutes, of those about its rounding (T10): the gradient step and the
  /// projection against the same with rationals, and the matrix that they end at.
  var refutedRounding: [String] {
    let rule = transition.rule
    let entries = transition.before.entries
    let size = transition.before.size
    let weight = rule.penaltyWeight(on: entries, size: size)
    guard let rate = Rational(exactly: Float(rule.learningRate)), rate.sign > 0,
      let exactWeight = Rational(exactly: weight),
      let gradient = RationalMatrix(
        exactly: transition.lossGradient, rows: size, columns: size)
    else { return [] }
    let step = DescentStep(matrix: before, gradient: gradient, weight: exactWeight, rate: rate)
    let projection = rule.projection == .scale ? Theorems.t10Scaling : Theorems.t10Repair
    let verdicts = [
      (Theorems.t10Descent.id, Theorems.t10Descent.decide(step.instance).verdict),
      (projection.id, Theorems.projectionVerdict(step, rule.projection)),
    ]
    var refuted = verdicts.compactMap { id, verdict in
      if case .refuted? = verdict { id } else { nil }
    }
    var (matrix, forces) = (entries, transition.lossGradient)
    rule.apply(to: &matrix, gradient: &forces, size: size)
    if matrix != transition.after.entries { refuted.append("the step is another one") }
    return refuted
  }
}
