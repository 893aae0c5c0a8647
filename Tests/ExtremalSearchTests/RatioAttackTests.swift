import Birkhoff
import Exact
import Foundation
import ShufflePenalty
import Testing

@testable import ExtremalSearch

/// The attack on P / d1, against the vertices of small orders and against theta graphs.
@Suite struct RatioAttackTests {
  private func finding(order: Int, starts: Int, seed: UInt64 = 1) throws -> RatioFinding {
    let report = RatioAttack.run(AttackPlan(orders: order...order, starts: starts, seed: seed))
    #expect(report.verdict == .holds)
    return try #require(report.ratio?.first)
  }

  /// Exactly the least vertex of the enumeration at orders 3 and 4, the theta graph at 5 and 6.
  @Test(arguments: [(3, "0.598612181134"), (4, "0.593290876655"), (5, "0.591172280914"), (6, "")])
  func theLeastStrictRatioIsFound(order: Int, decimal: String) throws {
    let finding = try finding(order: order, starts: 40)
    #expect(finding.descents == 40)
    #expect(finding.endedAtHalfMatrices > 0 && finding.endedAtHalfMatrices < 40)
    #expect(finding.counterexample == nil)
    for extremal in [finding.smallest, finding.smallestConnected] {
      let extremal = try #require(extremal)
      if !decimal.isEmpty { #expect(extremal.lower == decimal) }
      let matrix = try ExactMatrices.matrix(extremal.rows)
      #expect(!ExactBounds.isHalfMatrix(matrix))
      #expect(extremal.connected)
      let ratio = try ExactMatrices.ratio(matrix)
      #expect(ratio == (try ExactMatrices.ratio(Theta.best(order: order))))
      #expect(ratio > RadicalSum.sharpConstant)
      let (lower, upper) = (
        try Rational(parsing: extremal.lower), try Rational(parsing: extremal.upper)
      )
      #expect(RadicalSum(lower) <= ratio && ratio <= RadicalSum(upper))
    }
  }

  /// The starts that are left are not even counted.
  @Test(.timeLimit(.minutes(1))) func aSpentBudgetEndsTheSearch() throws {
    let plan = AttackPlan(orders: 3...4, starts: .max, budget: 0.01)
    #expect(RatioAttack.run(plan).verdict == .undecided)
    #expect(KappaAttack.run(plan).verdict == .undecided)
  }

  /// Order 2 has no strict vertex: all descents end at the half matrix or the identity.
  @Test func orderTwoHasNothingStrict() throws {
    let finding = try finding(order: 2, starts: 10)
    #expect(finding.smallest == nil && finding.smallestConnected == nil)
  }

  @Test func theSameSeedGivesTheSameReport() throws {
    func text(_ seed: UInt64) throws -> Data {
      try JSONEncoder().encode(finding(order: 4, starts: 6, seed: seed).smallest?.rows)
    }
    #expect(try text(1) == text(1))
    #expect(try Set((1...4).map { try text($0) }).count > 1)
  }

  @Test func noTimeIsUndecided() {
    let plan = AttackPlan(orders: 3...4, starts: 5, budget: -1)
    #expect(RatioAttack.run(plan).verdict == .undecided)
    #expect(KappaAttack.run(plan).verdict == .undecided)
  }

  /// Against a constant that is too large the attack finds the exact counterexample.
  @Test func aCounterexampleRefutes() throws {
    let claimed = RadicalSum(Rational(599, 1000))
    let report = RatioAttack.run(AttackPlan(orders: 3...3, starts: 20), against: claimed)
    #expect(report.verdict == .refuted)
    let witness = try #require(report.ratio?.first?.counterexample)
    #expect(try ExactMatrices.ratio(ExactMatrices.matrix(witness.rows)) < claimed)
  }

  /// Half matrices are left out however they come, and everything else becomes exact.
  @Test func recordsAreExact() throws {
    let third = 1.0 / 3
    func record(_ values: [Double]) -> RatioAttack.Record? {
      RatioAttack.record(.init(values: values, value: 0), order: 3)
    }
    #expect(record([0.5, 0.5, 0, 0.5 + 1e-11, 0.5, 0, 0, 0, 1]) == nil)
    #expect(record([1, 0, 0, 0, 1, 0, 0, 0, 1]) == nil)
    let uniform = try #require(record([Double](repeating: third, count: 9)))
    #expect(uniform.distance == 4)
    #expect(uniform.matrix == RationalMatrix(rows: 3, columns: 3) { _, _ in Rational(1, 3) })
    // P = 6 - 6/sqrt 3, over d1 = 4.
    #expect(
      uniform.ratio == RadicalSum(Rational(3, 2)) - .root(Rational(1, 3), times: Rational(3, 2)))
  }

  /// Direct sums: their ratio is a mean of those of the blocks.
  @Test func connectionIsSeen() throws {
    let half = Rational(1, 2)
    #expect(ExactBounds.isConnected(RationalMatrix([[half, half], [half, half]])))
    let sum = RationalMatrix([[half, 0, half], [0, 1, 0], [half, 0, half]])
    #expect(!ExactBounds.isConnected(sum))
    for n in 3...8 { #expect(ExactBounds.isConnected(try Theta.best(order: n))) }
  }

  /// Theta matrices are vertices, and come within 1e-3 of 2 - sqrt 2 at order 12.
  @Test func thetaMatricesApproachTheSharpConstant() throws {
    for n in 3...4 {
      let matrix = try Theta.best(order: n)
      let cell = MatrixCell(.doublyStochastic, order: n)
      let facts = MatrixFacts(matrix)
      // Relabelled so that a best assignment is the identity.
      let relabelled = RationalMatrix(rows: n, columns: n) {
        matrix[$0, facts.assignment.permutation[$1]]
      }
      let vertices = DoubleDescription.vertices(of: cell.polytope).map(cell.matrix)
      #expect(vertices.contains(relabelled))
    }
    let ratios = try (3...12).map { try ExactMatrices.ratio(Theta.best(order: $0)) }
    for (a, b) in zip(ratios, ratios.dropFirst()) { #expect(b < a) }
    let last = try #require(ratios.last)
    #expect(last > RadicalSum.sharpConstant)
    #expect(last < RadicalSum.sharpConstant + RadicalSum(Rational(1, 1000)))
    // No other theta graph is below: all triples of paths, at most one of them a single entry.
    for n in 3...9 {
      let best = try ExactMatrices.ratio(Theta.best(order: n))
      for a in 1..<n {
        for b in 1...a where a + b < n && n - 1 - a - b <= b {
          if let matrix = Theta.matrix([a, b, n - 1 - a - b]) {
            #expect(try ExactMatrices.ratio(matrix) >= best)
          }
        }
      }
    }
  }
}
