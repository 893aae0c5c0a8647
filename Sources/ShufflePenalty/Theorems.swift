import Birkhoff
import Exact

/// The theorems of the bench as claims; THEORY names and Proofs/ lemmas go by the same identifiers.
package enum Theorems {
  /// The constant 2 - sqrt 2, sharp in L2, T2* and T4.
  package static var sharpConstant: RadicalSum { RadicalSum(2) - .root(2) }

  /// The theorems, in order.
  package static let all: [Claim] = [
    exactness, exactnessOnDoublyStochastic, upperBound, lowerBound, localSharpness, rounding,
    nearlyStochasticRounding,
    lipschitz,
  ]

  /// T1a.
  package static let exactness = Claim(
    id: "T1a",
    statement: "P(M) = 0 iff every row and every column has at most one nonzero entry",
    isPlanted: false,
    test: .realMatrix { facts in
      let isZero = facts.penalty.sign() == 0
      return .asserts(
        isZero == hasAtMostOneEntryALine(facts.matrix),
        isZero
          ? "P = 0 with two nonzero entries in a line"
          : "P > 0 with at most one nonzero entry in each line",
        facts.penalty, 0)
    })

  /// T1b.
  package static let exactnessOnDoublyStochastic = Claim(
    id: "T1b",
    statement: "for doubly stochastic M: P(M) = 0 iff M is a permutation matrix",
    isPlanted: false,
    test: .doublyStochasticMatrix { facts in
      let isZero = facts.penalty.sign() == 0
      return .asserts(
        isZero == (facts.distance.sign == 0),
        isZero ? "P = 0 away from every permutation" : "P > 0 at a permutation", facts.penalty, 0)
    })

  /// T2, upper bound.
  package static let upperBound = Claim(
    id: "T2-upper",
    statement: "for doubly stochastic M: P(M) <= d1(M), the l1 distance to the nearest permutation",
    isPlanted: false,
    test: .doublyStochasticMatrix { facts in
      .atMost(facts.penalty, RadicalSum(facts.distance), "P exceeds d1")
    })

  /// T2, lower bound with the rational constant 1/2, through Q.
  package static let lowerBound = Claim(
    id: "T2-lower",
    statement: "for doubly stochastic M: d1(M)/2 <= N - |M|_F^2 <= P(M)",
    isPlanted: false,
    test: .doublyStochasticMatrix { facts in
      let half = Rational(1, 2) * facts.distance
      let quadratic = facts.quadraticPenalty
      guard half <= quadratic else {
        return .atMost(RadicalSum(half), RadicalSum(quadratic), "N - |M|_F^2 is below d1/2")
      }
      return .atMost(RadicalSum(quadratic), facts.penalty, "P is below N - |M|_F^2")
    })

  /// T3.
  package static let localSharpness = Claim(
    id: "T3",
    statement:
      "for doubly stochastic M and e < 1 the largest 1 - M_i,pi(i) for the optimal assignment pi: "
      + "e <= d1/4, and (1 - e/(2(1 - e))) d1 <= P(M) < d1 unless d1 = 0",
    isPlanted: false,
    test: .doublyStochasticMatrix { facts in
      let off = facts.assignment.permutation.images.enumerated().map {
        1 - facts.matrix[$0.offset, $0.element]
      }
      guard let largest = off.max(), largest < 1 else { return .inapplicable }
      let lower = (1 - largest / (2 * (1 - largest))) * facts.distance
      guard 4 * largest <= facts.distance else {
        return .atMost(
          RadicalSum(4 * largest), RadicalSum(facts.distance), "4 e exceeds d1")
      }
      guard facts.distance.sign == 0 || facts.penalty < RadicalSum(facts.distance) else {
        return .asserts(
          false, "P is not below d1", facts.penalty, RadicalSum(facts.distance))
      }
      return .atMost(RadicalSum(lower), facts.penalty, "P is below its local bound")
    })

  /// T4 with the sharp threshold.
  package static let rounding = Claim(
    id: "T4",
    statement:
      "for doubly stochastic M with Prow(M) < 2 - sqrt 2 or Pcol(M) < 2 - sqrt 2: every row has a "
      + "largest entry > 1/2, they form a permutation, and it is the only nearest one",
    isPlanted: false,
    test: .doublyStochasticMatrix { facts in
      let smaller = min(facts.rowPenalty, facts.columnPenalty)
      return decideRounding(facts, smaller, below: sharpConstant)
    })

  /// T5d, for nonnegative matrices that are not exactly doubly stochastic, floats among them.
  ///
  /// Rows are divided by their sums s_i, which moves no argmax; the divided columns have sums at most
  /// (largest column sum) / (smallest s_i) = 1 + delta, which needs no rational with a common
  /// denominator of all s_i. Then Prow of the divided matrix is N - sum_i |r_i|_2 / s_i.
  package static let nearlyStochasticRounding = Claim(
    id: "T5d",
    statement:
      "for M >= 0 with rows divided by their sums, columns then summing to at most 1 + delta, and "
      + "Prow < (2 - sqrt 2)(1 - delta): the row maxima are unique, form a permutation, and it is "
      + "the only optimal assignment",
    isPlanted: false,
    test: .realMatrix { facts in
      guard facts.defects.isNonnegative, let smallest = facts.defects.rowSums.min(),
        let largest = facts.defects.columnSums.max(), smallest.sign > 0
      else { return .inapplicable }
      let delta = max(0, largest / smallest - 1)
      var rowPenalty = RadicalSum(Rational(facts.matrix.order))
      for (square, sum) in zip(facts.matrix.rowSums(of: .square), facts.defects.rowSums) {
        rowPenalty.addRoot(square, times: -1 / sum)
      }
      let threshold = (1 - delta) * sharpConstant
      guard delta < 1, rowPenalty < threshold else { return .inapplicable }
      return .asserts(
        facts.argmax.tiedRows.isEmpty && facts.argmax.permutation != nil,
        "the row argmax is tied or not a permutation", rowPenalty, threshold)
    })

  /// T6a.
  package static let lipschitz = Claim(
    id: "T6a",
    statement: "|P(A) - P(B)| <= 2 |A - B|_1 for all real A, B",
    isPlanted: false,
    test: .realPair { a, b in decideLipschitz(a, b, constant: 2) })

  /// Decides "quantity < threshold implies that rounding is safe".
  static func decideRounding(
    _ facts: MatrixFacts, _ quantity: RadicalSum, below threshold: RadicalSum
  ) -> ClaimDecision {
    guard quantity < threshold else { return .inapplicable }
    return .asserts(
      hasCertainRounding(facts), "the row argmax is not the unique nearest permutation", quantity,
      threshold)
  }

  /// Decides |P(A) - P(B)| <= constant |A - B|_1.
  static func decideLipschitz(
    _ a: RationalMatrix, _ b: RationalMatrix, constant: Rational
  ) -> ClaimDecision {
    let change = (Penalty.value(a) - Penalty.value(b)).magnitude
    return .atMost(
      change, RadicalSum(constant * a.l1Distance(to: b)),
      "P changes by more than the constant times the distance")
  }

  /// The conclusion of T4, decided directly: unique row maxima above 1/2 that form a permutation,
  /// which is the only optimal assignment.
  package static func hasCertainRounding(_ facts: MatrixFacts) -> Bool {
    guard let permutation = facts.argmax.permutation else { return false }
    return facts.argmax.tiedRows.isEmpty
      && permutation.images.enumerated().allSatisfy {
        facts.matrix[$0.offset, $0.element] > Rational(1, 2)
      }
      && facts.assignment.isUnique && facts.assignment.permutation == permutation
  }

  private static func hasAtMostOneEntryALine(_ matrix: RationalMatrix) -> Bool {
    var columnUsed = [Bool](repeating: false, count: matrix.columnCount)
    for i in 0..<matrix.rowCount {
      var rowUsed = false
      for j in 0..<matrix.columnCount where matrix[i, j].sign != 0 {
        if rowUsed || columnUsed[j] { return false }
        rowUsed = true
        columnUsed[j] = true
      }
    }
    return true
  }
}
