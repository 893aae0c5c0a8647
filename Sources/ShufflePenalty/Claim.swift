import Birkhoff
import Exact

/// A statement about matrices that is decided, instance by instance, without rounding.
package struct Claim: Sendable {
  /// What a claim is tested on, and how one instance is decided.
  package enum Test: Sendable {
    /// A claim about all real square matrices.
    case realMatrix(@Sendable (MatrixFacts) -> ClaimDecision)
    /// A claim about doubly stochastic matrices; on others it does not apply.
    case doublyStochasticMatrix(@Sendable (MatrixFacts) -> ClaimDecision)
    /// A claim about all pairs of real square matrices of one order.
    case realPair(@Sendable (RationalMatrix, RationalMatrix) -> ClaimDecision)
  }

  /// The identifier used on the command line and in certificates, such as `T2-lower`.
  package let id: String
  /// The statement in words and formulas.
  package let statement: String
  /// Whether the statement is known to be false and planted to test the bench.
  package let isPlanted: Bool
  /// The decision procedure.
  package let test: Test
}

/// What a claim says of one instance.
package struct ClaimDecision: Sendable {
  /// The verdict, or nil when the claim's hypotheses do not hold for the instance.
  package let verdict: Verdict<String>?
  /// The left side of the inequality decided, if there is one.
  package let lhs: RadicalSum?
  /// The right side.
  package let rhs: RadicalSum?

  /// The claim says nothing of the instance.
  package static let inapplicable = ClaimDecision(verdict: nil, lhs: nil, rhs: nil)

  /// The claim asserts `lhs <= rhs`, and exactly that is decided.
  package static func atMost(_ lhs: RadicalSum, _ rhs: RadicalSum, _ meaning: String) -> Self {
    ClaimDecision(verdict: lhs <= rhs ? .holds : .refuted(meaning), lhs: lhs, rhs: rhs)
  }

  /// The claim asserts `conclusion`, which has been decided; the sides are shown with it.
  package static func asserts(
    _ conclusion: Bool, _ failure: String, _ lhs: RadicalSum?, _ rhs: RadicalSum?
  ) -> Self {
    ClaimDecision(verdict: conclusion ? .holds : .refuted(failure), lhs: lhs, rhs: rhs)
  }
}

extension Claim {
  /// Decides the claim on one matrix; claims about pairs do not apply.
  package func decide(_ facts: MatrixFacts) -> ClaimDecision {
    switch test {
    case .realMatrix(let decide):
      return decide(facts)
    case .doublyStochasticMatrix(let decide):
      return facts.defects.isDoublyStochastic ? decide(facts) : .inapplicable
    case .realPair:
      return .inapplicable
    }
  }
}
