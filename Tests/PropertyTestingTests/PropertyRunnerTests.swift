import PropertyTesting
import RandomStreams
import Testing

@Suite struct PropertyRunnerTests {
  private func property(
    _ check: @escaping @Sendable (UInt64) -> CaseOutcome
  ) -> Property<UInt64> {
    Property("p", generate: { $0.choose(upTo: 999) }, check: check)
  }

  private func reason(_ report: PropertyReport<UInt64>) -> String? {
    if case .undecided(let reason) = report.verdict { return reason }
    return nil
  }

  @Test func aCompleteRunHolds() {
    let report = PropertyRunner.run(
      property { $0 % 2 == 0 ? .holds : .vacuous }, seed: 1, budget: PropertyBudget(cases: 200))
    guard case .holds = report.verdict else {
      Issue.record("\(report.verdict)")
      return
    }
    #expect(report.cases == 200)
    #expect(report.informativeCases + report.vacuousCases == 200)
    #expect(report.informativeCases > 50)
    #expect(report.vacuousCases > 50)
  }

  @Test func theFirstCaseIsTheSimplest() {
    let report = PropertyRunner.run(
      property { $0 == 0 ? .refuted("zero") : .holds }, seed: 1, budget: PropertyBudget(cases: 1))
    guard case .refuted(let counterexample) = report.verdict else {
      Issue.record("\(report.verdict)")
      return
    }
    #expect(counterexample.casesBefore == 0)
    #expect(counterexample.value == 0)
  }

  @Test func tooFewInformativeCasesAreUndecided() {
    let check: @Sendable (UInt64) -> CaseOutcome = { $0 == 0 ? .holds : .vacuous }
    let budget = PropertyBudget(cases: 20, informativeFloor: 10)
    let report = PropertyRunner.run(property(check), seed: 1, budget: budget)
    #expect(report.informativeCases < 10)
    #expect(reason(report)?.contains("fewer than the 10 needed") == true)
    // By default one case must say something.
    let vacuous = PropertyRunner.run(
      property { _ in .vacuous }, seed: 1, budget: PropertyBudget(cases: 20))
    #expect(reason(vacuous) == "0 informative cases of 20, fewer than the 1 needed")
    let none = PropertyRunner.run(
      property { _ in .holds }, seed: 1, budget: PropertyBudget(cases: 0))
    #expect(reason(none) != nil)
  }

  @Test func anUndecidedCaseLeavesTheRunUndecided() {
    let report = PropertyRunner.run(
      property { $0 > 500 ? .undecided("too large") : .holds }, seed: 1,
      budget: PropertyBudget(cases: 50))
    #expect(reason(report)?.hasSuffix(": too large") == true)
    #expect(report.cases == 50)
    #expect(report.informativeCases < 50)
    // A later refutation is stronger.
    let refuted = PropertyRunner.run(
      property { $0 > 900 ? .refuted("x") : .undecided("y") }, seed: 1,
      budget: PropertyBudget(cases: 500))
    guard case .refuted = refuted.verdict else {
      Issue.record("\(refuted.verdict)")
      return
    }
  }

  @Test func aRunCutShortIsUndecided() {
    // A clock that moves by one second a look.
    var now = 0.0
    let clock: () -> Double = {
      now += 1
      return now
    }
    let report = PropertyRunner.run(
      property { _ in .holds }, seed: 1, budget: PropertyBudget(cases: 100, seconds: 5),
      clock: clock)
    #expect(report.cases == 4)
    #expect(reason(report) == "the time was up after 4 of 100 cases")
  }

  @Test func aRunByTimeAloneNeedsItsFloor() {
    func run(floor: Int) -> PropertyReport<UInt64> {
      var now = 0.0
      return PropertyRunner.run(
        property { _ in .holds }, seed: 1,
        budget: PropertyBudget(seconds: 5, informativeFloor: floor),
        clock: {
          now += 1
          return now
        })
    }
    guard case .holds = run(floor: 4).verdict else {
      Issue.record("four cases fit")
      return
    }
    #expect(reason(run(floor: 5)) != nil)
  }

  @Test func aRunIsAFunctionOfItsSeed() {
    func values(seed: UInt64, name: String) -> [UInt64] {
      let seen = Seen()
      let property = Property<UInt64>(name, generate: { $0.choose(upTo: .max) }) {
        seen.values.append($0)
        return .holds
      }
      _ = PropertyRunner.run(property, seed: seed, budget: PropertyBudget(cases: 20))
      return seen.values
    }
    #expect(values(seed: 7, name: "a") == values(seed: 7, name: "a"))
    #expect(values(seed: 7, name: "a") != values(seed: 8, name: "a"))
    #expect(values(seed: 7, name: "a") != values(seed: 7, name: "b"))
    #expect(Set(values(seed: 7, name: "a")).count == 20)
  }

  /// Collects values within one thread.
  private final class Seen: @unchecked Sendable {
    var values: [UInt64] = []
  }

  @Test func shrinkingIsAFunctionOfItsSeed() {
    func token(seed: UInt64) -> String? {
      let property = Property<[UInt64]>(
        "sum", generate: { c in (0..<10).map { _ in c.choose(upTo: 99) } },
        check: { $0.reduce(0, +) % 7 == 3 && $0[3] > $0[5] ? .refuted("") : .holds })
      let report = PropertyRunner.run(property, seed: seed, budget: PropertyBudget(cases: 500))
      guard case .refuted(let counterexample) = report.verdict else { return nil }
      return counterexample.token.text
    }
    #expect(token(seed: 3) != nil)
    #expect(token(seed: 3) == token(seed: 3))
  }

  @Test func everyCaseIsAnnounced() {
    var seen: [Int] = []
    _ = PropertyRunner.run(
      property { _ in .holds }, seed: 1, budget: PropertyBudget(cases: 4),
      onCase: { seen.append($0) })
    #expect(seen == [0, 1, 2, 3])
  }
}
