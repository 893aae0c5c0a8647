import Exact
import RandomStreams
import Testing

@testable import Birkhoff

/// The scans on words do what the plain ones on rationals do.
@Suite struct RowScansTests {
  /// Small values, so that there are many ties, or values of 40 bits.
  private func values(_ n: Int, _ stream: inout RandomStream) -> [Int] {
    let bound = stream.oneIn(2) ? 3 : 1 << 40
    return (0..<n).map { _ in stream.int(in: -bound...bound) }
  }

  @Test func theTwoLeastAreFound() {
    var stream = RandomStream(seed: 1)
    for n in Array(2...20) + [63, 64, 65, 130] {
      for _ in 0..<8 {
        let (v, row) = (values(n, &stream), values(n, &stream))
        let word = Int.twoLeast(n, v, row)
        let plain = Rational.twoLeast(n, v.map { Rational($0) }, row.map { Rational($0) })
        #expect(word.column == plain.column)
        #expect(Rational(word.least) == plain.least && Rational(word.second) == plain.second)
        let sorted = zip(v, row).map { $0 - $1 }.sorted()
        #expect(word.least == sorted[0] && word.second == sorted[1])
      }
    }
  }

  @Test func distancesAreLowered() {
    var stream = RandomStream(seed: 2)
    for n in Array(1...20) + [63, 64, 65, 130] {
      for _ in 0..<8 {
        let (v, row) = (values(n, &stream), values(n, &stream))
        let offset = stream.int(in: 0...5)
        let least = zip(v, row).map { $0 - $1 }.min() ?? 0
        // Distances are not negative: the row's smallest h is taken off.
        let shift = offset - least
        var distance = (0..<n).map { _ in stream.int(in: 0...(1 << stream.int(in: 1...41))) }
        var previous = [Int](repeating: -1, count: n)
        let closed = (0..<n).map { _ in stream.oneIn(3) ? Int.max : 0 }
        // As in the search, closed columns are nearer than anything through the row.
        for j in 0..<n where closed[j] != 0 { distance[j] = min(distance[j], offset) }
        var plainDistance = distance.map { Rational($0) }
        var plainPrevious = previous
        let word = Int.relax(n, v, row, offset: shift, from: 7, &distance, &previous, closed)
        let plain = Rational.relax(
          n, v.map { Rational($0) }, row.map { Rational($0) }, offset: Rational(shift), from: 7,
          &plainDistance, &plainPrevious, closed)
        #expect(word.map { Rational($0) } == plain)
        #expect(distance.map { Rational($0) } == plainDistance)
        #expect(previous == plainPrevious)
        for start in [0, n / 2, n] {
          let value = word ?? 0
          let found = Int.firstOpen(n, from: start, distance, closed, at: value)
          let expected = (start..<n).first { closed[$0] == 0 && distance[$0] == value }
          #expect(found == expected)
          let rational = Rational.firstOpen(
            n, from: start, plainDistance, closed, at: Rational(value))
          #expect(rational == expected)
        }
      }
    }
  }
}
