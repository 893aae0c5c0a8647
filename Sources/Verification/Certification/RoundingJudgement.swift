import Birkhoff
import Claims
import Exact
import ShufflePenalty

/// Whether a matrix may be rounded to a permutation, which one, and what justifies it.
package struct RoundingJudgement: Sendable {
  /// The nearest permutation; the row argmax when a theorem justifies it.
  package let permutation: Permutation
  /// The l1 distance to it.
  package let distance: Rational
  /// Each row rounded to its largest entry.
  package let argmax: ArgmaxRounding
  /// T4 if it applies, else T5d if it applies; nil if neither does, or if the row argmax is not the
  /// only nearest permutation.
  package let theorem: String?
  /// Why, in one sentence.
  package let explanation: String

  /// Judges a matrix.
  package init(_ matrix: RationalMatrix) {
    let facts = MatrixFacts(matrix)
    self.init(facts, Certifier.decide(facts))
  }

  init(_ facts: MatrixFacts, _ decisions: [(claim: Claim, decision: ClaimDecision)]) {
    argmax = facts.argmax
    permutation = facts.assignment.permutation
    distance = facts.distance
    let holding = [Theorems.t4, Theorems.t5d].map(\.id).first { id in
      decisions.contains { $0.claim.id == id && $0.decision.verdict == .holds }
    }
    guard let holding else {
      theorem = nil
      explanation = Self.reason(facts)
      return
    }
    let optimal = "by \(holding) the row argmax is the only optimal assignment"
    if facts.assignment.isUnique, facts.argmax.permutation == permutation {
      theorem = holding
      explanation = optimal
    } else {
      theorem = nil
      explanation =
        optimal + " but not the only nearest permutation, for which entries above 1 count as 1; "
        + "divide the rows by their sums"
    }
  }

  private static func reason(_ facts: MatrixFacts) -> String {
    if let (row, column) = facts.defects.firstNegative {
      return "no theorem applies: entry (\(row), \(column)) is negative"
    }
    if facts.argmax.permutation == nil {
      return "no theorem applies: two rows have their largest entry in one column"
    }
    if let row = facts.argmax.tiedRows.first {
      return "no theorem applies: the largest entry of row \(row) is not unique"
    }
    return
      "no theorem applies: N - sum |r_i|_2 / s_i is not below (2 - sqrt 2)(1 - delta), as T5d asks"
  }
}
