import Exact
import Matching

/// A claim about one fixed instance, decided once and end to end.
package struct InstanceClaim: Sendable {
  /// The outcome, one element of the JSON of `autoshuffle verify`.
  package struct Result: Codable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// The statement.
    package var statement: String
    /// `holds`, `refuted` or `undecided`.
    package var verdict: String
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
  private let decision: @Sendable () -> MatchingDecision

  /// Decides the claim.
  package func decide() -> Result {
    let decision = decision()
    let reason: String? =
      switch decision.verdict {
      case .holds: nil
      case .refuted(let why), .undecided(let why): why
      }
    return Result(
      id: id, statement: statement, verdict: Certifier.word(decision.verdict), reason: reason,
      facts: decision.summary)
  }

  /// All claims about fixed instances.
  package static let all: [InstanceClaim] = [
    InstanceClaim(
      id: "GM3b",
      statement:
        "graph matching GM3b: the minimiser over doubly stochastic matrices is unique and rounds to "
        + "the wrong permutation; with the penalty above the threshold of T8 the right one is best",
      tests: ["MatchingDecisionTests.gm3bEndToEnd"],
      decision: { MatchingInstance.decideGM3b() })
  ]
}
