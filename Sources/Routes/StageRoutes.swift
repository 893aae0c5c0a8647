import RandomStreams

/// The wiring of a stage of ShuffleNet v2: who makes a channel, and whose branch reads it.
///
/// Unit 1 makes the 2h channels [left, right]; unit k >= 2 lets the first h channels of its input
/// pass and replaces the last h by its branch; shuffle p_k follows unit k. A feature is a channel
/// from its source, L or a unit, to its reader, a later unit or the end of the stage. Features and
/// places of readers are counted source by source and reader by reader, h each and 2h at the end,
/// so that the wiring is one permutation of (n + 1) h, and a stage is a shuffle between sources and
/// readers (R4).
struct StageRoutes: Equatable, Sendable {
  /// n, the number of units and of shuffles.
  let units: Int
  /// h, half of the channels.
  let half: Int

  /// L, then units 1 to n.
  var sources: ChannelGroups { ChannelGroups(units + 1, of: half) }

  /// Units 2 to n, then the end.
  var readers: ChannelGroups {
    ChannelGroups(Array(repeating: half, count: units - 1) + [2 * half])
  }

  /// The feature at each place of a reader, by following the channels through the shuffles.
  func wiring(of shuffles: [[Int]]) -> [Int] {
    var result: [Int] = []
    follow { unit, channels in
      let shuffled = shuffles[unit].map { channels[$0] }
      result += unit == units - 1 ? shuffled : Array(shuffled.suffix(half))
      return shuffled
    }
    return result
  }

  /// Shuffles that have this wiring, with the channels that pass in a random order.
  ///
  /// In the wiring no feature is read before it is made.
  func shuffles(
    withWiring wiring: [Int], from choices: inout some ChoiceSource
  ) -> [[Int]] {
    var result: [[Int]] = []
    follow { unit, channels in
      let isLast = unit == units - 1
      let wanted = isLast ? wiring.suffix(2 * half) : wiring[(unit * half)..<((unit + 1) * half)]
      let passing = isLast ? [] : choices.shuffled(channels.filter { !wanted.contains($0) })
      let shuffled = passing + wanted
      let places = Dictionary(uniqueKeysWithValues: channels.enumerated().map { ($1, $0) })
      result.append(shuffled.compactMap { places[$0] })
      return shuffled
    }
    return result
  }

  /// Calls `shuffle` with each unit, from 0, and the features that leave it; the result goes on.
  private func follow(_ shuffle: (_ unit: Int, _ channels: [Int]) -> [Int]) {
    var channels = shuffle(0, Array(0..<(2 * half)))
    for unit in 1..<max(units, 1) {
      let made = ((unit + 1) * half)..<((unit + 2) * half)
      channels = shuffle(unit, Array(channels.prefix(half)) + Array(made))
    }
  }
}
