import CTensorKernels
import RandomStreams
import Testing

@testable import Tensor

/// Mean and variance of a row from those of its parts.
@Suite struct MomentsTests {
  private func part(_ values: [Double]) -> asn_moments {
    guard !values.isEmpty else { return asn_moments() }
    let moments = Reference.moments(values)
    return asn_moments(
      count: Double(values.count), mean: moments.mean,
      squares: moments.variance * Double(values.count))
  }

  /// Powers of two make every step exact.
  @Test func partsMergeExactly() {
    let parts = [part([]), part([1, 3]), part([]), part([5, 7]), part([4, 4, 4, 4])]
    #expect(Moments(merging: parts) == Moments(mean: 4, variance: 2.5))
    #expect(Moments(merging: [part([3])]) == Moments(mean: 3, variance: 0))
  }

  /// About ten roundings in Double for each part, of values below the largest deviation squared.
  @Test func anyPartitionGivesTheMoments() {
    var random = RandomValues("merged moments")
    for _ in 0..<50 {
      let offset = random.stream.oneIn(2) ? 1e6 : 0
      let parts = (0..<random.stream.int(in: 1...8)).map { _ in
        random.doubles(random.stream.int(in: 0...9)).map { $0 + offset }
      }
      let all = parts.flatMap(\.self)
      guard !all.isEmpty else { continue }
      let (merged, exact) = (Moments(merging: parts.map(part)), Reference.moments(all))
      #expect(abs(merged.mean - exact.mean) <= 0x1p-48 * max(abs(exact.mean), 8))
      // Deviations are below 8; the means, and with them the distances of the parts, are exact to
      // 2^-48 of the offset.
      #expect(abs(merged.variance - exact.variance) <= 0x1p-48 * (64 + 16 * offset))
    }
  }

  @Test func whatIsNotANumberIsKept() {
    let parts = [part([1, 2]), part([.nan]), part([3])]
    let merged = Moments(merging: parts)
    #expect(merged.mean.isNaN && merged.variance.isNaN)
  }

  @Test func gradientSumsAdd() {
    var sums = GradientSums(sum: 1, dot: 2)
    sums += asn_gradient_sums(sum: 10, dot: 20)
    #expect(sums == GradientSums(sum: 11, dot: 22))
  }
}
