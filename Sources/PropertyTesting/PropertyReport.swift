/// What a run says of a property.
package struct PropertyReport<Value> {
  /// The name of the property.
  package let property: String
  /// The root seed; with the same seed and number of cases a run is the same.
  package let seed: UInt64
  /// The number of cases drawn.
  package let cases: Int
  /// How many of them met the hypotheses and were decided.
  package let informativeCases: Int
  /// How many of them did not meet the hypotheses.
  package let vacuousCases: Int
  /// The result.
  package let verdict: PropertyVerdict<Value>
}

/// The result of a run.
package enum PropertyVerdict<Value> {
  /// Every case of a complete run was decided, none refuted the property, and enough of them were
  /// informative.
  case holds
  /// A case refutes the property.
  case refuted(Counterexample<Value>)
  /// Neither; the reason in words.
  case undecided(String)
}

/// A case that refutes a property.
package struct Counterexample<Value> {
  /// The value, after shrinking.
  package let value: Value
  /// The reason given by the check of that value.
  package let reason: String
  /// The text that replays the case.
  package let token: ReplayToken
  /// The number of cases drawn before the one that was shrunk.
  package let casesBefore: Int
  /// The number of cases tried while shrinking.
  package let shrinkCases: Int
}
