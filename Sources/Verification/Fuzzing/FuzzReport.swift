import Certificates
import Exact

/// What a fuzz campaign found; its JSON is the output of `autoshuffle fuzz --json`.
package struct FuzzReport: Codable, Equatable, Sendable {
  /// One property.
  package struct PropertyResult: Codable, Equatable, Sendable {
    /// The name, the identifier of the claim.
    package var name: String
    /// The statement.
    package var statement: String
    /// Whether the claim is known to be false.
    package var isFalse: Bool
    /// `holds` on every case of a complete run, `refuted` by one, or `undecided`, as a claim known
    /// to be false is that no case refutes.
    package var verdict: VerdictWord
    /// Cases drawn.
    package var cases: Int
    /// Cases whose hypotheses held and which were decided.
    package var informative: Int
    /// Why the verdict is `undecided`.
    package var reason: String?
    /// The shrunk counterexample of a refuted property.
    package var counterexample: Counterexample?

    mutating func setUndecided(_ why: String) {
      verdict = .undecided
      reason = why
    }

    /// A claim known to be false does not hold because no case refutes it.
    mutating func setUndecidedIfFalse() {
      if isFalse { setUndecided("it is known to be false, but none of these cases refutes it") }
    }

    mutating func setRefuted(_ found: Counterexample) {
      verdict = .refuted
      counterexample = found
    }
  }

  /// A shrunk exact counterexample.
  package struct Counterexample: Codable, Equatable, Sendable {
    /// The matrices, numbers and lists of integers.
    package var instance: InstanceRecord
    /// What fails.
    package var failure: String
    /// The left side of the inequality that fails.
    package var lhs: Side?
    /// The right side.
    package var rhs: Side?
    /// The text that replays the case.
    package var replay: String
    /// Cases drawn before the one that was shrunk; 0 for a replay.
    package var casesBefore: Int
    /// Cases tried while shrinking; 0 for a replay.
    package var shrinkCases: Int
  }

  /// One side of an inequality.
  package struct Side: Codable, Equatable, Sendable {
    /// The exact value, such as `4 - 4 sqrt(1/2)`.
    var expression: String
    /// Two decimals around it.
    package var enclosure: Certificate.Enclosure
  }

  /// The name and version of this format.
  package var schema = "autoshuffle.fuzz/3"
  /// The root seed, nil for a replay.
  package var seed: UInt64?
  /// The properties, in the order asked for.
  package var properties: [PropertyResult]
  /// `refuted` when a property is, false ones included; else `undecided` when one is; else
  /// `holds`.
  package var verdict: VerdictWord

  init(seed: UInt64?, properties: [PropertyResult]) {
    self.seed = seed
    self.properties = properties
    verdict = VerdictWord(worstOf: properties.map(\.verdict))
  }
}

extension FuzzReport.Counterexample {
  /// The counterexample in lines for a person: what fails, the matrices, both sides, the token.
  package var lines: [String] {
    var result = [failure]
    result += instance.lines
    for (name, side) in [("left", lhs), ("right", rhs)] {
      guard let side else { continue }
      result.append("\(name) side = \(side.expression)")
      result.append("  in [\(side.enclosure.lower), \(side.enclosure.upper)]")
    }
    result.append("replay: \(replay)")
    return result
  }
}
