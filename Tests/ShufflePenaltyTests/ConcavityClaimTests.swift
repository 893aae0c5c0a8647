import Birkhoff
import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

@Suite struct ConcavityClaimTests {
  @Test func concavityHolds() {
    ClaimSampling.check([Theorems.t7aConcave, Theorems.t7aStrong], tight: ["T7a", "T7a-strong"])
  }

  @Test func largerModuliAreRefuted() {
    ClaimSampling.expectRefutation([PlantedClaims.concaveEverywhere, PlantedClaims.doubleModulus])
    // The modulus 1/N is the best one: 1 % more is refuted too.
    let slightlyMore = Claim(
      "T7a-1.01/N", assuming: "", "", comparing: "", .isFalse("for this test"),
      on: .pair(.doublyStochastic) { a, b in
        Theorems.decideStrongConcavity(a, b, modulus: Rational(101, 100 * a.order))
      })
    ClaimSampling.expectRefutation([slightlyMore])
  }

  /// Cycles of random matrices alternate between rows and columns and can move both ways as far as
  /// stated, and no farther.
  @Test func cyclesDescend() throws {
    ClaimSampling.check([Theorems.t7bCycle])
    var stream = RandomStream(seed: 4)
    var found = 0
    for k in 0..<80 {
      let matrix = MatrixClass.doublyStochastic.sample(order: 2 + k % 6, from: &stream)
      guard let cycle = AlternatingCycle(matrix) else {
        #expect(MatrixFacts(matrix).distance.sign == 0)
        continue
      }
      found += 1
      let places = cycle.entries.map { $0.row * matrix.order + $0.column }
      #expect(Set(places).count == places.count)
      #expect(places.count >= 4 && places.count % 2 == 0)
      for amount in [cycle.reach, -cycle.reach] {
        #expect(StochasticDefects(cycle.move(matrix, by: amount)).isDoublyStochastic)
      }
      let isStuck = [2 * cycle.reach, -2 * cycle.reach].contains {
        !StochasticDefects(cycle.move(matrix, by: $0)).isNonnegative
      }
      #expect(isStuck)
    }
    #expect(found > 40)
  }

  @Test func permutationsAreStrictMinimisers() {
    ClaimSampling.check([Theorems.t7bPermutation])
    let swap = RationalMatrix([[0, 1], [1, 0]])
    let pair = ClaimInstance(matrices: [swap, Permutation(identity: 2).matrix])
    #expect(Theorems.t7bPermutation.decide(pair).verdict == .holds)
    let block = RationalMatrix(Theorems.halfBlock)
    let other = ClaimInstance(matrices: [block, swap])
    #expect(Theorems.t7bPermutation.decide(other).verdict == nil)
  }
}
