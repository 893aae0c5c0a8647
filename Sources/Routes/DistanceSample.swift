import RandomStreams

/// The distances of random permutations from given ones: what a distance is to be compared with.
package struct DistanceSample: Equatable, Sendable {
  /// The distances, in ascending order; there is at least one.
  package let distances: [Int]

  /// Takes the distances, in any order.
  package init(_ distances: [Int]) {
    precondition(!distances.isEmpty, "a sample has values")
    self.distances = distances.sorted()
  }

  /// The mean.
  package var mean: Double { Double(distances.reduce(0, +)) / Double(distances.count) }

  /// The standard deviation of the population that the sample is.
  package var standardDeviation: Double {
    let mean = mean
    let squares = distances.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (squares / Double(distances.count)).squareRoot()
  }

  /// The smallest distance that at least the part `share`, in 0...1, of the sample does not exceed.
  package func quantile(_ share: Double) -> Int {
    let rank = Int((share * Double(distances.count)).rounded(.up))
    return distances[min(max(rank, 1), distances.count) - 1]
  }

  /// The part of the sample that does not exceed `distance`.
  package func share(atMost distance: Int) -> Double {
    Double(distances.count { $0 <= distance }) / Double(distances.count)
  }
}

/// The distances of random networks, part by part and in total.
package struct RandomDistances: Equatable, Sendable {
  /// The samples of the parts.
  package let parts: [DistanceSample]
  /// The sample of their sums.
  package let total: DistanceSample
}

extension NetworkRoutes {
  /// The distances of `count` uniformly random networks of the structure from given tables; the
  /// same seed gives the same sample.
  package func randomDistances(
    from tables: NetworkTables, count: Int, seed: UInt64
  ) -> RandomDistances {
    var stream = RandomStream(root: seed, name: "routes.random")
    let rows = (0..<count).map { _ in
      zip(parts, tables.parts).map { part, known in
        part.table(of: part.randomPermutations(from: &stream)).distance(to: known.table)
      }
    }
    return RandomDistances(
      parts: parts.indices.map { k in DistanceSample(rows.map { $0[k] }) },
      total: DistanceSample(rows.map { $0.reduce(0, +) }))
  }
}
