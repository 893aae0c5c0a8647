import Foundation
import RandomStreams
import Routes
import Testing

/// Parts, stages and whole networks (R3, R4).
@Suite struct NetworkRoutesTests {
  @Test func theManualShuffleIsTheMostEvenOne() {
    let table = ManualShuffle.part(60, groups: 3).table(of: [ManualShuffle.images(60, groups: 3)])
    #expect(table == RouteTable([[7, 7, 6], [7, 6, 7], [6, 7, 7]]))
  }

  @Test func theIdentityIsFarAway() {
    let part = ManualShuffle.part(60, groups: 3)
    let manual = part.table(of: [ManualShuffle.images(60, groups: 3)])
    #expect(part.table(of: [Array(0..<60)]).distance(to: manual) == 60 - (7 + 6 + 7))
  }

  /// Stage 2 of width 1: features live shorter and shorter, halved with what parity leaves.
  @Test func theManualShufflesHalve() {
    let (part, permutations) = ManualShuffle.stage(units: 4, channels: 116)
    let table = part.table(of: permutations)
    #expect(table.counts[1] == [29, 15, 7, 7])
    #expect(table.counts[0] == [29, 14, 7, 8])
    #expect(table.counts.map { $0.reduce(0, +) } == [58, 58, 58, 58, 58])
    #expect(table.transposed.counts.map { $0.reduce(0, +) } == [58, 58, 58, 116])
    #expect(table.counts[4] == [0, 0, 0, 58])
  }

  /// Features followed one by one, as the text of R4 says it.
  @Test func lifetimesAreThoseOfTheFeatures() {
    var stream = RandomStream(seed: 3)
    for _ in 0..<20 {
      let (part, _) = ManualShuffle.stage(units: 5, channels: 6)
      let permutations = part.randomPermutations(from: &stream)
      var counts = Array(repeating: [0, 0, 0, 0, 0], count: 6)
      var sources = [0, 0, 0, 1, 1, 1]
      for (k, p) in permutations.enumerated() {
        if k > 0 {
          for source in sources[3...] { counts[source][k - 1] += 1 }
          sources = Array(sources[..<3]) + [k + 1, k + 1, k + 1]
        }
        sources = p.map { sources[$0] }
      }
      for source in sources { counts[source][4] += 1 }
      #expect(part.table(of: permutations).counts == counts)
    }
  }

  /// FIFO: a feature passes once and is read; LIFO: it is read at once, or at the end.
  @Test func theExtremes() {
    let part = RoutePart(stage: "stage", shuffles: ["a", "b", "c"], channels: 4)
    let fifo = part.table(of: [[2, 3, 0, 1], [2, 3, 0, 1], [0, 1, 2, 3]])
    #expect(fifo.counts == [[2, 0, 0], [0, 2, 0], [0, 0, 2], [0, 0, 2]])
    let lifo = part.table(of: [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]])
    #expect(lifo.counts == [[0, 0, 2], [2, 0, 0], [0, 2, 0], [0, 0, 2]])
  }

  @Test func theLastShuffleOfAStageSaysNothing() {
    var stream = RandomStream(seed: 4)
    let (part, _) = ManualShuffle.stage(units: 3, channels: 8)
    #expect(part.vacuousShuffles == ["unit3"])
    for _ in 0..<20 {
      var permutations = part.randomPermutations(from: &stream)
      let table = part.table(of: permutations)
      permutations[2] = stream.shuffled(0..<8)
      #expect(part.table(of: permutations) == table)
    }
    let (single, _) = ManualShuffle.stage(units: 1, channels: 8)
    #expect(single.vacuousShuffles == ["unit1"] && single.movableCount == 0)
  }

  @Test func aShuffleBesideADenseLayerSaysNothing() {
    let (dense, grouped) = (ChannelGroups([6]), ChannelGroups(2, of: 3))
    for part in [
      RoutePart(shuffle: "a", from: dense, to: grouped),
      RoutePart(shuffle: "a", from: grouped, to: dense),
    ] {
      #expect(part.vacuousShuffles == ["a"] && part.movableCount == 0)
    }
    #expect(RoutePart(shuffle: "a", from: grouped, to: grouped).vacuousShuffles == [])
  }

  /// Equivalent shuffles have the same table and are not the same, in stages too.
  @Test func randomEquivalentsKeepEveryTable() throws {
    let (stage, shuffles) = ManualShuffle.stage(units: 4, channels: 12)
    let routes = NetworkRoutes([ManualShuffle.part(12, groups: 3), stage])
    var permutations = ["shuffle": ManualShuffle.images(12, groups: 3)]
    for (name, images) in zip(stage.shuffles, shuffles) { permutations[name] = images }
    var stream = RandomStream(seed: 5)
    let tables = try routes.tables(of: permutations)
    for _ in 0..<20 {
      let other = try routes.randomEquivalent(of: permutations, from: &stream)
      #expect(try routes.tables(of: other) == tables)
      #expect(other != permutations)
    }
    #expect(routes.featureCount == 12 + 30 && routes.movableCount == 12 + 24)
  }

  @Test func tablesSurviveEncoding() throws {
    let routes = NetworkRoutes([ManualShuffle.part(6, groups: 2)])
    let tables = try routes.tables(of: ["shuffle": [0, 3, 1, 4, 2, 5]])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(tables)
    #expect(
      String(decoding: text, as: UTF8.self)
        == #"{"parts":[{"name":"shuffle","table":[[2,1],[1,2]]}]}"#)
    #expect(try JSONDecoder().decode(NetworkTables.self, from: text) == tables)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RouteTable.self, from: Data("[[1],[1,2]]".utf8))
    }
  }

  @Test func permutationsMustBeThoseOfTheNetwork() throws {
    let routes = NetworkRoutes([ManualShuffle.part(4, groups: 2)])
    for (permutations, error) in [
      ([:], RouteError.missing(shuffle: "shuffle")),
      (["shuffle": [0, 1, 2]], .notAPermutation(shuffle: "shuffle", channels: 4)),
      (["shuffle": [0, 1, 2, 2]], .notAPermutation(shuffle: "shuffle", channels: 4)),
      (["shuffle": [0, 1, 2, 3], "b": [0]], .unknown(shuffle: "b")),
    ] {
      #expect(throws: error) { try routes.tables(of: permutations) }
      #expect(error.description.hasSuffix("."))
    }
  }
}
