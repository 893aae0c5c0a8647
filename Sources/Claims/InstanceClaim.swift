import Exact

/// A claim about a fixed instance, or about all of a finite set, decided once and end to end.
package struct InstanceClaim: Sendable {
  /// The outcome, one element of the JSON of `autoshuffle verify`.
  package struct Result: Codable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// The statement.
    package var statement: String
    /// `holds`, `refuted` or `undecided`.
    package var verdict: VerdictWord
    /// Why it does not hold.
    package var reason: String?
    /// The exact facts, one line each.
    package var facts: [String]
  }

  /// The identifier.
  package let id: String
  /// The statement in words.
  package let statement: String
  /// The tests about it, as `Suite.test`.
  package let tests: [String]
  private let decision: @Sendable () -> (verdict: Verdict, facts: [String])

  /// Creates a claim; the decision comes with the exact facts it rests on, one line each.
  package init(
    id: String, statement: String, tests: [String],
    decision: @escaping @Sendable () -> (verdict: Verdict, facts: [String])
  ) {
    self.id = id
    self.statement = statement
    self.tests = tests
    self.decision = decision
  }

  /// Decides the claim.
  package func decide() -> Result {
    let (verdict, facts) = decision()
    let reason: String? =
      switch verdict {
      case .holds: nil
      case .refuted(let why), .undecided(let why): why
      }
    return Result(
      id: id, statement: statement, verdict: VerdictWord(verdict), reason: reason, facts: facts)
  }

  /// The outcome when the claim is not looked at, for the reason given.
  package func undecided(_ reason: String) -> Result {
    Result(id: id, statement: statement, verdict: .undecided, reason: reason, facts: [])
  }
}
