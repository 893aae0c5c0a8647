import NeuralNet
import Routes

/// Where the shuffles of a network send its channels; its JSON is the output of `autoshuffle
/// routes`.
package struct RoutesReport: Codable, Sendable {
  /// One part: a shuffle of ShuffleNet v1, or a stage of v2.
  package struct Part: Codable, Sendable {
    /// The name.
    package var name: String
    /// Its shuffles, in the order the data meets them.
    package var shuffles: [String]
    /// Whether `table` holds lifetimes, a row for L and each unit, a column for each later unit and
    /// the end; otherwise it has a row for each group behind the shuffle, a column for each in
    /// front.
    package var isStage: Bool
    /// The table.
    package var table: RouteTable
    /// How far the table is from others.
    package var distances: Distances
  }

  /// Distances in channels to re-route.
  package struct Distances: Codable, Sendable {
    /// The number of channels, in a stage of all that its units make.
    package var channels: Int
    /// Those that some shuffles route otherwise than others.
    package var movable: Int
    /// From the manual shuffles.
    package var fromManual: Int
    /// From the network that was named to compare with.
    package var fromOther: Int?
    /// What uniformly random shuffles are from the manual ones.
    package var random: Random
  }

  /// The distances of random networks from the manual shuffles.
  package struct Random: Codable, Sendable {
    /// Their mean.
    package var mean: Double
    /// Their standard deviation.
    package var deviation: Double
    /// The quantiles for 5, 50 and 95 %.
    var quantiles: [Int]
    /// The part of them that is not farther away than this network.
    var shareAtMost: Double

    init(_ sample: DistanceSample, at distance: Int) {
      mean = sample.mean
      deviation = sample.standardDeviation
      quantiles = [0.05, 0.5, 0.95].map(sample.quantile)
      shareAtMost = sample.share(atMost: distance)
    }
  }

  /// The name and version of this format.
  package var schema = "autoshuffle.routes/1"
  /// The network in words.
  package var network: String
  /// The shuffles that are matrices still, each of which was rounded first.
  package var rounded: [String]
  /// The shuffles that have nothing to learn.
  package var vacuous: [String]
  /// The number of random networks.
  package var samples: Int
  /// The root of all random numbers.
  package var seed: UInt64
  /// The parts.
  package var parts: [Part]
  /// The sums over all parts.
  package var total: Distances
  /// The permutations, by the names of the shuffles: output channel i takes the input at position
  /// i.
  package var permutations: [String: [Int]]

  /// Compares permutations of a network's shuffles with its manual ones, with `samples` random ones
  /// and, if given, with others.
  ///
  /// Throws if a list of permutations is not one of the network.
  package init(
    _ network: TrainableNetwork, permutations: [String: [Int]], against other: [String: [Int]]?,
    samples: Int, seed: UInt64
  ) throws(RouteError) {
    let routes = network.routes
    let tables = try routes.tables(of: permutations)
    let manual = try routes.tables(of: network.manualPermutations)
    let random = routes.randomDistances(from: manual, count: samples, seed: seed)
    let fromManual = tables.distances(to: manual)
    let fromOther = try other.map { (images) throws(RouteError) in
      tables.distances(to: try routes.tables(of: images))
    }
    self.network = "\(network.configuration)"
    rounded = network.shuffles.filter { $0.matrix != nil }.map(\.name)
    vacuous = routes.vacuousShuffles
    self.permutations = permutations
    self.samples = samples
    self.seed = seed
    parts = routes.parts.enumerated().map { k, part in
      Part(
        name: part.name, shuffles: part.shuffles, isStage: part.isStage,
        table: tables.parts[k].table,
        distances: Distances(
          channels: part.featureCount, movable: part.movableCount, fromManual: fromManual[k],
          fromOther: fromOther?[k], random: Random(random.parts[k], at: fromManual[k])))
    }
    let sum = fromManual.reduce(0, +)
    total = Distances(
      channels: routes.featureCount, movable: routes.movableCount, fromManual: sum,
      fromOther: fromOther?.reduce(0, +), random: Random(random.total, at: sum))
  }
}

extension RoutesReport {
  /// The report in lines for a person.
  package var lines: [String] {
    var lines = [network]
    if !rounded.isEmpty {
      lines.append("matrices still, rounded first: " + rounded.joined(separator: ", "))
    }
    lines.append("nothing to learn: " + vacuous.joined(separator: ", "))
    for part in parts {
      lines.append("")
      lines.append(part.name + ": " + Self.text(part.distances))
      lines += part.isStage ? Self.lifetimes(part.table) : Self.rows(part.table)
    }
    return lines + ["", "all: " + Self.text(total)]
      + ["random: \(samples) networks with uniformly random shuffles, seed \(seed)"]
  }

  private static func text(_ distances: Distances) -> String {
    if distances.movable == 0 { return "every permutation is the same" }
    let random = distances.random
    let other = distances.fromOther.map { ", \($0) from the other" } ?? ""
    return "\(distances.fromManual) of \(distances.channels) from manual\(other); random "
      + "\(NumberText.fixed(random.mean, 1)) +- \(NumberText.fixed(random.deviation, 1)), "
      + "90 % in \(random.quantiles[0])...\(random.quantiles[2]), "
      + "\(NumberText.fixed(100 * random.shareAtMost, 1)) % not farther"
  }

  /// A row for each group behind the shuffle.
  private static func rows(_ table: RouteTable) -> [String] {
    table.counts.map { "  " + $0.map { "\($0)".leftPadded(to: 4) }.joined() }
  }

  /// A row for each source, a column for each reader.
  private static func lifetimes(_ table: RouteTable) -> [String] {
    let readers = (2...max(table.counts.count - 1, 2)).prefix((table.counts.first?.count ?? 1) - 1)
    let head = readers.map { "unit\($0)" } + ["end"]
    let names = ["left"] + (1..<table.counts.count).map { "unit\($0)" }
    return ["  made by \\ read by".padded(to: 20) + head.map { $0.leftPadded(to: 6) }.joined()]
      + zip(names, table.counts).map { name, row in
        "  " + name.padded(to: 18) + row.map { "\($0)".leftPadded(to: 6) }.joined()
      }
  }
}
