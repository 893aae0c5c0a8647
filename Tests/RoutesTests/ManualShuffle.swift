import Routes

/// The shuffles of the published networks, written down again.
enum ManualShuffle {
  /// Reads the channels as (groups, n), transposes and flattens.
  static func images(_ channels: Int, groups: Int) -> [Int] {
    let n = channels / groups
    return (0..<channels).map { ($0 % groups) * n + $0 / groups }
  }

  /// A shuffle of ShuffleNet v1 between convolutions of `groups` groups.
  static func part(_ channels: Int, groups: Int) -> RoutePart {
    let partition = ChannelGroups(groups, of: channels / groups)
    return RoutePart(shuffle: "shuffle", from: partition, to: partition)
  }

  /// A stage of ShuffleNet v2 with its manual shuffles.
  static func stage(units: Int, channels: Int) -> (part: RoutePart, permutations: [[Int]]) {
    let names = (1...units).map { "unit\($0)" }
    return (
      RoutePart(stage: "stage", shuffles: names, channels: channels),
      names.map { _ in images(channels, groups: 2) }
    )
  }
}
