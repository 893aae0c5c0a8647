import Testing

@testable import Benchmarks

@Suite struct FilterTrialTests {
  /// On thousands of adversarial sums no decision of the filter differs from the exact sign, and
  /// both of its stages are at work on every kind that leaves them something to do.
  @Test func theFilterIsNeverWrong() {
    let trial = FilterTrial(count: 3000, seed: 7)
    #expect(trial.total.sums == 3000)
    #expect(trial.total.wrong == 0)
    #expect(trial.total.inDoubles > 1000 && trial.total.inDoubleDoubles > 500)
    for kind in AdversarialSums.allCases {
      #expect((trial.tallies[kind]?.inDoubles ?? 0) > 30, "\(kind)")
    }
    let needFine: [AdversarialSums] = [.nearCancelling, .allOnes, .nearPermutation, .long]
    for kind in needFine {
      #expect((trial.tallies[kind]?.inDoubleDoubles ?? 0) > 30, "\(kind)")
    }
    #expect(trial.total.zeros > 100)
  }

  /// Generic matrices leave nearly nothing to intervals.
  @Test func nearlyAllInequalitiesEndInTheFilter() {
    for (name, tally) in FilterRates(count: 4, seed: 3).tallies {
      #expect(tally.filter > 10, "\(name)")
      #expect(tally.share >= 0.99, "\(name): \(tally)")
    }
  }
}
