import Routes

extension TrainableNetwork {
  /// What the shuffles of the network can express.
  ///
  /// In ShuffleNet v1 every shuffle lies between two grouped convolutions and is a part of its own;
  /// the first convolution of the first unit alone is dense. In ShuffleNet v2 the shuffles of a
  /// stage are a part. Of custom networks nothing is known: other permutations are other routes.
  package var routes: NetworkRoutes {
    switch configuration.architecture {
    case .v1:
      return NetworkRoutes(
        shuffles.enumerated().map { index, shuffle in
          let grouped = ChannelGroups(shuffle.groups, of: shuffle.size / shuffle.groups)
          return RoutePart(
            shuffle: shuffle.name, from: index == 0 ? ChannelGroups([shuffle.size]) : grouped,
            to: grouped)
        })
    case .custom:
      return NetworkRoutes(
        shuffles.map { shuffle in
          let single = ChannelGroups(shuffle.size, of: 1)
          return RoutePart(shuffle: shuffle.name, from: single, to: single)
        })
    case .v2:
      var remaining = shuffles[...]
      return NetworkRoutes(
        ShuffleNetStage.all.map { stage in
          let members = remaining.prefix(stage.units)
          remaining = remaining.dropFirst(stage.units)
          return RoutePart(
            stage: "stage\(stage.number)", shuffles: members.map(\.name),
            channels: members[members.startIndex].size)
        })
    }
  }

  /// The permutations of the fixed shuffles at the places of all shuffles, by their names.
  package var manualPermutations: [String: [Int]] {
    permutations { ChannelShuffle.fixedPermutation(size: $0.size, groups: $0.groups) }
  }

  /// The permutations of the shuffles that are index shuffles, by their names.
  package var indexPermutations: [String: [Int]] { permutations(\.permutation) }

  /// Fixes every shuffle to its permutation.
  ///
  /// Throws, and leaves the network as it is, unless there is exactly one permutation for each.
  package func freezeShuffles(to permutations: [String: [Int]]) throws(RouteError) {
    _ = try routes.tables(of: permutations)
    for shuffle in shuffles { shuffle.freeze(to: permutations[shuffle.name] ?? []) }
  }

  private func permutations(_ images: (ChannelShuffle) -> [Int]?) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for shuffle in shuffles { result[shuffle.name] = images(shuffle) }
    return result
  }
}
