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
  ///
  /// Exact projection multiplies the denominators of all lines: measured, 0.7 s for 48 channels and
  /// 14 s for 116. The refill in proportion multiplies them with one another (9 s and 100 MiB for
  /// 48 channels), so the repair is held against T10 from the step on at which every row has an
  /// anchor; that a step is the one it should be is looked at in any case.
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
    var claims = [Theorems.t10Descent]
    switch rule.projection {
    case .scale: claims.append(Theorems.t10Scaling)
    case .repair:
      let anchors = ShuffleProjection.anchors(of: entries, size: size)
      if !anchors.contains(nil) { claims.append(Theorems.t10Repair) }
    }
    var refuted = claims.filter {
      if case .refuted? = $0.decide(step.instance).verdict { true } else { false }
    }.map(\.id)
    var (matrix, forces) = (entries, transition.lossGradient)
    rule.apply(to: &matrix, gradient: &forces, size: size)
    if matrix != transition.after.entries { refuted.append("the step is another one") }
    return refuted
  }
}
