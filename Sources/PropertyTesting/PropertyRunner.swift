import RandomStreams

/// Runs properties on random cases.
package enum PropertyRunner {
  /// Draws and decides cases until one refutes the property or the budget is spent, and shrinks the
  /// one that does.
  ///
  /// Case k depends on the seed, the name of the property and k only. Case 0 is the simplest value,
  /// with all choices 0. A run that the time cut short, with an undecided case, or with fewer
  /// informative cases than the budget's floor is undecided.
  ///
  /// - Parameters:
  ///   - property: What is tested.
  ///   - seed: The root of the random streams.
  ///   - budget: When to stop.
  ///   - clock: The time in seconds since any fixed moment.
  ///   - onCase: Called before each case with its number.
  /// - Returns: The verdict and the case counts.
  package static func run<Value>(
    _ property: Property<Value>, seed: UInt64, budget: PropertyBudget,
    clock: () -> Double = monotonicSeconds, onCase: (Int) -> Void = { _ in }
  ) -> PropertyReport<Value> {
    let start = clock()
    var cases = 0
    var vacuous = 0
    var informative = 0
    var obstacle: String?
    func report(_ verdict: PropertyVerdict<Value>) -> PropertyReport<Value> {
      PropertyReport(
        property: property.name, seed: seed, cases: cases, informativeCases: informative,
        vacuousCases: vacuous, verdict: verdict)
    }
    while budget.cases.map({ cases < $0 }) ?? true {
      if let seconds = budget.seconds, clock() - start >= seconds {
        if let planned = budget.cases {
          obstacle = "the time was up after \(cases) of \(planned) cases"
        }
        break
      }
      onCase(cases)
      var choices =
        cases == 0
        ? RecordedChoices(replaying: [])
        : RecordedChoices(
          drawingFrom: RandomStream(root: seed, name: "\(property.name)/\(cases)"))
      let value = property.generate(&choices)
      let outcome = property.check(value)
      cases += 1
      switch outcome {
      case .holds:
        informative += 1
      case .vacuous:
        vacuous += 1
      case .undecided(let reason):
        obstacle = obstacle ?? "case \(cases - 1): \(reason)"
      case .refuted(let reason):
        informative += 1
        var shrinker = Shrinker(
          property, choices: choices.values, value: value, reason: reason,
          limit: budget.shrinkLimit)
        shrinker.run()
        return report(
          .refuted(
            Counterexample(
              value: shrinker.value, reason: shrinker.reason,
              token: ReplayToken(property: property.name, choices: shrinker.choices),
              casesBefore: cases - 1, shrinkCases: shrinker.tried)))
      }
    }
    if let obstacle { return report(.undecided(obstacle)) }
    guard informative >= budget.informativeFloor else {
      return report(
        .undecided(
          "\(informative) informative cases of \(cases), fewer than the "
            + "\(budget.informativeFloor) needed"))
    }
    return report(.holds)
  }

  /// Generates and decides exactly the case of `token`.
  ///
  /// - Throws: `otherProperty` when the token belongs to another property, `stale` when the
  ///   generator no longer makes the token's choices, so that it would be another case.
  package static func replay<Value>(
    _ property: Property<Value>, _ token: ReplayToken
  ) throws(ReplayTokenError) -> (value: Value, outcome: CaseOutcome) {
    guard token.property == property.name else {
      throw .otherProperty(expected: property.name, found: token.property)
    }
    var choices = RecordedChoices(replaying: token.choices)
    let value = property.generate(&choices)
    guard choices.values == token.choices else { throw .stale(property: property.name) }
    return (value, property.check(value))
  }

  /// The seconds of the monotonic clock since the process started to use it.
  package static func monotonicSeconds() -> Double {
    (ContinuousClock.now - origin) / .seconds(1)
  }

  private static let origin = ContinuousClock.now
}
