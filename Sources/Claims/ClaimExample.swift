import Exact

/// A known instance of a claim and what it shows.
package struct ClaimExample: Sendable {
  /// What the claim says of an example.
  package enum Role: Equatable, Sendable {
    /// The two sides are equal: no constant can be improved.
    case equality
    /// The smaller side is at least this fraction of the larger one.
    case nearEquality(Rational)
    /// The hypothesis just fails: the claim does not apply, and would be false.
    case boundary
    /// The claim, a false one, fails.
    case counterexample
  }

  /// The example in words, such as `half block`.
  package let name: String
  /// What it shows.
  package let role: Role
  /// The instance.
  package let instance: ClaimInstance

  /// Creates an example.
  package init(_ name: String, _ role: Role, _ instance: ClaimInstance) {
    self.name = name
    self.role = role
    self.instance = instance
  }

  /// Creates an example that is one matrix, given by its rows.
  package init(_ name: String, _ role: Role, _ rows: [[Rational]]) {
    self.init(name, role, ClaimInstance(matrices: [RationalMatrix(rows)]))
  }
}
