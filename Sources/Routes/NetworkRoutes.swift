import RandomStreams

/// What the shuffles of a network can express: its parts, with all that is not a matter of names.
package struct NetworkRoutes: Equatable, Sendable {
  /// The parts, in the order the data meets them.
  package let parts: [RoutePart]

  /// Takes the parts of a network.
  package init(_ parts: [RoutePart]) {
    self.parts = parts
  }

  /// The names of the shuffles that have nothing to learn.
  package var vacuousShuffles: [String] { parts.flatMap(\.vacuousShuffles) }

  /// The number of features of all parts.
  package var featureCount: Int { parts.reduce(0) { $0 + $1.featureCount } }

  /// The number of features that shuffles can re-route.
  package var movableCount: Int { parts.reduce(0) { $0 + $1.movableCount } }

  /// The tables of permutations, by the names of the shuffles.
  ///
  /// Throws unless there is exactly one permutation for each shuffle.
  package func tables(of permutations: [String: [Int]]) throws(RouteError) -> NetworkTables {
    let lists = try ordered(permutations)
    return NetworkTables(
      parts: zip(parts, lists).map { .init(name: $0.name, table: $0.table(of: $1)) })
  }

  /// The routings of permutations, part by part; throws as `tables` does.
  package func routings(of permutations: [String: [Int]]) throws(RouteError) -> [Routing] {
    zip(parts, try ordered(permutations)).map { $0.routing(of: $1) }
  }

  /// Draws permutations with the same tables; throws as `tables` does.
  package func randomEquivalent(
    of permutations: [String: [Int]], from choices: inout some ChoiceSource
  ) throws(RouteError) -> [String: [Int]] {
    named(
      zip(parts, try ordered(permutations)).map { part, list in
        part.randomEquivalent(of: list, from: &choices)
      })
  }

  /// Draws permutations, all equally likely.
  package func randomPermutations(from choices: inout some ChoiceSource) -> [String: [Int]] {
    named(parts.map { $0.randomPermutations(from: &choices) })
  }

  /// The permutations of each part, in its order.
  private func ordered(_ permutations: [String: [Int]]) throws(RouteError) -> [[[Int]]] {
    var result: [[[Int]]] = []
    for part in parts {
      var list: [[Int]] = []
      for name in part.shuffles {
        guard let images = permutations[name] else { throw .missing(shuffle: name) }
        guard images.sorted() == Array(0..<part.channels) else {
          throw .notAPermutation(shuffle: name, channels: part.channels)
        }
        list.append(images)
      }
      result.append(list)
    }
    let known = Set(parts.flatMap(\.shuffles))
    if let name = permutations.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknown(shuffle: name)
    }
    return result
  }

  private func named(_ lists: [[[Int]]]) -> [String: [Int]] {
    let pairs = zip(parts.flatMap(\.shuffles), lists.joined())
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}

/// The tables of a network's parts: all that its shuffles say, up to names.
package struct NetworkTables: Codable, Equatable, Sendable {
  /// The table of a part.
  package struct Part: Codable, Equatable, Sendable {
    /// The name of the part.
    package let name: String
    /// Its table.
    package let table: RouteTable
  }

  /// The parts, in the order the data meets them.
  package let parts: [Part]

  /// The features to re-route, part by part, between two networks of one structure.
  package func distances(to other: NetworkTables) -> [Int] {
    precondition(parts.map(\.name) == other.parts.map(\.name), "the networks have one structure")
    return zip(parts, other.parts).map { $0.table.distance(to: $1.table) }
  }

  /// The features to re-route, of all parts.
  package func distance(to other: NetworkTables) -> Int { distances(to: other).reduce(0, +) }
}
