import Birkhoff
import Certificates
import Exact
import ShufflePenalty

/// Makes certificates: decides every claim about one matrix and writes down the proofs.
package enum Certifier {
  /// The certificate of a square matrix with at least one entry.
  ///
  /// - Complexity: O(n^3) additions for the nearest permutation, 4n square roots for the claims.
  package static func certify(_ matrix: RationalMatrix) -> Certificate {
    certifyWithJudgement(matrix).certificate
  }

  /// The certificate and the judgement of the rounding in it, with its explanation in words.
  package static func certifyWithJudgement(
    _ matrix: RationalMatrix
  ) -> (certificate: Certificate, judgement: RoundingJudgement) {
    let facts = MatrixFacts(matrix)
    let decisions = decide(facts)
    let rounding = RoundingJudgement(facts, decisions)
    let (unique, tied) =
      switch facts.assignment.uniqueness {
      case .unique(let order): (order as [Int]?, nil as [Int]?)
      case .tied(let other): (nil, other.images)
      }
    let certificate = Certificate(
      n: matrix.order,
      rows: matrix.rows.map { $0.map(\.description) },
      hypotheses: .init(
        nonnegative: facts.defects.isNonnegative,
        rowDefect: facts.defects.rowDefect.description,
        columnDefect: facts.defects.columnDefect.description),
      penalty: enclosure(facts.penalty),
      distance: .init(
        l1: facts.distance.description,
        assignment: facts.assignment.permutation.images,
        rowPotentials: facts.assignment.rowPotentials.map(\.description),
        columnPotentials: facts.assignment.columnPotentials.map(\.description),
        uniqueByOrder: unique, tiedWith: tied),
      rounding: .init(
        argmax: facts.argmax.columns,
        argmaxIsPermutation: facts.argmax.permutation != nil,
        uniqueNearest: facts.assignment.isUnique,
        claim: rounding.theorem),
      claims: decisions.map { claim, decision in
        Certificate.ClaimResult(
          id: claim.id, verdict: word(decision.verdict),
          lhs: decision.lhs.map { enclosure($0) }, rhs: decision.rhs.map { enclosure($0) })
      },
      verdict: word(overall(decisions)))
    return (certificate, rounding)
  }

  /// Decides the theorems of a certificate.
  static func decide(_ facts: MatrixFacts) -> [(claim: Claim, decision: ClaimDecision)] {
    Theorems.all.filter { CertificateChecker.claims.contains($0.id) }.map { ($0, $0.decide(facts)) }
  }

  /// Decimals around a number, at most 1e-30 apart.
  package static func enclosure(_ value: RadicalSum) -> Certificate.Enclosure {
    // Below 1e-32, and the outward rounding adds at most 2e-36.
    let interval = value.enclosure(width: Rational(1, 1 << 54) * Rational(1, 1 << 54))
    return .init(
      lower: interval.lower.decimal(digits: 36, roundedUp: false),
      upper: interval.upper.decimal(digits: 36, roundedUp: true))
  }

  /// The word for a verdict in JSON; nil means that the hypotheses do not hold.
  package static func word(_ verdict: Verdict<String>?) -> String {
    switch verdict {
    case nil: "inapplicable"
    case .holds?: "holds"
    case .refuted?: "refuted"
    case .undecided?: "undecided"
    }
  }

  private static func overall(
    _ decisions: [(claim: Claim, decision: ClaimDecision)]
  ) -> Verdict<String> {
    var result = Verdict<String>.holds
    for (_, decision) in decisions {
      switch decision.verdict {
      case .refuted(let reason)?: return .refuted(reason)
      case .undecided(let reason)?: result = .undecided(reason)
      case .holds?, nil: continue
      }
    }
    return result
  }
}
