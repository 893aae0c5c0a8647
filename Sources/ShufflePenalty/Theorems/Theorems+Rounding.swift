import Birkhoff
import Exact

/// T4: when rounding each row to its largest entry is certain to be right.
extension Theorems {
  static let rounding: [Claim] = [t4]

  /// T4 with the sharp threshold.
  package static let t4 = Claim(
    "T4", assuming: "M doubly stochastic, Prow(M) < 2 - sqrt 2 or Pcol(M) < 2 - sqrt 2",
    "every row has a largest entry > 1/2, they form a permutation, and it is the only nearest one",
    comparing: "min(Prow, Pcol) against 2 - sqrt 2", .provedInProofs(["T4_rounding_from_rows"]),
    examples: [
      ClaimExample(
        "a half block", .boundary,
        [[Rational(1, 2), Rational(1, 2)], [Rational(1, 2), Rational(1, 2)]])
    ],
    tests: ["ClaimTests.theHalfBlockIsTheSharpInstance"],
    on: .matrix(.doublyStochastic) { facts in
      decideRounding(facts, min(facts.rowPenalty, facts.columnPenalty), below: .sharpConstant)
    })

  /// Decides "quantity < threshold implies that rounding is safe".
  static func decideRounding(
    _ facts: MatrixFacts, _ quantity: RadicalSum, below threshold: RadicalSum
  ) -> ClaimDecision {
    guard quantity < threshold else { return .inapplicable }
    return .asserts(
      hasCertainRounding(facts), "the row argmax is not the unique nearest permutation", quantity,
      threshold)
  }

  /// The conclusion of T4, decided directly: unique row maxima above 1/2 that form a permutation,
  /// which is the only optimal assignment.
  package static func hasCertainRounding(_ facts: MatrixFacts) -> Bool {
    guard let permutation = facts.argmax.permutation else { return false }
    return facts.argmax.tiedRows.isEmpty && facts.rowMaxima.allSatisfy { $0 > Rational(1, 2) }
      && facts.assignment.isUnique && facts.assignment.permutation == permutation
  }
}
