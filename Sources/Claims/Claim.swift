/// A statement about instances of a class, decided instance by instance, without rounding.
package struct Claim: Sendable {
  /// The identifier used on the command line and in certificates, such as `T2-lower`.
  package let id: String
  /// What is assumed of the instance, such as `M doubly stochastic`.
  package let hypotheses: String
  /// What is asserted of it.
  package let statement: String
  /// The two exact quantities that are compared, such as `P(M) against d1(M)`.
  package let quantities: String
  /// What is known of the claim's truth.
  package let status: ClaimStatus
  /// Known instances, tried before any others: where the claim is sharp, or fails.
  package let examples: [ClaimExample]
  /// The tests of this package that are about this claim, as `Suite.test`.
  package let tests: [String]
  /// The kind of instance with the decision procedure.
  package let subject: ClaimSubject

  /// Creates a claim.
  package init(
    _ id: String, assuming hypotheses: String, _ statement: String, comparing quantities: String,
    _ status: ClaimStatus, examples: [ClaimExample] = [], tests: [String] = [],
    on subject: ClaimSubject
  ) {
    self.id = id
    self.hypotheses = hypotheses
    self.statement = statement
    self.quantities = quantities
    self.status = status
    self.examples = examples
    self.tests = tests
    self.subject = subject
  }

  /// Whether the statement is known to be false, so that the bench must refute it.
  package var isFalse: Bool { status.isFalse }
}

/// What is known of a claim's truth.
package enum ClaimStatus: Equatable, Sendable {
  /// Proved in Proofs/, under these names of its main statements.
  case provedInProofs([String])
  /// Proved on paper only.
  case provedOnPaper
  /// Not known; no counterexample has been found.
  case open
  /// Known to be false, for the reason given: a theorem with a hypothesis or constant changed, a
  /// belief of practice, or the fault of a published program.
  case isFalse(String)

  /// Whether the claim is known to be false.
  package var isFalse: Bool {
    if case .isFalse = self { return true }
    return false
  }

  /// The lemmas of Proofs/ that prove the claim.
  package var lemmas: [String] {
    if case .provedInProofs(let lemmas) = self { return lemmas }
    return []
  }
}
