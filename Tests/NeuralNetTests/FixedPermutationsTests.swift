import Foundation
import RandomStreams
import Testing

@testable import NeuralNet

/// The permutations of fixed shuffles that are not the transpose shuffle.
@Suite struct FixedPermutationsTests {
  private func permutation(
    _ kind: FixedPermutations, size: Int, groups: Int, seed: UInt64 = 1
  ) -> [Int] {
    var stream = RandomStream(seed: seed)
    return kind.permutation(size: size, groups: groups, stream: &stream)
  }

  /// How many outputs of group a take an input of group b.
  private func table(_ permutation: [Int], groups: Int) -> [[Int]] {
    var table = [[Int]](repeating: [Int](repeating: 0, count: groups), count: groups)
    let width = permutation.count / groups
    for (output, input) in permutation.enumerated() { table[output / width][input / width] += 1 }
    return table
  }

  @Test func theyArePermutations() {
    for kind in [.manual, .random, .given, .staying(0), .staying(0.3), .staying(1)]
      as [FixedPermutations]
    {
      for (size, groups) in [(48, 2), (60, 3), (96, 8), (6, 1)] {
        let permutation = permutation(kind, size: size, groups: groups)
        #expect(permutation.sorted() == Array(0..<size))
      }
    }
  }

  @Test func asManyStayAsAsked() {
    #expect(
      table(permutation(.staying(1), size: 48, groups: 2), groups: 2) == [[24, 0], [0, 24]])
    #expect(
      table(permutation(.staying(0), size: 48, groups: 2), groups: 2) == [[0, 24], [24, 0]])
    #expect(
      table(permutation(.staying(0.75), size: 48, groups: 2), groups: 2) == [[18, 6], [6, 18]])
    // A third of 20 is 7 channels; the 13 others go to the next group and the one after it in turn.
    let uneven = table(permutation(.staying(1 / 3), size: 60, groups: 3), groups: 3)
    #expect(uneven == [[7, 6, 7], [7, 7, 6], [6, 7, 7]])
    let wide = table(permutation(.staying(0.5), size: 96, groups: 8), groups: 8)
    for (group, row) in wide.enumerated() {
      #expect(row[group] == 6 && row.reduce(0, +) == 12 && row.allSatisfy { $0 <= 6 && $0 >= 0 })
      #expect(row.enumerated().allSatisfy { $0 == group || $1 <= 1 })
    }
  }

  @Test func whatStaysIsDrawn() {
    let one = permutation(.staying(0.5), size: 48, groups: 2)
    #expect(permutation(.staying(0.5), size: 48, groups: 2) == one)
    #expect(permutation(.staying(0.5), size: 48, groups: 2, seed: 2) != one)
    let stayed = Set(one[..<24].filter { $0 < 24 })
    let other = Set(
      permutation(.staying(0.5), size: 48, groups: 2, seed: 2)[..<24].filter { $0 < 24 })
    #expect(stayed != other && stayed.count == 12 && other.count == 12)
  }

  @Test func networksDrawThemByNameAndSeed() throws {
    func shuffles(_ seed: UInt64) throws -> [[Int]?] {
      let configuration = try NetworkConfiguration(
        architecture: .v2(width: .half), shuffle: .fixed, permutations: .random)
      return TrainableNetwork(configuration: configuration, seed: seed).shuffles.map(\.permutation)
    }
    let first = try shuffles(1)
    #expect(try shuffles(1) == first && Set(first).count == 16)
    #expect(try zip(first, shuffles(2)).allSatisfy { $0 != $1 })
  }

  @Test func textIsReadBack() throws {
    for kind in [.manual, .random, .given, .staying(0), .staying(0.75), .staying(1)]
      as [FixedPermutations]
    {
      #expect(FixedPermutations(kind.description) == kind)
      let coded = try JSONEncoder().encode([kind])
      #expect(try JSONDecoder().decode([FixedPermutations].self, from: coded) == [kind])
    }
    for text in ["", "staying", "staying-", "staying-1.5", "staying--1", "staying-nan", "even"] {
      #expect(FixedPermutations(text) == nil)
    }
  }
}
