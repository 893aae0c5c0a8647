import RandomStreams

/// A part of a network whose shuffles act together: one shuffle between grouped layers, as in
/// ShuffleNet v1, or the shuffles of a stage of ShuffleNet v2.
package struct RoutePart: Equatable, Sendable {
  /// The name of the part, such as `stage2.unit2.shuffle` or `stage2`.
  package let name: String
  /// The names of its shuffles, in the order the data meets them.
  package let shuffles: [String]
  /// C, the channels of each shuffle.
  package let channels: Int
  /// Where channels come from: the groups of the layer in front, or L and the units of a stage.
  package let sources: ChannelGroups
  /// Where they go: the groups of the layer behind, or units 2 to n and the end of a stage.
  package let readers: ChannelGroups
  private let stage: StageRoutes?

  /// One shuffle between a layer with the output groups `inputs` and one with the input groups
  /// `outputs`.
  package init(shuffle name: String, from inputs: ChannelGroups, to outputs: ChannelGroups) {
    precondition(inputs.channels == outputs.channels, "\(name) has the same channels on both sides")
    self.name = name
    shuffles = [name]
    channels = inputs.channels
    (sources, readers) = (inputs, outputs)
    stage = nil
  }

  /// A stage of units with an even number of channels, one shuffle behind each.
  package init(stage name: String, shuffles: [String], channels: Int) {
    precondition(!shuffles.isEmpty && channels > 0 && channels % 2 == 0, "\(name) halves channels")
    let stage = StageRoutes(units: shuffles.count, half: channels / 2)
    self.name = name
    self.shuffles = shuffles
    self.channels = channels
    (sources, readers) = (stage.sources, stage.readers)
    self.stage = stage
  }

  /// Whether the part is a stage.
  package var isStage: Bool { stage != nil }

  /// The number of features: C, or (n + 1) h in a stage.
  package var featureCount: Int { sources.channels }

  /// The number of features that some shuffles send elsewhere than others do: none when there is
  /// one source or one reader, and not what the last unit of a stage makes.
  package var movableCount: Int {
    if sources.count == 1 || readers.count == 1 { return 0 }
    return featureCount - (isStage ? channels / 2 : 0)
  }

  /// The shuffles that have nothing to learn: every permutation in their place gives the same table
  /// (R3, corollary 1; R4, corollary 1).
  package var vacuousShuffles: [String] {
    movableCount == 0 ? shuffles : isStage ? shuffles.suffix(1) : []
  }

  /// The routing of permutations, one for each shuffle: from sources to readers.
  package func routing(of permutations: [[Int]]) -> Routing {
    Routing(stage?.wiring(of: permutations) ?? permutations[0], from: sources, to: readers)
  }

  /// The table of permutations, one for each shuffle: T with a row for each group behind the
  /// shuffle, or the lifetimes n(s, t) of a stage with a row for each source.
  package func table(of permutations: [[Int]]) -> RouteTable {
    let table = routing(of: permutations).table
    return isStage ? table.transposed : table
  }

  /// Draws permutations with the same table, by random names and, in a stage, random orders of what
  /// passes.
  package func randomEquivalent(
    of permutations: [[Int]], from choices: inout some ChoiceSource
  ) -> [[Int]] {
    let images = routing(of: permutations).randomEquivalent(from: &choices).images
    return stage?.shuffles(withWiring: images, from: &choices) ?? [images]
  }

  /// Draws permutations, all equally likely.
  package func randomPermutations(from choices: inout some ChoiceSource) -> [[Int]] {
    shuffles.map { _ in choices.shuffled(0..<channels) }
  }
}
