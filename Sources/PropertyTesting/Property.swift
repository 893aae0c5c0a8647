import RandomStreams

/// A statement about random values, with the way to draw one and to decide one.
package struct Property<Value>: Sendable {
  /// The name in reports and replay tokens.
  package let name: String
  /// Draws a value; the same choices must give the same value, and all choices 0 the simplest one.
  package let generate: @Sendable (inout RecordedChoices) -> Value
  /// Decides the statement for one value.
  package let check: @Sendable (Value) -> CaseOutcome

  /// The property called `name`.
  package init(
    _ name: String, generate: @escaping @Sendable (inout RecordedChoices) -> Value,
    check: @escaping @Sendable (Value) -> CaseOutcome
  ) {
    self.name = name
    self.generate = generate
    self.check = check
  }
}

/// What a property says of one value.
package enum CaseOutcome: Equatable, Sendable {
  /// The statement is true of the value.
  case holds
  /// The value does not meet the hypotheses, so the statement says nothing.
  case vacuous
  /// The statement is false of the value, with the reason in words.
  case refuted(String)
  /// The statement could not be decided, with the reason in words.
  case undecided(String)
}
