import RandomStreams

/// A partition of channels, counted from 0, into consecutive groups.
package struct ChannelGroups: Equatable, Sendable {
  /// The sizes of the groups, all positive.
  package let sizes: [Int]

  /// The group of each channel.
  package let groups: [Int]

  /// Takes the sizes of the groups, in order; there is at least one and none is empty.
  package init(_ sizes: [Int]) {
    precondition(!sizes.isEmpty && sizes.allSatisfy { $0 > 0 }, "no group of channels is empty")
    self.sizes = sizes
    groups = sizes.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
  }

  /// Makes `count` groups of `size` channels each.
  package init(_ count: Int, of size: Int) {
    self.init(Array(repeating: size, count: count))
  }

  /// The number of groups.
  package var count: Int { sizes.count }

  /// The number of channels.
  package var channels: Int { groups.count }

  /// The channels of each group.
  package var members: [Range<Int>] {
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return start..<(start + size)
    }
  }

  /// Whether a map of the channels sends every group to itself.
  package func areKept(by images: [Int]) -> Bool {
    images.indices.allSatisfy { groups[$0] == groups[images[$0]] }
  }

  /// A map that keeps every group, group by group, with the channels of each counted from its
  /// start.
  package func parts(of images: [Int]) -> [[Int]] {
    members.map { group in images[group].map { $0 - group.lowerBound } }
  }

  /// Draws a permutation that sends every group to itself.
  package func shuffled(from choices: inout some ChoiceSource) -> [Int] {
    members.flatMap { choices.shuffled($0) }
  }
}
