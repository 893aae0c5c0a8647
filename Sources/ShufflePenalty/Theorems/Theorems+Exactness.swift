import Claims
import Exact

/// T1: where the penalty is zero.
extension Theorems {
  static let exactness: [Claim] = [t1a, t1b]

  /// T1a.
  package static let t1a = Claim(
    "T1a", assuming: "M real",
    "P(M) = 0 iff every row and every column has at most one nonzero entry",
    comparing: "P(M) against 0", .provedInProofs(["T1a_penalty_zero_iff_lines"]),
    examples: [
      ClaimExample(
        "a scaled partial permutation", .equality, [[0, -3, 0], [0, 0, 0], [1, 0, 0]])
    ],
    tests: ["ClaimTests.theoremsHoldOnSmallMatrices"],
    on: .matrix(.real) { facts in
      let isZero = facts.penalty.sign() == 0
      return .asserts(
        isZero == hasAtMostOneEntryALine(facts.matrix),
        isZero
          ? "P = 0 with two nonzero entries in a line"
          : "P > 0 with at most one nonzero entry in each line",
        facts.penalty, 0)
    })

  /// T1b.
  static let t1b = Claim(
    "T1b", assuming: "M doubly stochastic", "P(M) = 0 iff M is a permutation matrix",
    comparing: "P(M) against 0", .provedInProofs(["T1b_penalty_zero_iff_permutation"]),
    examples: [ClaimExample("a transposition", .equality, [[0, 1], [1, 0]])],
    tests: ["ClaimTests.theoremsHoldOnSmallMatrices"],
    on: .matrix(.doublyStochastic) { facts in
      let isZero = facts.penalty.sign() == 0
      return .asserts(
        isZero == (facts.distance.sign == 0),
        isZero ? "P = 0 away from every permutation" : "P > 0 at a permutation", facts.penalty, 0)
    })

  private static func hasAtMostOneEntryALine(_ matrix: RationalMatrix) -> Bool {
    var columnUsed = [Bool](repeating: false, count: matrix.columnCount)
    for i in 0..<matrix.rowCount {
      var rowUsed = false
      for j in 0..<matrix.columnCount where matrix.sign(i, j) != 0 {
        if rowUsed || columnUsed[j] { return false }
        rowUsed = true
        columnUsed[j] = true
      }
    }
    return true
  }
}
