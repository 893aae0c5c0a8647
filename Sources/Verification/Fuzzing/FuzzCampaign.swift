import Claims
import Exact
import PropertyTesting

/// Looks for counterexamples of the claims, shrinks what it finds, and replays it.
package enum FuzzCampaign {
  /// How much is tried.
  package enum Budget: Equatable, Sendable {
    /// So many cases a property; at least a tenth must be informative.
    case cases(Int)
    /// So many seconds for all properties together, after which no case is started; a
    /// counterexample is still shrunk. At least 100 cases a property must be informative.
    case seconds(Double)
  }

  /// The names of the properties that run unless others are asked for: the theorems.
  package static let names = ClaimLedger.theorems.map(\.id)

  /// The names of the false claims, which run only when asked for.
  static let falseNames = ClaimLedger.falseClaims.map(\.id)

  /// Runs the properties called `names`, in that order.
  ///
  /// With a budget of cases the report is a function of the names and the seed.
  ///
  /// - Parameters:
  ///   - names: Names of properties, theorems or false claims.
  ///   - seed: The root seed.
  ///   - budget: How much is tried.
  ///   - clock: The time in seconds since any fixed moment.
  ///   - onCase: Called before each case with the property and the number of the case.
  /// - Returns: The result of every property.
  /// - Throws: `unknownProperty` before anything runs.
  package static func run(
    _ names: [String], seed: UInt64, budget: Budget,
    clock: () -> Double = PropertyRunner.monotonicSeconds,
    onCase: (_ property: String, _ number: Int) -> Void = { _, _ in }
  ) throws(FuzzError) -> FuzzReport {
    var claims: [Claim] = []
    for name in names { claims.append(try claim(name)) }
    return run(claims, seed: seed, budget: budget, clock: clock, onCase: onCase)
  }

  /// Runs the properties of `claims`, in that order.
  static func run(
    _ claims: [Claim], seed: UInt64, budget: Budget, clock: () -> Double,
    onCase: (_ property: String, _ number: Int) -> Void
  ) -> FuzzReport {
    let start = clock()
    var results: [FuzzReport.PropertyResult] = []
    for (k, claim) in claims.enumerated() {
      let report = PropertyRunner.run(
        claim.property, seed: seed,
        budget: share(of: budget, spent: clock() - start, properties: claims.count - k),
        clock: clock, onCase: { onCase(claim.id, $0) })
      results.append(result(claim, report))
    }
    return FuzzReport(seed: seed, properties: results)
  }

  /// Decides exactly the case of the replay token `text`.
  ///
  /// - Throws: what is wrong with the token.
  package static func replay(_ text: String) throws(FuzzError) -> FuzzReport {
    do throws(ReplayTokenError) {
      let token = try ReplayToken(parsing: text)
      guard let claim = ClaimLedger.executable.first(where: { $0.id == token.property }) else {
        throw .unknownProperty(token.property)
      }
      let (instance, outcome) = try PropertyRunner.replay(claim.property, token)
      var result = Self.result(claim, cases: 1, informative: 1)
      switch outcome {
      case .holds:
        result.setUndecidedIfFalse()
      case .vacuous:
        result.informative = 0
        result.setUndecided("the case does not meet the hypotheses")
      case .undecided(let reason):
        result.informative = 0
        result.setUndecided(reason)
      case .refuted(let reason):
        result.setRefuted(counterexample(claim, instance, reason, token))
      }
      return FuzzReport(seed: nil, properties: [result])
    } catch {
      throw .token(error)
    }
  }

  private static func claim(_ name: String) throws(FuzzError) -> Claim {
    guard let claim = ClaimLedger.executable.first(where: { $0.id == name }) else {
      throw .unknownProperty(name)
    }
    return claim
  }

  /// What is left of the time is shared equally by the properties that are left.
  private static func share(
    of budget: Budget, spent: Double, properties: Int
  ) -> PropertyBudget {
    switch budget {
    case .cases(let cases):
      return PropertyBudget(cases: cases, informativeFloor: max(1, cases / 10))
    case .seconds(let seconds):
      return PropertyBudget(
        seconds: max(0, seconds - spent) / Double(properties), informativeFloor: 100)
    }
  }

  private static func result(
    _ claim: Claim, _ report: PropertyReport<ClaimInstance>
  ) -> FuzzReport.PropertyResult {
    var result = result(claim, cases: report.cases, informative: report.informativeCases)
    switch report.verdict {
    case .holds:
      result.setUndecidedIfFalse()
    case .undecided(let reason):
      result.setUndecided(reason)
    case .refuted(let found):
      var shown = counterexample(claim, found.value, found.reason, found.token)
      shown.casesBefore = found.casesBefore
      shown.shrinkCases = found.shrinkCases
      result.setRefuted(shown)
    }
    return result
  }

  private static func result(
    _ claim: Claim, cases: Int, informative: Int
  ) -> FuzzReport.PropertyResult {
    FuzzReport.PropertyResult(
      name: claim.id, statement: claim.statement, isFalse: claim.isFalse, verdict: .holds,
      cases: cases, informative: informative)
  }

  private static func counterexample(
    _ claim: Claim, _ instance: ClaimInstance, _ reason: String, _ token: ReplayToken
  ) -> FuzzReport.Counterexample {
    let decision = claim.decide(instance)
    return FuzzReport.Counterexample(
      instance: InstanceRecord(instance, of: claim.subject), failure: reason,
      lhs: decision.lhs.map(side), rhs: decision.rhs.map(side),
      replay: token.text, casesBefore: 0, shrinkCases: 0)
  }

  private static func side(_ value: RadicalSum) -> FuzzReport.Side {
    FuzzReport.Side(expression: value.expression, enclosure: Certifier.enclosure(value))
  }
}
