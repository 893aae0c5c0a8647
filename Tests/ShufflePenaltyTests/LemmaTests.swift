import Birkhoff
import Claims
import Exact
import RandomStreams
import ShufflePenalty
import Testing

@Suite struct LemmaTests {
  /// Every theorem about one matrix or a pair, on all doubly stochastic matrices of orders 2 and 3
  /// with denominator up to 3 and on a few samples of its own class.
  @Test func lemmasHoldOnSmallMatrices() {
    var stream = RandomStream(seed: 4)
    for claim in Theorems.all {
      var decided = 0
      for k in 0..<40 {
        let instance = claim.subject.sample(order: 1 + k % 4, from: &stream)
        guard let verdict = claim.decide(instance).verdict else { continue }
        #expect(verdict == .holds, "\(claim.id)")
        decided += 1
      }
      #expect(decided > 0, "\(claim.id)")
    }
  }

  /// The lemmas notice when a number they rest on is wrong.
  @Test func wrongConstantsAreRefuted() {
    let facts = MatrixFacts(Rational(1, 2) * RationalMatrix([[1, 1], [1, 1]]))
    let tooLarge = RadicalSum(Rational(3, 5))
    let decision = ClaimDecision.tightest(
      (0..<2).map { i in
        .atMost(
          (facts.rowMagnitudes[i] - facts.rowMaxima[i]) * tooLarge, facts.rowGap(i), "row \(i)")
      })
    #expect(decision.verdict == .refuted("row 0"))
  }

  @Test func theTightestDecisionIsShown() {
    let loose = ClaimDecision.atMost(1, 2, "loose")
    let tight = ClaimDecision.atMost(9, 10, "tight")
    #expect(ClaimDecision.tightest([loose, tight, loose]).lhs == 9)
    #expect(
      ClaimDecision.tightest([tight, .atMost(3, 2, "fails"), tight]).verdict == .refuted("fails"))
    #expect(ClaimDecision.tightest([]).verdict == nil)
    #expect(ClaimDecision.below(1, 1, unless: true, "").verdict == .holds)
    #expect(
      ClaimDecision.below(1, 1, unless: false, "not strict").verdict == .refuted("not strict"))
    #expect(ClaimDecision.below(1, 2, unless: true, "not equal").verdict == .refuted("not equal"))
  }
}
