import Birkhoff
import Certificates
import Claims
import Exact
import ShufflePenalty

/// Makes certificates: decides every claim about one matrix and writes down the proofs.
package enum Certifier {
  /// The certificate of a square matrix with at least one entry.
  ///
  /// - Complexity: O(n^3) additions for the nearest permutation, 4n square roots for the claims.
  package static func certify(_ matrix: RationalMatrix) -> Certificate {
    certifyWithJudgement(MatrixFacts(matrix)).certificate
  }

  /// The certificate and the judgement of the rounding in it, with its explanation in words.
  package static func certifyWithJudgement(
    _ facts: MatrixFacts
  ) -> (certificate: Certificate, judgement: RoundingJudgement) {
    let matrix = facts.matrix
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
      repair: repair(facts), birkhoff: decomposition(facts), shares: shares(facts),
      claims: decisions.map { claim, decision in
        Certificate.ClaimResult(
          id: claim.id, verdict: VerdictWord(decision.verdict),
          lhs: decision.lhs.map { enclosure($0) }, rhs: decision.rhs.map { enclosure($0) })
      },
      verdict: VerdictWord(worstOf: decisions.map { VerdictWord($0.decision.verdict) }))
    return (certificate, rounding)
  }

  /// Decides the claims that a certificate lists, in its order.
  ///
  /// By `Theorems`; those whose hypotheses the matrix does not meet are inapplicable. The checker
  /// gives the list only: it decides them by rules of its own, in `check`.
  static func decide(_ facts: MatrixFacts) -> [(claim: Claim, decision: ClaimDecision)] {
    CertificateChecker.claims.map { id in
      guard let claim = Theorems.all.first(where: { $0.id == id }) else {
        preconditionFailure("the checker's claim \(id) is no theorem")
      }
      return (claim, claim.decide(facts: facts))
    }
  }

  /// The decimals around a number with the places of certificates.
  package static func enclosure(_ value: RadicalSum) -> Certificate.Enclosure {
    let (lower, upper) = value.canonicalDecimal(digits: Certificate.digits)
    return .init(lower: lower, upper: upper)
  }

  private static func repair(_ facts: MatrixFacts) -> Certificate.Repair? {
    guard facts.defects.isNonnegative else { return nil }
    func changes(_ list: [SparseRepair.Change]) -> [Certificate.Repair.Change] {
      list.map { .init(row: $0.row, column: $0.column, amount: $0.amount.description) }
    }
    return .init(
      removed: changes(facts.repair.removed), added: changes(facts.repair.added),
      cost: facts.repair.cost.description)
  }

  private static func decomposition(_ facts: MatrixFacts) -> [Certificate.BirkhoffTerm]? {
    let length = Certificate.longestDecomposition(nonzero: facts.nonzeroCount, order: facts.order)
    guard length <= Certificate.largestDecomposition else { return nil }
    return BirkhoffDecomposition(facts.matrix)?.terms.map {
      .init(weight: $0.weight.description, permutation: $0.permutation.images)
    }
  }

  private static func shares(_ facts: MatrixFacts) -> [Certificate.Share]? {
    guard facts.defects.isDoublyStochastic else { return nil }
    return CappedPotentials(facts, parameter: CappedPotentials.sharpParameter).shares.map {
      .init(rational: $0.rational.description, root2: $0.root2.description)
    }
  }
}
