import Birkhoff
import Certificates
import Exact
import ShufflePenalty
import Training
import Verification

/// What the exact side says of one learned matrix after an epoch.
package struct ShuffleCertificate: Codable, Sendable {
  /// The name of the shuffle.
  package let name: String
  /// The order of the matrix.
  package let n: Int
  /// Which conditions hold, with exact defects.
  package let hypotheses: Certificate.Hypotheses
  /// P, enclosed.
  package let penalty: Certificate.Enclosure
  /// The exact l1 distance to the nearest permutation.
  package let distance: String
  /// Whether the row argmax is a permutation.
  package let argmaxIsPermutation: Bool
  /// Whether exactly one permutation is nearest.
  package let uniqueNearest: Bool
  /// The theorem that justifies rounding, if one does.
  package let claim: String?
  /// Why it does, or why none does.
  package let explanation: String
  /// The verdict of each claim about one matrix.
  package let claims: [String: VerdictWord]
  /// `holds` when no claim is refuted or undecided and the checker accepts the certificate.
  package let verdict: VerdictWord
  /// The checker's objection, if it has one.
  let objection: String?
  /// Whether the shuffle is an index permutation from here on.
  package let frozen: Bool

  /// Certifies a matrix as it stands in memory: every float enters as its exact value.
  ///
  /// Returns what there is to say of it, the certificate with all its proofs, and the facts behind
  /// both, among them the permutation to round to. Throws if an entry is not finite. A learned
  /// matrix is frozen when `mayFreeze`, a theorem justifies its rounding, and it is within
  /// `freezingDistance` of its permutation.
  package static func certify(
    _ matrix: LearnedMatrix, mayFreeze: Bool
  ) throws(CertificationError) -> (
    shuffle: ShuffleCertificate, full: Certificate, facts: MatrixFacts
  ) {
    guard
      let exact = RationalMatrix(exactly: matrix.entries, rows: matrix.size, columns: matrix.size)
    else { throw .notFinite(shuffle: matrix.name) }
    let facts = MatrixFacts(exact)
    let (certificate, judgement) = Certifier.certifyWithJudgement(facts)
    let shuffle = ShuffleCertificate(
      name: matrix.name, certificate, judgement, mayFreeze: mayFreeze)
    return (shuffle, certificate, facts)
  }

  private init(
    name: String, _ certificate: Certificate, _ judgement: RoundingJudgement, mayFreeze: Bool
  ) {
    self.name = name
    n = certificate.n
    hypotheses = certificate.hypotheses
    penalty = certificate.penalty
    distance = certificate.distance.l1
    argmaxIsPermutation = certificate.rounding.argmaxIsPermutation
    uniqueNearest = certificate.rounding.uniqueNearest
    claim = judgement.theorem
    explanation = judgement.explanation
    claims = Dictionary(uniqueKeysWithValues: certificate.claims.map { ($0.id, $0.verdict) })
    var objection: String?
    do {
      try CertificateChecker.check(certificate)
    } catch {
      objection = error.explanation
    }
    self.objection = objection
    verdict = objection == nil ? certificate.verdict : .refuted
    frozen =
      mayFreeze && claim != nil && verdict == .holds
      && judgement.distance <= Self.freezingDistance
  }

  /// The l1 distance to its permutation below which a certified matrix is replaced by it.
  ///
  /// A choice, not a theorem: the outputs of such a shuffle change by at most 1 % of one channel's
  /// largest value in total, while most matrices reach distance 0 exactly (T9e).
  static var freezingDistance: Rational { Rational(1, 100) }
}

/// Why a matrix cannot be certified.
package enum CertificationError: Error, Equatable, Sendable {
  /// An entry is infinite or not a number.
  case notFinite(shuffle: String)
}

extension CertificationError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .notFinite(let shuffle):
      "The matrix of the shuffle \(shuffle) has an entry that is not finite: lower the learning "
        + "rates."
    }
  }
}
