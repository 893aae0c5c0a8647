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

  /// The name of what is not a theorem: that the step, taken again, is the same.
  static let replay = "replay"

  /// T10 for a projection.
  static func projectionClaim(_ projection: ShuffleProjection) -> Claim {
    projection == .scale ? Theorems.t10Scaling : Theorems.t10Repair
  }

  /// What T6a says of the change of P.
  var penaltyChange: TheoremTally {
    var tally = TheoremTally()
    let pair = ClaimInstance(matrices: [before, after])
    tally.record(Theorems.t6a.id, Theorems.t6a.decide(pair).verdict, at: place)
    return tally
  }

  /// What T10 says of the rounding of the gradient step and of the projection, against the same
  /// with rationals, and whether the step, taken again, is the same.
  var rounding: TheoremTally {
    var tally = TheoremTally()
    let (rule, size) = (transition.rule, transition.before.size)
    let (descent, projection) = (Theorems.t10Descent, Self.projectionClaim(rule.projection))
    let step = descentStep
    tally.record(descent.id, step.flatMap { descent.decide($0.instance).verdict }, at: place)
    tally.record(
      projection.id, step.flatMap { Theorems.projectionVerdict($0, rule.projection) }, at: place)
    var (matrix, forces) = (transition.before.entries, transition.lossGradient)
    rule.apply(to: &matrix, gradient: &forces, size: size)
    tally.record(
      Self.replay,
      matrix == transition.after.entries ? .holds : .refuted("the step is another one"), at: place)
    return tally
  }

  private var place: String { "step \(transition.step), \(transition.before.name)" }

  /// The step with rationals; nil if it has no size, or a number of it is not finite.
  private var descentStep: DescentStep? {
    let (rule, size) = (transition.rule, transition.before.size)
    guard let rate = Rational(exactly: Float(rule.learningRate)), rate.sign > 0,
      let weight = Rational(
        exactly: rule.penaltyWeight(on: transition.before.entries, size: size)),
      let gradient = RationalMatrix(
        exactly: transition.lossGradient, rows: size, columns: size)
    else { return nil }
    return DescentStep(matrix: before, gradient: gradient, weight: weight, rate: rate)
  }
}
