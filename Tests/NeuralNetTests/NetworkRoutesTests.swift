import Routes
import Tensor
import Testing

@testable import NeuralNet

/// The routes of the published networks.
@Suite struct NetworkRoutesTests {
  private func network(_ architecture: Architecture) throws -> TrainableNetwork {
    TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: architecture, shuffle: .fixed), seed: 0)
  }

  /// The groups are those that the shapes of the convolutions on both sides of a shuffle say.
  @Test(arguments: [3, 8])
  func groupsAreThoseOfTheConvolutions(groups: Int) throws {
    let network = try network(.v1(groups: groups))
    let shapes = Dictionary(
      uniqueKeysWithValues: network.parameters.map { ($0.name, $0.value.shape) })
    let parts = network.routes.parts
    #expect(parts.map(\.name) == network.shuffles.map(\.name))
    var inputs = 24
    for (part, shuffle) in zip(parts, network.shuffles) {
      let branch = shuffle.name.replacing(".shuffle", with: ".branch")
      let (first, last) = (
        try #require(shapes[branch + ".conv1.weight"]),
        try #require(shapes[branch + ".conv2.weight"])
      )
      #expect(
        part.sources == ChannelGroups(inputs / first[1], of: shuffle.size * first[1] / inputs))
      #expect(part.readers == ChannelGroups(shuffle.size / last[1], of: last[1]))
      inputs = shuffle.name.hasSuffix("unit1.shuffle") ? last[0] + inputs : last[0]
    }
    #expect(network.routes.vacuousShuffles == ["stage2.unit1.shuffle"])
    #expect(try network.routes.tables(of: network.indexPermutations).parts.count == 16)
  }

  @Test func stagesOfVersionTwo() throws {
    let network = try network(.v2(width: .one))
    let parts = network.routes.parts
    #expect(parts.map(\.name) == ["stage2", "stage3", "stage4"])
    #expect(parts.map(\.shuffles.count) == [4, 8, 4])
    #expect(parts.map(\.channels) == [116, 232, 464])
    #expect(parts.flatMap(\.shuffles) == network.shuffles.map(\.name))
    #expect(
      network.routes.vacuousShuffles
        == ["stage2.unit4.shuffle", "stage3.unit8.shuffle", "stage4.unit4.shuffle"])
    let tables = try network.routes.tables(of: network.manualPermutations)
    #expect(tables.parts[0].table.counts[1] == [29, 15, 7, 7])
    #expect(network.indexPermutations == network.manualPermutations)
  }
}
