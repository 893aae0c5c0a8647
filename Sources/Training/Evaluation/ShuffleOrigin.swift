import NeuralNet
import Routes

/// Where the shuffles of a run started, to tell how far they have come.
package struct ShuffleOrigin: Codable, Equatable, Sendable {
  /// For each learned matrix the column of the largest entry of each row, of the first among
  /// equals.
  let columns: [String: [Int]]
  /// The permutations of all shuffles, those of matrices as they round.
  let permutations: [String: [Int]]

  /// Looks at a network before its first step.
  init(of network: TrainableNetwork, rounding: ShuffleRounding) {
    columns = Dictionary(
      uniqueKeysWithValues: network.shuffles.compactMap(LearnedMatrix.init).map {
        ($0.name, $0.largestColumns)
      })
    permutations = rounding.allPermutations(of: network)
  }

  /// Returns how far the shuffles are from here and from the manual ones, given the permutations to
  /// which they round now; nil for a network whose shuffles are fixed.
  func movement(of network: TrainableNetwork, to permutations: [String: [Int]]) -> ShuffleMovement?
  {
    guard network.configuration.shuffle != .fixed else { return nil }
    let manual = network.manualPermutations
    let present = Self.tables(of: permutations, in: network)
    let manualTables = Self.tables(of: manual, in: network)
    let startTables = Self.tables(of: self.permutations, in: network)
    let distances = zip(present.distances(to: manualTables), present.distances(to: startTables))
    return ShuffleMovement(
      fromManual: present.distance(to: manualTables),
      fromStart: present.distance(to: startTables),
      randomFromManual: Self.randomDistances(of: network).mean,
      parts: zip(network.routes.parts, distances).map {
        .init(name: $0.name, fromManual: $1.0, fromStart: $1.1)
      },
      shuffles: network.shuffles.map { shuffle in
        let largest = LearnedMatrix(shuffle)?.largestColumns ?? shuffle.permutation ?? []
        return .init(
          name: shuffle.name, rows: shuffle.size,
          atStart: Self.agreements(largest, columns[shuffle.name]),
          atManual: Self.agreements(largest, manual[shuffle.name]))
      })
  }

  /// Returns how far random networks are from the manual shuffles.
  static func randomDistances(of network: TrainableNetwork) -> DistanceSample {
    network.routes.randomDistances(
      from: tables(of: network.manualPermutations, in: network),
      count: ShuffleMovement.randomNetworks, seed: 0
    ).total
  }

  private static func tables(
    of permutations: [String: [Int]], in network: TrainableNetwork
  ) -> NetworkTables {
    do {
      return try network.routes.tables(of: permutations)
    } catch {
      // The names and sizes are the network's own.
      preconditionFailure(error.description)
    }
  }

  private static func agreements(_ columns: [Int], _ others: [Int]?) -> Int {
    zip(columns, others ?? []).count { $0 == $1 }
  }
}

/// How far the shuffles of a network that learns them have moved.
package struct ShuffleMovement: Codable, Equatable, Sendable {
  /// One part of the network: a shuffle of ShuffleNet v1, or a stage of v2.
  package struct Part: Codable, Equatable, Sendable {
    /// The name.
    package let name: String
    /// The channels to re-route from the manual shuffles.
    package let fromManual: Int
    /// The channels to re-route from what the start rounds to.
    let fromStart: Int
  }

  /// One shuffle.
  package struct Shuffle: Codable, Equatable, Sendable {
    /// The name.
    package let name: String
    /// The number of its rows.
    package let rows: Int
    /// The rows whose largest entry is where that of the start was, of equal ones the first; 0 for
    /// a shuffle that started as a permutation.
    let atStart: Int
    /// The rows whose largest entry is where the manual shuffle has its one.
    let atManual: Int
  }

  /// The channels to re-route from the manual shuffles, in the whole network.
  package let fromManual: Int
  /// The channels to re-route from what the start rounds to.
  package let fromStart: Int
  /// The mean over random networks of their distance from the manual shuffles.
  package let randomFromManual: Double
  /// The parts, in the order the data meets them.
  package let parts: [Part]
  /// The shuffles, in this order.
  package let shuffles: [Shuffle]

  /// The mean over so many has an error of 1/14 of the distances' deviation, which is 8 channels
  /// for v2 0.5.
  static let randomNetworks = 200
}
