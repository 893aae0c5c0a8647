import Exact

/// What a claim says of one instance.
package struct ClaimDecision: Sendable {
  /// The verdict, or nil when the claim's hypotheses do not hold for the instance.
  package let verdict: Verdict?
  /// The left side of the inequality decided, or of the one in the hypotheses of a claim whose
  /// conclusion is none; nil if there is neither.
  package let lhs: RadicalSum?
  /// The right side.
  package let rhs: RadicalSum?
  /// How the sign of `rhs - lhs` was found, if that was the decision.
  package let method: RadicalSum.SignMethod?

  /// Creates a decision.
  package init(
    verdict: Verdict?, lhs: RadicalSum? = nil, rhs: RadicalSum? = nil,
    method: RadicalSum.SignMethod? = nil
  ) {
    self.verdict = verdict
    self.lhs = lhs
    self.rhs = rhs
    self.method = method
  }

  /// The claim says nothing of the instance.
  package static let inapplicable = ClaimDecision(verdict: nil)

  /// The claim asserts `lhs <= rhs`, and exactly that is decided.
  package static func atMost(_ lhs: RadicalSum, _ rhs: RadicalSum, _ failure: String) -> Self {
    let (sign, method) = (rhs - lhs).decidedSign()
    return ClaimDecision(
      verdict: sign >= 0 ? .holds : .refuted(failure), lhs: lhs, rhs: rhs, method: method)
  }

  /// The claim asserts `lhs < rhs`, or equality exactly when `equality` is true.
  package static func below(
    _ lhs: RadicalSum, _ rhs: RadicalSum, unless equality: Bool, _ failure: String
  ) -> Self {
    let (sign, method) = (rhs - lhs).decidedSign()
    let isRight = equality ? sign == 0 : sign > 0
    return ClaimDecision(
      verdict: isRight ? .holds : .refuted(failure), lhs: lhs, rhs: rhs, method: method)
  }

  /// The claim asserts `conclusion`, which has been decided; the sides are shown with it.
  package static func asserts(
    _ conclusion: Bool, _ failure: String, _ lhs: RadicalSum? = nil, _ rhs: RadicalSum? = nil
  ) -> Self {
    ClaimDecision(verdict: conclusion ? .holds : .refuted(failure), lhs: lhs, rhs: rhs)
  }

  /// The claim asserts all of `decisions`: the first that fails, or else the one whose sides are
  /// relatively closest; inapplicable if there are none.
  package static func tightest(_ decisions: [ClaimDecision]) -> Self {
    var closest: (decision: ClaimDecision, ratio: Double)?
    for decision in decisions {
      guard decision.verdict == .holds else { return decision }
      let ratio = decision.ratio ?? -1
      if ratio > closest?.ratio ?? -2 { closest = (decision, ratio) }
    }
    return closest?.decision ?? .inapplicable
  }

  /// The left side over the right one, as a double; nil unless both are known and positive.
  package var ratio: Double? {
    guard let left = lhs?.approximation, let right = rhs?.approximation, left >= 0, right > 0 else {
      return nil
    }
    let ratio = left / right
    return ratio.isFinite ? ratio : nil
  }
}
