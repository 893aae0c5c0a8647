import Claims
import Exact
import RandomStreams
import Testing

@testable import ShufflePenalty

/// Small campaigns on the samples of a claim's own class, the same in every run.
enum ClaimSampling {
  /// Draws `count` instances of orders 1 to 5 for each claim and expects that no claim is refuted,
  /// that each applies to a tenth of its instances at least, and that the sides of those named in
  /// `tight` come within 1 %.
  static func check(
    _ claims: [Claim], tight: Set<String> = [], count: Int = 120,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for claim in claims {
      var decided = 0
      var tightest = 0.0
      for instance in instances(claim, count) {
        let decision = claim.decide(instance)
        guard let verdict = decision.verdict else { continue }
        decided += 1
        tightest = max(tightest, decision.ratio ?? 0)
        #expect(verdict == .holds, "\(claim.id) on \(instance)", sourceLocation: sourceLocation)
      }
      #expect(10 * decided >= count, "\(claim.id) applies", sourceLocation: sourceLocation)
      if tight.contains(claim.id) {
        #expect(tightest > 0.99, "\(claim.id) is tight", sourceLocation: sourceLocation)
      }
    }
    #expect(tight.isSubset(of: claims.map(\.id)), sourceLocation: sourceLocation)
  }

  /// Expects that some sampled instance, not only a known example, refutes each claim.
  static func expectRefutation(
    _ claims: [Claim], count: Int = 600, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for claim in claims {
      let isRefuted = instances(claim, count).contains {
        if case .refuted? = claim.decide($0).verdict { return true }
        return false
      }
      #expect(isRefuted, "\(claim.id) survives", sourceLocation: sourceLocation)
    }
  }

  private static func instances(
    _ claim: Claim, _ count: Int
  ) -> LazyMapSequence<Range<Int>, ClaimInstance> {
    (0..<count).lazy.map { k in
      var stream = RandomStream(root: UInt64(k), name: claim.id)
      return claim.subject.sample(order: 1 + k % 5, from: &stream)
    }
  }
}
