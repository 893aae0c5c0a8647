import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct NearlyStochasticClaimTests {
  private let half = Rational(1, 2)

  private func isRefuted(_ claim: Claim, _ rows: [[Rational]]) -> Bool {
    if case .refuted? = claim.decide(facts: MatrixFacts(RationalMatrix(rows))).verdict {
      return true
    }
    return false
  }

  @Test func boundsHoldOnSamples() {
    ClaimSampling.check(
      [
        Theorems.t5a, Theorems.t5aRows, Theorems.t5e, Theorems.t5eSharp, Theorems.t5d,
        Theorems.t5dHalves,
      ],
      tight: ["T5a", "T5a-rows", "T5e", "T5e-sharp"])
    ClaimSampling.check([Theorems.t5b, Theorems.t5bUniform, Theorems.t5c, Theorems.t5dEachRow])
  }

  /// Both sides by hand.
  @Test func theRepairIsNearest() {
    // A row and a column in excess: R = 1/2 + 1, N - S = -1/2.
    let apart = Theorems.t5a.decide(
      facts: MatrixFacts(RationalMatrix([[half, 1, 0], [0, 0, 1], [0, 0, 1]])))
    #expect(apart.lhs == RadicalSum(Rational(5, 2)))
    // In one entry: removed once, R = 1/2 and N - S = 1/2 against E_r + E_c = 1.
    let together = Theorems.t5a.decide(
      facts: MatrixFacts(RationalMatrix([[Rational(3, 2), 0], [0, 0]])))
    #expect(together.lhs == RadicalSum(Rational(3, 2)))
    #expect(together.rhs == RadicalSum(Rational(5, 2)))
    let collision = Theorems.t5aRows.decide(facts: MatrixFacts(RationalMatrix([[1, 0], [1, 0]])))
    #expect(collision.lhs == 2 && collision.rhs == 2)
  }

  /// d1 = 3 against 10 - 5 sqrt 2 = 2.93 without kappa, and 0.1 kappa is enough there.
  @Test func theKappaTermIsNeeded() {
    let rows: [[Rational]] = [[0, 0, 1], [half, half, 0], [0, 0, 1]]
    let facts = MatrixFacts(RationalMatrix(rows))
    let decision = Theorems.decideT5b(facts, coefficient: 0)
    #expect(decision.lhs == 3)
    #expect(decision.rhs == 10 - .root(2, times: 5))
    #expect(facts.defects.columnDeviation == 2)
    #expect(isRefuted(PlantedClaims.withoutKappa, rows))
    #expect(Theorems.decideT5b(facts, coefficient: Rational(1, 10)).verdict == .holds)
    // The coefficient at which the two sides meet is (5 sqrt 2 - 7)/2.
    let best: RadicalSum = .root(2, times: Rational(5, 2)) - RadicalSum(Rational(7, 2))
    #expect(10 - .root(2, times: 5) + facts.defects.columnDeviation * best == 3)
    #expect(isRefuted(PlantedClaims.smallKappa, [[1, 0], [1, 0]]))
    ClaimSampling.expectRefutation([PlantedClaims.withoutKappa, PlantedClaims.smallKappa])
  }

  /// delta is bounded through the smallest row sum: it is 1 for rows that become a permutation when
  /// they are divided, and 1/3 for rows of sums 3/4 and 1, whose divided columns sum to 1 alike.
  @Test func rowsOfAnySums() {
    func decide(_ rows: [[Rational]]) -> ClaimDecision {
      Theorems.t5d.decide(facts: MatrixFacts(RationalMatrix(rows)))
    }
    #expect(decide([[2, 0], [0, 1]]).verdict == nil)
    #expect(decide([[1, 0], [0, 1]]).verdict == .holds)
    let uneven = decide([[Rational(3, 4), 0], [0, 1]])
    #expect(uneven.verdict == .holds)
    #expect(uneven.rhs == Rational(2, 3) * RadicalSum.sharpConstant)
    // Any common factor of the entries leaves both sides as they are.
    let small = decide([[Rational(9, 10), Rational(1, 10)], [0, 1]])
    let large = decide([[900, 100], [0, 1000]])
    #expect(small.verdict == .holds && large.verdict == .holds)
    #expect(small.lhs == large.lhs && small.rhs == large.rhs)
  }

  @Test func entriesAboveOneBreakT5c() {
    let rows: [[Rational]] = [[Rational(3, 2), 0], [0, Rational(3, 2)]]
    let decision = Theorems.decideT5c(MatrixFacts(RationalMatrix(rows)))
    #expect(decision.lhs == 1)
    #expect(decision.rhs == 0)
    #expect(isRefuted(PlantedClaims.entriesAboveOne, rows))
    #expect(Theorems.t5c.decide(facts: MatrixFacts(RationalMatrix(rows))).verdict == nil)
    ClaimSampling.expectRefutation([PlantedClaims.entriesAboveOne])
  }

  /// Two rows (m, 1 - m) share their largest column for m = (1 + delta)/2.
  @Test func roundingNeedsDelta() {
    let m = Rational(5, 8)
    let rows = [[m, 1 - m], [m, 1 - m]]
    #expect(isRefuted(PlantedClaims.roundingWithSquaredDelta, rows))
    #expect(Theorems.t5d.decide(facts: MatrixFacts(RationalMatrix(rows))).verdict == nil)
    ClaimSampling.expectRefutation([
      PlantedClaims.roundingWithSquaredDelta, PlantedClaims.roundingBlindToColumns,
    ])
  }

  /// One half row, or two rows that share a column, just fail the hypothesis.
  @Test func thresholdsForEachRowAreSharp() {
    for rows: [[Rational]] in [Theorems.halfBlock, [[1, 0], [1, 0]]] {
      #expect(Theorems.t5dEachRow.decide(facts: MatrixFacts(RationalMatrix(rows))).verdict == nil)
    }
    let e = Rational.powerOfTwo(-20)
    let inside = RationalMatrix([[half + e, half - e], [half - e, half + e]])
    #expect(Theorems.t5dEachRow.decide(facts: MatrixFacts(inside)).verdict == .holds)
  }
}
