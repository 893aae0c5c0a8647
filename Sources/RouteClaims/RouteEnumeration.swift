import Birkhoff
import Claims
import Exact
import Routes

/// R1, R2 and the counts of tables on all of finite sets.
enum RouteEnumeration {
  /// All of them.
  static let all: [InstanceClaim] = [
    InstanceClaim(
      id: "R1-enumerated",
      statement:
        "R1 for all permutations p and q of up to 6 channels and all groups: names within the "
        + "groups take p to q iff T(p) = T(q)",
      tests: ["RouteClaimTests.enumerationsHold"],
      decision: { decide((1...6).map { cosets(channels: $0) }) }),
    InstanceClaim(
      id: "R2-enumerated",
      statement:
        "R2 for all permutations p and q of up to 5 channels and all groups: rho is the least "
        + "number of disagreements over all names within the groups",
      tests: ["RouteClaimTests.enumerationsHold"],
      decision: { decide((1...5).map { distances(channels: $0) }) }),
    InstanceClaim(
      id: "R3-count",
      statement:
        "R3, corollary 2: there are (n + 1)(n + 2)(n^2 + 3n + 4) / 8 tables of order 3 with "
        + "line sums n, counted for n = 1 to 20, 40 and 80",
      tests: ["RouteClaimTests.enumerationsHold"],
      decision: { decide((Array(1...20) + [40, 80]).map(countTables)) }),
  ]

  /// What was found of one set: nil, or what is wrong, and a fact.
  typealias Finding = (failure: String?, fact: String)

  private static func decide(_ findings: [Finding]) -> (Verdict, [String]) {
    let failure = findings.lazy.compactMap(\.failure).first
    return (failure.map { .refuted($0) } ?? .holds, findings.map(\.fact))
  }

  /// The permutations reached by exchanges of neighbours in a group, for all groups at once: the
  /// double cosets are found without tables, by union and search.
  static func cosets(channels n: Int, table: (Routing) -> RouteTable = \.table) -> Finding {
    let all = Permutation.all(n).map(\.images)
    let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    /// For each exchange of i and i + 1 the permutation it makes of each one, before and after it.
    func exchanged(_ change: ([Int], Int) -> [Int]) -> [[Int]] {
      (0..<max(n - 1, 0)).map { k in all.map { places[change($0, k)] ?? 0 } }
    }
    let behind = exchanged { images, k in
      var images = images
      images.swapAt(k, k + 1)
      return images
    }
    let before = exchanged { images, k in images.map { $0 == k ? k + 1 : $0 == k + 1 ? k : $0 } }
    let groups = groupings(n)
    var cosetCount = 0
    for inputs in groups {
      for outputs in groups {
        var roots = Array(all.indices)
        func root(_ k: Int) -> Int {
          var k = k
          while roots[k] != k { k = roots[k] }
          return k
        }
        for (partition, moves) in [(inputs, before), (outputs, behind)] {
          for k in moves.indices where partition.groups[k] == partition.groups[k + 1] {
            for (p, q) in moves[k].enumerated() {
              let (a, b) = (root(p), root(q))
              roots[max(a, b)] = min(a, b)
            }
          }
        }
        var tables: [RouteTable: Int] = [:]
        for (k, images) in all.enumerated() {
          let found = table(Routing(images, from: inputs, to: outputs))
          // One coset a table, and (below) one table a coset.
          if tables.updateValue(root(k), forKey: found) ?? root(k) != root(k) {
            return ("\(images) and another have one table, not one coset", "")
          }
        }
        guard Set(tables.values).count == tables.count else {
          return ("a coset has two tables for \(inputs.sizes) and \(outputs.sizes)", "")
        }
        cosetCount += tables.count
      }
    }
    return (
      nil,
      "\(n) channels: \(groups.count * groups.count) pairs of partitions, \(cosetCount) double cosets "
        + "of \(all.count) permutations, each with a table of its own"
    )
  }

  /// rho against the least number of disagreements, which is the least Hamming distance of q from
  /// the permutations of p's coset.
  static func distances(
    channels n: Int, distance: (RouteTable, RouteTable) -> Int = { $0.distance(to: $1) }
  ) -> Finding {
    let all = Permutation.all(n).map(\.images)
    let groups = groupings(n)
    var pairs = 0
    for inputs in groups {
      for outputs in groups {
        let routings = all.map { Routing($0, from: inputs, to: outputs) }
        // By R1 a coset is the set of all permutations with one table.
        let cosets = Dictionary(grouping: routings, by: \.table)
        for q in cosets.values.compactMap(\.first) {
          for (table, members) in cosets {
            let least = members.lazy.map { p in
              zip(p.images, q.images).count { $0 != $1 }
            }.min()
            guard least == distance(table, q.table) else {
              return ("rho of \(table) and \(q.table) is not \(least ?? 0)", "")
            }
            pairs += 1
          }
        }
      }
    }
    return (nil, "\(n) channels: \(pairs) pairs of tables")
  }

  /// The number of tables of order 3 with all line sums n against the formula.
  static func countTables(_ n: Int) -> Finding {
    var count = 0
    for a in 0...n {
      for b in 0...(n - a) {
        for c in 0...(n - a) {
          // The table has the rows (a, b, .), (c, d, .) and what is left, which is n - c - d and
          // n - b - d and a + b + c + d - n; d is in the range where none is negative.
          let (least, most) = (max(0, n - a - b - c), min(n - b, n - c))
          if least <= most { count += most - least + 1 }
        }
      }
    }
    let formula = (n + 1) * (n + 2) * (n * n + 3 * n + 4) / 8
    return (
      count == formula ? nil : "there are \(count) tables for n = \(n), not \(formula)",
      "n = \(n): \(count) tables"
    )
  }

  /// All partitions into consecutive groups.
  private static func groupings(_ n: Int) -> [ChannelGroups] {
    func sizes(_ n: Int) -> [[Int]] {
      n == 0 ? [[]] : (1...n).flatMap { first in sizes(n - first).map { [first] + $0 } }
    }
    return sizes(n).map { ChannelGroups($0) }
  }
}
