import Foundation
import RandomStreams
import Testing

@testable import NeuralNet

/// Where learned shuffles start.
@Suite struct ShuffleStartTests {
  private func matrix(
    _ start: ShuffleStart, size: Int, groups: Int = 2, seed: UInt64 = 3
  ) -> [Float] {
    var stream = RandomStream(seed: seed)
    return start.matrix(size: size, groups: groups, stream: &stream)
  }

  private func sums(_ matrix: [Float], size: Int) -> (rows: [Double], columns: [Double]) {
    let lines = 0..<size
    return (
      lines.map { i in lines.reduce(0) { $0 + Double(matrix[i * size + $1]) } },
      lines.map { j in lines.reduce(0) { $0 + Double(matrix[$1 * size + j]) } }
    )
  }

  /// Entries that sum to 1, each rounded to float32 once, are off by 2^-24 of that together.
  @Test(arguments: [ShuffleStart.mixture(2), .mixture(3), .mixture(16), .logNormal])
  func startsAreDoublyStochasticWithoutAnAnchor(start: ShuffleStart) {
    for (size, seed) in [(48, 1), (60, 2), (60, 3), (192, 4)] as [(Int, UInt64)] {
      let matrix = matrix(start, size: size, seed: seed)
      let sums = sums(matrix, size: size)
      #expect((sums.rows + sums.columns).allSatisfy { abs($0 - 1) <= 0x1p-24 + 3e-8 })
      #expect(matrix.allSatisfy { $0 >= 0 && $0 <= 0.5 })
    }
  }

  @Test(arguments: [2, 4, 16])
  func mixturesAreOfDisjointPermutations(count: Int) {
    let size = 48
    let matrix = matrix(.mixture(count), size: size)
    for line in 0..<size {
      let row = (0..<size).map { matrix[line * size + $0] }
      let column = (0..<size).map { matrix[$0 * size + line] }
      #expect(row.count { $0 == 1 / Float(count) } == count)
      #expect(column.count { $0 == 1 / Float(count) } == count)
      #expect((row + column).allSatisfy { $0 == 0 || $0 == 1 / Float(count) })
    }
  }

  @Test func theManualStartLeansTowardsTheFixedShuffle() {
    for (size, groups) in [(6, 2), (12, 3), (116, 2)] {
      let matrix = matrix(.manual, size: size, groups: groups)
      #expect(matrix.allSatisfy { $0 > 0 })
      // Each of the entries, below 1 and summing to 1, is rounded to float32 once.
      #expect(
        sums(matrix, size: size).rows.allSatisfy { abs($0 - 1) <= 0x1p-24 + 1e-12 })
      for (row, column) in ChannelShuffle.fixedPermutation(size: size, groups: groups).enumerated()
      {
        #expect(matrix[row * size + column] > Float(ShuffleStart.manualShare))
      }
      // At the sizes of the networks no entry starts above 1/2, where the repair would hold it:
      // noise entries are about 1/size, and at most a few times that.
      if size > 40 { #expect(matrix.allSatisfy { $0 < 0.5 }) }
      // The rows differ, so the noise breaks every symmetry between channels.
      #expect(Set(matrix).count > size * size / 2)
    }
  }

  /// The other starts know nothing of the fixed shuffle: its entries are like all others.
  @Test func otherStartsDoNotLean() {
    let (size, fixed) = (192, ChannelShuffle.fixedPermutation(size: 192, groups: 2))
    for start in [ShuffleStart.mixture(4), .logNormal] {
      let matrix = matrix(start, size: size)
      let mean = fixed.enumerated().reduce(0) { $0 + Double(matrix[$1.0 * size + $1.1]) } / 192
      // The mean of 192 entries of mean 1/192 and second moment at most 1/(4 * 192) (mixture) or
      // e^4 / 192^2 (log-normal): deviations of 0.0026 and 0.0028; four of them.
      #expect(abs(mean - 1 / 192) < 4 * 0.0028)
    }
  }

  @Test func textIsReadBack() throws {
    for start in [ShuffleStart.manual, .logNormal, .mixture(2), .mixture(16)] {
      #expect(ShuffleStart(start.description) == start)
      let coded = try JSONEncoder().encode([start])
      #expect(try JSONDecoder().decode([ShuffleStart].self, from: coded) == [start])
    }
    for text in ["", "mixture", "mixture-", "mixture-1", "mixture-17", "mixture-x", "Manual"] {
      #expect(ShuffleStart(text) == nil)
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ShuffleStart].self, from: Data(#"["mixture-1"]"#.utf8))
    }
  }
}
