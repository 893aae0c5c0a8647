/// How much work a run may do, and how much it must have done to say that a property holds.
package struct PropertyBudget: Equatable, Sendable {
  /// The number of cases of a complete run, or nil to go on until the time is up.
  package var cases: Int?
  /// The time after which no further case is started, or nil for as long as it takes.
  package var seconds: Double?
  /// The least number of informative cases (neither vacuous nor undecided).
  package var informativeFloor: Int
  /// The largest number of cases tried to shrink a counterexample.
  package var shrinkLimit: Int

  /// A budget; at least one of `cases` and `seconds` must be given.
  package init(
    cases: Int? = nil, seconds: Double? = nil, informativeFloor: Int = 1, shrinkLimit: Int = 20_000
  ) {
    precondition(cases != nil || seconds != nil, "a budget needs a number of cases or a time")
    self.cases = cases
    self.seconds = seconds
    self.informativeFloor = informativeFloor
    self.shrinkLimit = shrinkLimit
  }
}
