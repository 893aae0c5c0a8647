import Exact
import RandomStreams

/// Decisions of the float filter held against exact signs.
struct FilterTrial: Equatable {
  /// What one kind of sums gave.
  struct Tally: Equatable {
    /// Sums tried.
    var sums = 0
    /// Decided in doubles, as built or with equal roots collected.
    var inDoubles = 0
    /// Decided in double-doubles.
    var inDoubleDoubles = 0
    /// Sums that are 0, which no filter can decide unless nothing is left of them.
    var zeros = 0
    /// Decisions that differ from the exact sign.
    var wrong = 0
  }

  /// The tallies, kind by kind.
  private(set) var tallies: [AdversarialSums: Tally] = [:]

  /// Decides `count` sums, all kinds in turn.
  init(count: Int, seed: UInt64) {
    var stream = RandomStream(root: seed, name: "filter")
    let kinds = AdversarialSums.allCases
    for k in 0..<count {
      let kind = kinds[k % kinds.count]
      tallies[kind, default: Tally()].add(kind.sample(from: &stream))
    }
  }

  /// Everything together.
  var total: Tally {
    tallies.values.reduce(into: Tally()) {
      $0.sums += $1.sums
      $0.inDoubles += $1.inDoubles
      $0.inDoubleDoubles += $1.inDoubleDoubles
      $0.zeros += $1.zeros
      $0.wrong += $1.wrong
    }
  }

  /// The lines of a table.
  var lines: [String] {
    let rows =
      AdversarialSums.allCases.map { ($0.rawValue, tallies[$0] ?? Tally()) } + [("all", total)]
    return ["sums             tried    doubles  double-doubles  neither  zero     wrong"]
      + rows.map { name, tally in
        let neither = tally.sums - tally.inDoubles - tally.inDoubleDoubles
        let fields = [
          (name, 16), ("\(tally.sums)", 8), ("\(tally.inDoubles)", 8),
          ("\(tally.inDoubleDoubles)", 15), ("\(neither)", 8), ("\(tally.zeros)", 8),
          ("\(tally.wrong)", 0),
        ]
        return fields.map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
          .joined(separator: " ")
      }
  }
}

extension FilterTrial.Tally {
  /// Decides one sum in every way and compares.
  mutating func add(_ sum: RadicalSum) {
    let collected = sum.collected
    let coarse = [sum.filteredSign, collected.filteredSign].compactMap { $0 }
    let fine = [sum.finelyFilteredSign, collected.finelyFilteredSign].compactMap { $0 }
    let exact = sum.exactSign()
    sums += 1
    if exact == 0 { zeros += 1 }
    if !coarse.isEmpty {
      inDoubles += 1
    } else if !fine.isEmpty {
      inDoubleDoubles += 1
    }
    if (coarse + fine).contains(where: { $0 != exact }) || sum.sign() != exact { wrong += 1 }
  }
}
