import Birkhoff
import Exact
import Testing
import Verification

@Suite struct RoundingJudgementTests {
  private func matrix(_ rows: [[String]]) throws -> RationalMatrix {
    RationalMatrix(try rows.map { try $0.map { try Rational(parsing: $0) } })
  }

  @Test func aNearPermutationIsRoundedByT4() throws {
    let judgement = RoundingJudgement(
      try matrix([["0.01", "0.99", "0"], ["0", "0", "1"], ["0.99", "0.01", "0"]]))
    #expect(judgement.theorem == "T4")
    #expect(judgement.permutation.images == [1, 2, 0])
    #expect(judgement.explanation == "by T4 the row argmax is the only optimal assignment")
  }

  /// Float32 rows that sum to 1 only up to rounding: T4 does not apply, T5d does.
  @Test func inexactRowsAreRoundedByT5d() throws {
    let third: Float = 1 / 30
    let entries: [Float] = [1 - 2 * third, third, third, third, third, 1 - 2 * third]
    let last: [Float] = [third, 1 - 2 * third, third]
    let exact = try #require(RationalMatrix(exactly: entries + last, rows: 3, columns: 3))
    #expect(exact.rowSums() != [1, 1, 1])
    let judgement = RoundingJudgement(exact)
    #expect(judgement.theorem == "T5d")
    #expect(judgement.permutation.images == [0, 2, 1])
  }

  /// Prow of a half block is 2 - sqrt 2, exactly the threshold, which T4 needs to be missed.
  @Test func theThresholdItselfIsNotBelowIt() throws {
    let judgement = RoundingJudgement(try matrix([["1/2", "1/2"], ["1/2", "1/2"]]))
    #expect(judgement.theorem == nil)
    let nearer = RoundingJudgement(
      try matrix([["501/1000", "499/1000"], ["499/1000", "501/1000"]]))
    #expect(nearer.theorem == "T4")
  }

  /// Each reason is given for a matrix that has only that one.
  @Test func eachReasonIsNamed() throws {
    let cases: [([[String]], String)] = [
      ([["1", "-1/7"], ["0", "1"]], "no theorem applies: entry (0, 1) is negative"),
      (
        [["0.6", "0.4"], ["0.6", "0.4"]],
        "no theorem applies: two rows have their largest entry in one column"
      ),
      (
        [["1/2", "1/2"], ["0.4", "0.6"]],
        "no theorem applies: the largest entry of row 0 is not unique"
      ),
      (
        [["0.4", "0.3", "0.3"], ["0.3", "0.4", "0.3"], ["0.3", "0.3", "0.4"]],
        "no theorem applies: N - sum |r_i|_2 / s_i is not below (2 - sqrt 2)(1 - delta), as T5d asks"
      ),
    ]
    for (rows, reason) in cases {
      let judgement = RoundingJudgement(try matrix(rows))
      #expect(judgement.theorem == nil)
      #expect(judgement.explanation == reason)
    }
  }

  /// Without a theorem the permutation is still the nearest one, also when two rows collide.
  @Test func collidingRowsAreAssignedOptimally() throws {
    let judgement = RoundingJudgement(try matrix([["0.6", "0.4"], ["0.9", "0.1"]]))
    #expect(judgement.argmax.permutation == nil)
    #expect(judgement.permutation.images == [1, 0])
  }
}
