import Exact
import Foundation
import Matching
import Testing

@Suite struct MatchingDecisionTests {
  @Test func gm3bEndToEnd() throws {
    let decision = MatchingInstance.decideGM3b()
    #expect(decision.verdict == .holds)
    let analysis = try #require(decision.analysis)
    #expect(analysis.rounding == MatchedPermutation([2, 1, 0], loss: "31"))
    #expect(analysis.best == MatchedPermutation([0, 1, 2], loss: "23"))
    #expect(analysis.roundingIsWrong)
    #expect(analysis.relaxedLoss == "1250761/176525")
    #expect(analysis.relaxedMinimiser[1][2] == "935/7061")
    #expect(analysis.counterexample == nil && analysis.comparisons > 150)
    #expect(analysis.continuation.isBest)
    #expect(decision.summary.contains { $0.contains("31") })
    #expect(decision == MatchingInstance.decideGM3b())
    let encoded = try JSONEncoder().encode(analysis)
    #expect(try JSONDecoder().decode(ExactMatchingAnalysis.self, from: encoded) == analysis)
  }

  /// A matrix that speaks against T8 refutes, and the verdict and the summary show it.
  ///
  /// T8 is true, so the analysis is edited to have one.
  @Test func counterexamplesRefute() throws {
    let analysis = try #require(MatchingInstance.decideGM3b().analysis)
    let encoded = try JSONEncoder().encode(analysis)
    var fields = try #require(
      try JSONSerialization.jsonObject(with: encoded) as? [String: Any])
    fields["counterexample"] = [["1/7", "6/7"], ["6/7", "1/7"]]
    let edited = try JSONDecoder().decode(
      ExactMatchingAnalysis.self, from: JSONSerialization.data(withJSONObject: fields))
    guard case .refuted(let reason) = MatchingInstance.gm3b.verdict(on: edited) else {
      Issue.record("a counterexample to T8 is ignored")
      return
    }
    #expect(reason.contains("6/7"))
    #expect(edited.summary.contains { $0.contains("not larger") && $0.contains("6/7") })
  }

  /// All instances hold; the continuation, a local method, is right on some of them only (T8'').
  @Test(arguments: MatchingInstance.all)
  func instancesHold(_ instance: MatchingInstance) throws {
    let decision = instance.decide()
    #expect(decision.verdict == .holds)
    let end = try #require(decision.analysis).continuation
    let permutation = try #require(end.permutation)
    #expect(end.isBest == !["GM3d", "GM3e"].contains(instance.id))
    #expect(end.isBest == (permutation == instance.best))
  }

  /// Changing any one entry of B by 1 makes another problem, which must not pass as GM3b.
  @Test func mutatedInstancesDoNotHold() {
    let gm3b = MatchingInstance.gm3b
    for i in 0..<3 {
      for j in 0..<3 {
        var b = gm3b.problem.b
        b[i, j] = b[i, j] + 1
        let mutated = MatchingInstance(
          id: "GM3b", problem: GraphMatching(gm3b.problem.a, b), rounding: gm3b.rounding,
          best: gm3b.best)
        #expect(mutated.decide().verdict != .holds, "entry (\(i), \(j))")
      }
    }
  }

  @Test func wrongClaimsAboutTheRightProblemAreRefuted() {
    let gm3b = MatchingInstance.gm3b
    let claims: [(MatchedPermutation, MatchedPermutation)] = [
      (MatchedPermutation([2, 1, 0], loss: "30"), gm3b.best),
      (MatchedPermutation([2, 0, 1], loss: "31"), gm3b.best),
      (gm3b.rounding, MatchedPermutation([0, 1, 2], loss: "22")),
      (gm3b.rounding, MatchedPermutation([2, 1, 0], loss: "23")),
    ]
    for (rounding, best) in claims {
      let instance = MatchingInstance(
        id: "GM3b", problem: gm3b.problem, rounding: rounding, best: best)
      guard case .refuted(let reason) = instance.decide().verdict else {
        Issue.record("\(rounding), \(best) is not refuted")
        continue
      }
      #expect(reason.contains("not \(rounding)") || reason.contains("not \(best)"))
    }
  }

  @Test func rightRoundingsAreRefuted() {
    let problem = GraphMatching(
      RationalMatrix([[3, 4, 0], [1, 4, 3], [2, 3, 0]]),
      RationalMatrix([[3, 0, 2], [4, 4, 4], [3, 1, 1]]))
    let claim = MatchedPermutation([1, 0, 2], loss: "22")
    let decision = MatchingInstance(id: "right", problem: problem, rounding: claim, best: claim)
      .decide()
    guard case .refuted(let reason) = decision.verdict else {
      Issue.record("\(decision)")
      return
    }
    #expect(reason == "right: rounding the relaxed minimiser gives the best permutation")
  }

  private func undecided(_ a: RationalMatrix, _ b: RationalMatrix) -> String? {
    let claim = MatchedPermutation([], loss: "0")
    let decision = MatchingInstance(
      id: "degenerate", problem: GraphMatching(a, b), rounding: claim, best: claim
    ).decide()
    guard case .undecided(let reason) = decision.verdict else { return nil }
    #expect(decision.analysis == nil)
    return reason
  }

  @Test func degenerateProblemsAreUndecidedWithAReason() throws {
    let triangle = RationalMatrix([[0, 1, 1], [1, 0, 1], [1, 1, 0]])
    let full = RationalMatrix(rows: 3, columns: 3) { _, _ in 1 }
    // Equal regular graphs: J/N is one of many minimisers.
    #expect(try #require(undecided(triangle, triangle)).contains("no unique minimiser"))
    // Regular graphs without a common eigenvalue besides the degree: J/N is the only minimiser.
    let relaxed = try RelaxedMinimiser(of: GraphMatching(triangle, full))
    #expect(relaxed.matrix == Rational(1, 3) * full)
    #expect(try #require(undecided(triangle, full)).contains("two largest entries"))
    // A minimiser over the line sums that is not doubly stochastic.
    let outside = undecided(
      RationalMatrix([[0, 0, 0], [0, 1, 0], [0, 0, 5]]),
      RationalMatrix([[0, 0, 3], [0, 1, 0], [0, 0, 4]]))
    #expect(try #require(outside).contains("not inside the polytope"))
    // (0, 1, 2) and (1, 0, 2) both have loss 7, and rounding is unique.
    let tied = undecided(
      RationalMatrix([[1, 1, 2], [0, 2, 1], [3, 3, 0]]),
      RationalMatrix([[2, 1, 2], [1, 1, 1], [3, 3, 2]]))
    #expect(
      try #require(tied).contains("[0, 1, 2] and [1, 0, 2] have the same loss"))
    // Nothing of order 7 is enumerated.
    let large = RationalMatrix(rows: 7, columns: 7)
    #expect(try #require(undecided(large, large)).contains("too many permutations"))
  }
}

/// Test output names an instance, not its matrices.
extension MatchingInstance: CustomTestStringConvertible {
  /// The name of the instance.
  public var testDescription: String { id }
}
