import Birkhoff
import Claims
import Exact
import RandomStreams
import ShufflePenalty
import Testing

@Suite struct ClaimTests {
  private static let halfBlock = Rational(1, 2) * RationalMatrix([[1, 1], [1, 1]])

  @Test func identifiersAreUnique() {
    let all = Theorems.all + PlantedClaims.all + FalseStatements.all
    #expect(Set(all.map(\.id)).count == all.count)
  }

  /// No theorem is refuted or undecided on all small matrices with denominator up to 3.
  @Test func theoremsHoldOnSmallMatrices() {
    var decided = [String: Int]()
    for n in 2...3 {
      for d in 1...3 {
        for matrix in DoublyStochasticEnumeration.matrices(order: n, denominator: d) {
          let facts = MatrixFacts(matrix)
          for claim in Theorems.all {
            guard let verdict = claim.decide(facts: facts).verdict else { continue }
            #expect(verdict == .holds, "\(claim.id) on \(matrix.rows)")
            decided[claim.id, default: 0] += 1
          }
        }
      }
    }
    // 2 + 3 + 4 matrices of order 2 and 6 + 21 + 55 of order 3; T4's threshold excludes many.
    #expect(decided["T1a"] == 91 && decided["T1b"] == 91 && decided["T2-upper"] == 91)
    #expect((decided["T4"] ?? 0) >= 21)
  }

  @Test func theHalfBlockIsTheSharpInstance() {
    let facts = MatrixFacts(Self.halfBlock)
    #expect(facts.penalty == 2 * RadicalSum.sharpConstant)
    #expect(facts.distance == 2)
    // T2* is an equality here, and T4's strict hypothesis just fails.
    #expect(facts.penalty == facts.distance * RadicalSum.sharpConstant)
    #expect(Theorems.t4.decide(facts: facts).verdict == nil)
  }

  @Test func plantedClaimsAreRefutedByTheirSharpInstances() {
    let facts = MatrixFacts(Self.halfBlock)
    func expectRefuted(_ claim: Claim, _ decision: ClaimDecision) {
      if case .refuted? = decision.verdict { return }
      Issue.record("\(claim.id) is not refuted")
    }
    for claim in [PlantedClaims.lowerBound, PlantedClaims.rounding] {
      expectRefuted(claim, claim.decide(facts: facts))
    }
    let identity = Permutation(identity: 2).matrix
    var moved = identity
    moved[0, 1] = Rational(1, 100)
    let pair = ClaimInstance(matrices: [identity, moved])
    expectRefuted(PlantedClaims.lipschitz, PlantedClaims.lipschitz.decide(pair))
    #expect(Theorems.t6a.decide(pair).verdict == .holds)
  }

  /// Every example plays the role it states: equality, near equality, boundary, counterexample.
  @Test func examplesPlayTheirRoles() {
    for claim in Theorems.all + PlantedClaims.all + FalseStatements.all {
      for example in claim.examples {
        let decision = claim.decide(example.instance)
        let name = "\(claim.id), \(example.name)"
        switch example.role {
        case .equality:
          #expect(decision.verdict == .holds, "\(name)")
          #expect(decision.lhs == decision.rhs, "\(name)")
        case .nearEquality(let fraction):
          #expect(decision.verdict == .holds, "\(name)")
          let isNear = decision.lhs.flatMap { lhs in decision.rhs.map { lhs >= fraction * $0 } }
          #expect(isNear == true, "\(name)")
        case .boundary:
          #expect(decision.verdict == nil, "\(name)")
        case .counterexample:
          guard case .refuted? = decision.verdict else {
            Issue.record("\(name) does not refute")
            continue
          }
        }
      }
    }
  }

  @Test func claimsAboutDoublyStochasticMatricesDoNotApplyToOthers() {
    let facts = MatrixFacts(RationalMatrix([[1, 0], [1, 0]]))
    #expect(Theorems.t2Upper.decide(facts: facts).verdict == nil)
    #expect(Theorems.t1a.decide(facts: facts).verdict == .holds)
  }

  /// The distance is the brute-force minimum over permutations, for signed and large entries too.
  @Test func distanceIsTheMinimumOverPermutations() {
    var stream = RandomStream(seed: 1)
    for n in 1...4 {
      for _ in 0..<10 {
        let m = RealMatrixSampler.sample(order: n, from: &stream)
        let least = Permutation.all(n).map { m.l1Distance(to: $0.matrix) }.min()
        #expect(MatrixFacts(m).distance == least)
      }
    }
  }
}
