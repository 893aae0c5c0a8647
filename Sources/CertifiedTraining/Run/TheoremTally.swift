import Exact

/// How often theorems held of what happened in a run, and where one of them did not.
package struct TheoremTally: Codable, Equatable, Sendable {
  /// How often each was decided and held, by its identifier.
  package private(set) var held: [String: Int] = [:]
  /// Where one failed; empty unless the theorem or this program is wrong.
  package private(set) var refuted: [String] = []
  /// Where one was not decided, or its hypotheses did not hold.
  package private(set) var undecided: [String] = []

  /// The tally of nothing.
  init() {}

  /// Counts what a theorem says of something; a verdict of nil means that it says nothing.
  mutating func record(_ claim: String, _ verdict: Verdict?, at place: String) {
    switch verdict {
    case .holds?: held[claim, default: 0] += 1
    case .refuted(let failure)?: refuted.append("\(claim), \(place): \(failure)")
    case .undecided(let reason)?: undecided.append("\(claim), \(place): \(reason)")
    case nil: undecided.append("\(claim), \(place): its hypotheses do not hold")
    }
  }

  /// Adds what another tally has counted.
  static func += (tally: inout TheoremTally, other: TheoremTally) {
    tally.held.merge(other.held, uniquingKeysWith: +)
    tally.refuted += other.refuted
    tally.undecided += other.undecided
  }
}
