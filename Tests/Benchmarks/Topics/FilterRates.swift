import Birkhoff
import Claims
import Exact
import RandomStreams
import ShufflePenalty
import Verification

/// Where the inequalities of the claims end: in the float filter or beyond it.
struct FilterRates {
  /// Decisions by the stage that ended them.
  struct Tally {
    /// Either float filter.
    var filter = 0
    /// Rational arithmetic once the roots had cancelled, the two sides different.
    var rational = 0
    /// Rational enclosures.
    var interval = 0
    /// The two sides were equal, which no filter can see.
    var equal = 0

    /// The share of the filter among the decisions of different sides.
    var share: Double {
      Double(filter) / Double(max(1, filter + rational + interval))
    }

    mutating func add(_ difference: RadicalSum) {
      let (sign, method) = difference.decidedSign()
      if sign == 0 {
        equal += 1
        return
      }
      switch method {
      case .filter: filter += 1
      case .rational: rational += 1
      case .interval, .zeroTest: interval += 1
      }
    }
  }

  /// Random matrices that are not biased to corners, by name.
  static let sources:
    [(name: String, sample: @Sendable (Int, inout RandomStream) -> RationalMatrix)] =
      [
        (
          "convexCombination",
          { DoublyStochasticSampler.convexCombination.sample(order: $0, from: &$1) }
        ),
        ("scaledPositive", { DoublyStochasticSampler.scaledPositive.sample(order: $0, from: &$1) }),
        (
          "float32 stochastic",
          { n, stream in
            let inputs = BenchmarkInputs(seed: stream.next())
            return inputs.exact(inputs.stochasticFloats(order: n), columns: n)
          }
        ),
        (
          "float32 trained",
          { n, stream in
            let inputs = BenchmarkInputs(seed: stream.next())
            return inputs.exact(inputs.trainedFloats(order: n), columns: n)
          }
        ),
        (
          "float32 trained, repaired",
          { n, stream in
            let inputs = BenchmarkInputs(seed: stream.next())
            return ExactProjection.doublyStochastic(
              inputs.exact(inputs.trainedFloats(order: n), columns: n))
          }
        ),
        (
          "float32 normal",
          { n, stream in BenchmarkInputs(seed: stream.next()).normalFloats(rows: n, columns: n) }
        ),
      ]

  /// The tallies by name of the source.
  private(set) var tallies: [(name: String, tally: Tally)] = []

  /// Decides all theorems on `count` matrices of each source and pairs of successive ones.
  init(count: Int, seed: UInt64) {
    for (name, sample) in Self.sources {
      var stream = RandomStream(root: seed, name: "rates.\(name)")
      var tally = Tally()
      for _ in 0..<count {
        let n = stream.int(in: 2...12)
        let (a, b) = (sample(n, &stream), sample(n, &stream))
        let facts = MatrixFacts(a)
        for claim in Theorems.all {
          let decision: ClaimDecision
          switch claim.subject.instances {
          case is MatrixClass: decision = claim.decide(facts: facts)
          case is PairClass: decision = claim.decide(ClaimInstance(matrices: [a, b]))
          default: continue
          }
          if let lhs = decision.lhs, let rhs = decision.rhs { tally.add(rhs - lhs) }
        }
      }
      tallies.append((name, tally))
    }
  }

  /// The lines of a table.
  var lines: [String] {
    ["matrices                    filter   rational  interval  equal    filter share"]
      + tallies.map { name, tally in
        let share = Double(Int(100_000 * tally.share)) / 1000
        let fields = [
          (name, 27), ("\(tally.filter)", 8), ("\(tally.rational)", 9), ("\(tally.interval)", 9),
          ("\(tally.equal)", 8), ("\(share) %", 0),
        ]
        return fields.map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
          .joined(separator: " ")
      }
  }
}
