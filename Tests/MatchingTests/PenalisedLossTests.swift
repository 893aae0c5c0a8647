import Birkhoff
import Exact
import Matching
import Testing

@Suite struct PenalisedLossTests {
  private static let problem = MatchingInstance.gm3b.problem

  @Test func theLipschitzConstantBoundsAllDifferencesAndIsAttained() {
    let constant = ExactPenaltyThreshold(of: Self.problem).lipschitzConstant
    let matrices = DoublyStochasticEnumeration.matrices(order: 3, denominator: 2)
    var steepest = Rational()
    for m in matrices {
      for entry in Self.problem.convexGradient(m).rows.joined() {
        steepest = max(steepest, entry.magnitude)
      }
      for other in matrices {
        let change = Self.problem.convexLoss(m) - Self.problem.convexLoss(other)
        #expect(change.magnitude <= constant * m.l1Distance(to: other))
      }
    }
    // The enumeration holds the permutations, where the maximum is attained.
    #expect(steepest == constant)
  }

  @Test func theWeightIsAboveTheThresholdByAtMostOne() {
    let threshold = ExactPenaltyThreshold(of: Self.problem)
    let weight = threshold.sufficientWeight
    #expect(RadicalSum(weight) > threshold.value)
    #expect(RadicalSum(weight - 1) <= threshold.value)
    #expect(
      threshold.value == threshold.lipschitzConstant
        * (RadicalSum(1) + .root(2, times: Rational(1, 2))))
  }

  /// Without the penalty the relaxed minimiser lies below the best permutation, and with a small
  /// one too: the comparison does fail when lambda is too small.
  @Test func smallWeightsAreRefuted() throws {
    let relaxed = try RelaxedMinimiser(of: Self.problem).matrix
    let best = Permutation(identity: 3)
    for weight in [Rational(0), Rational(1)] {
      let penalised = PenalisedLoss(Self.problem, weight: weight)
      #expect(penalised.firstNotAbove(best, among: [best.matrix, relaxed]) == relaxed)
    }
    let enough = ExactPenaltyThreshold(of: Self.problem).sufficientWeight
    #expect(
      PenalisedLoss(Self.problem, weight: enough).firstNotAbove(best, among: [relaxed]) == nil)
  }

  /// A wrong "best" is refuted at any weight, since P is 0 on permutations; so is a tie.
  @Test func otherPermutationsAreNotBest() throws {
    let weight = ExactPenaltyThreshold(of: Self.problem).sufficientWeight
    let vertices = Permutation.all(3)
    let wrong = try #require(Permutation([2, 1, 0]))
    #expect(
      PenalisedLoss(Self.problem, weight: weight)
        .firstNotAbove(wrong, among: vertices.map(\.matrix)) != nil)
    let zero = RationalMatrix(rows: 3, columns: 3)
    #expect(
      PenalisedLoss(GraphMatching(zero, zero), weight: weight)
        .firstNotAbove(wrong, among: vertices.map(\.matrix)) != nil)
  }

  @Test func samplesAreDoublyStochasticAndReproducible() {
    let matrices = PenaltySample.matrices(order: 4, eachKind: 4, seed: 7)
    #expect(matrices.count == 4 * DoublyStochasticSampler.allCases.count)
    #expect(matrices.allSatisfy { StochasticDefects($0).isDoublyStochastic })
    #expect(matrices == PenaltySample.matrices(order: 4, eachKind: 4, seed: 7))
    #expect(matrices != PenaltySample.matrices(order: 4, eachKind: 4, seed: 8))
  }
}
