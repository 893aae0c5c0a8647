import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct FurtherClaimTests {
  private let block = RationalMatrix(Theorems.halfBlock)

  @Test func countsOfFractionalEntries() {
    ClaimSampling.check([Theorems.t11a], tight: ["T11a"])
    #expect(Theorems.largestFractionalCount(block) == 1)
    // Four entries at depth 1/3 against one more pair at depth 1/2: 8/9 against 1/2.
    let mixed = RationalMatrix([
      [Rational(1, 3), Rational(2, 3)], [Rational(2, 3), Rational(1, 3)],
    ])
    #expect(Theorems.largestFractionalCount(mixed) == Rational(8, 9))
    // On a grid of tau the count never exceeds the largest one.
    var stream = RandomStream(seed: 2)
    for k in 0..<30 {
      let matrix = MatrixClass.doublyStochastic.sample(order: 2 + k % 4, from: &stream)
      let largest = Theorems.largestFractionalCount(matrix)
      for tau in (1...16).map({ Rational($0, 32) }) {
        let count = matrix.rows.joined().count { $0 >= tau && $0 <= 1 - tau }
        #expect(Rational(count) * tau * (1 - tau) <= largest)
      }
    }
  }

  @Test func entropies() {
    ClaimSampling.check([Theorems.t11b], tight: ["T11b"])
    ClaimSampling.expectRefutation([PlantedClaims.entropyFromAbove])
    // Ent = 2 log 2 at the half block.
    let twice = Entropy.enclosure(block, bits: 80)
    let logarithm = NaturalLogarithm(bits: 100).enclosure(of: 2)
    #expect(twice.lower <= 2 * logarithm.lower && 2 * logarithm.upper <= twice.upper)
    #expect(Entropy.comparison(block, to: RadicalSum(Rational(1386, 1000))).sign == 1)
    #expect(Entropy.comparison(block, to: RadicalSum(Rational(1387, 1000))).sign == -1)
  }

  @Test func ratiosOfNorms() {
    ClaimSampling.check(
      [Theorems.t11cLower, Theorems.t11cUpper], tight: ["T11c-lower", "T11c-upper"])
    // (3/4, 1/4) has norm sqrt(10)/4: 1/t - 1 = sqrt(8/5) - 1.
    let row = [Rational(3, 4), Rational(1, 4)]
    let decision = Theorems.t11cLower.decide(facts: MatrixFacts(RationalMatrix([row, row])))
    #expect(decision.rhs == .root(Rational(8, 5)) - 1)
  }

  @Test func rowsAlone() {
    ClaimSampling.check(
      [Theorems.t11dLower, Theorems.t11dUpper], tight: ["T11d-lower", "T11d-upper"])
  }

  @Test func rectangles() {
    ClaimSampling.check(
      [Theorems.t11eLower, Theorems.t11eUpper], tight: ["T11e-lower", "T11e-upper"])
    ClaimSampling.expectRefutation([PlantedClaims.smallRectangularFactor])
    // The distance by trying all injections of the rows that are not zero.
    var stream = RandomStream(seed: 6)
    for k in 0..<40 {
      let matrix = MatrixClass.rectangular.sample(order: 1 + k % 5, from: &stream)
      let rows = matrix.rows.filter { $0.contains { $0.sign != 0 } }
      let best = Permutation.all(matrix.order).map { p in
        rows.indices.reduce(Rational()) { $0 + rows[$1][p[$1]] }
      }.max()
      let distance = 2 * (Rational(rows.count) - (best ?? 0))
      #expect(MatrixFacts(matrix).injectionDistance == distance, "\(matrix.rows)")
    }
  }

  @Test func directSums() {
    ClaimSampling.check([Theorems.t11f])
    // d1 of negative entries adds too, dF^2 does not: the claim is about nonnegative matrices.
    let pair = ClaimInstance(matrices: [RationalMatrix([[-1]]), RationalMatrix([[-1]])])
    #expect(Theorems.t11f.decide(pair).verdict == nil)
  }
}
