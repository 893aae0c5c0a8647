import Birkhoff
import Claims
import Exact
import ShufflePenalty

/// Whether a matrix may be rounded to a permutation, which one, and what justifies it.
package struct RoundingJudgement: Sendable {
  /// The nearest permutation; the row argmax when a theorem justifies it.
  package let permutation: Permutation
  /// Each row rounded to its largest entry.
  package let argmax: ArgmaxRounding
  /// The theorem whose hypotheses hold: T4, else T5d, else none.
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
    let claims = [Theorems.t4, Theorems.t5d]
    theorem = claims.map(\.id).first { id in
      decisions.contains { $0.claim.id == id && $0.decision.verdict == .holds }
    }
    if let theorem, let argmax = facts.argmax.permutation {
      permutation = argmax
      explanation = "by \(theorem) the row argmax is the only optimal assignment"
      return
    }
    permutation = facts.assignment.permutation
    explanation = Self.reason(facts)
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
    return "no theorem applies: the row penalty is not below 2 - sqrt 2 less the column defect"
  }
}
