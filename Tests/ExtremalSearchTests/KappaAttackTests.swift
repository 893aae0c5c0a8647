import Exact
import RandomStreams
import Testing

@testable import ExtremalSearch

@Suite struct KappaAttackTests {
  /// (5 sqrt 2 - 7) / 2 = 0.0355...
  private let known = RadicalSum.root(2, times: Rational(5, 2)) - RadicalSum(Rational(7, 2))

  @Test func demandsOfKnownMatrices() throws {
    let half = Rational(1, 2)
    let matrix = RationalMatrix([[0, 0, 1], [half, half, 0], [0, 0, 1]])
    #expect(KappaBound.rowsAndColumns.demand(matrix) == known)
    // d1 = 3, Prow = 1 - 1/sqrt 2: (3 - (2 + sqrt 2)(1 - 1/sqrt 2)) / 2 = (3 - 1) / 2.
    #expect(KappaBound.rowsAlone.demand(matrix) == 1)
    #expect(KappaBound.rowsAlone.demand(RationalMatrix([[1, 0], [1, 0]])) == 1)
    // 2 - 4 (2 - sqrt 2) over 2.
    #expect(
      KappaBound.rowsAndColumns.demand(RationalMatrix([[1, 0], [1, 0]]))
        == RadicalSum.root(2, times: 2) - 3)
    #expect(KappaBound.rowsAlone.demand(RationalMatrix([[half, half], [half, half]])) == nil)
    #expect(KappaBound.rowsAndColumns.provedCoefficient == 1)
    #expect(KappaBound.rowsAlone.provedCoefficient == 1)
  }

  /// The known lower bounds are found, exactly, and nothing beyond what is proved.
  @Test(arguments: [3, 4])
  func theKnownDemandsAreFound(order: Int) throws {
    let report = KappaAttack.run(AttackPlan(orders: order...order, starts: 40))
    #expect(report.verdict == .holds)
    let findings = try #require(report.kappa)
    #expect(findings.map(\.claim) == ["T5b", "T5e"])
    for (finding, expected) in zip(findings, [known, 1]) {
      #expect(finding.descents == 40 && !finding.refutes)
      let largest = try #require(finding.largest)
      let bound = try #require(KappaBound(rawValue: finding.claim))
      let matrix = try ExactMatrices.matrix(largest.rows)
      #expect(bound.demand(matrix) == expected)
      #expect(ExactBounds.kappa(matrix).description == finding.kappa)
      #expect(RadicalSum(try Rational(parsing: largest.lower)) <= expected)
      #expect(expected <= RadicalSum(try Rational(parsing: largest.upper)))
    }
  }

  /// Against coefficients that are too small both bounds are refuted, against 1 and the proved ones
  /// neither.
  @Test func aDemandBeyondTheClaimRefutes() {
    let plan = AttackPlan(orders: 3...3, starts: 20)
    func refuted(_ coefficient: RadicalSum) -> [Bool] {
      KappaAttack.run(plan, against: { _ in coefficient }).kappa?.map(\.refutes) ?? []
    }
    #expect(refuted(RadicalSum(Rational(355, 10_000))) == [true, true])
    #expect(refuted(known) == [false, true])
    #expect(refuted(1) == [false, false])
    #expect(KappaAttack.run(plan, against: { _ in 0 }).verdict == .refuted)
  }
}
