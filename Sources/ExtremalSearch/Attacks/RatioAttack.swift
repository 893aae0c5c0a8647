import Exact
import RandomStreams
import ShufflePenalty

/// Drives P / d1 of doubly stochastic matrices down towards 2 - sqrt 2 (T2*).
///
/// The search is in doubles; every number reported is that of an exactly doubly stochastic rational
/// matrix, with its exact d1, decided against 2 - sqrt 2 without rounding.
package enum RatioAttack {
  /// Runs the descents of a plan; `onStart` hears of the order and the descent's number.
  ///
  /// The connected matrices found at smaller orders are pieces of the starts at larger ones.
  /// `constant` is what P / d1 is claimed to reach at least; tests claim more.
  package static func run(
    _ plan: AttackPlan, against constant: RadicalSum = RadicalSum.sharpConstant,
    onStart: (_ order: Int, _ number: Int) -> Void = { _, _ in }
  ) -> AttackReport {
    var pieces: [(order: Int, values: [Double])] = []
    var findings: [RatioFinding] = []
    for n in plan.orders {
      var search = Search(order: n, pieces: pieces, seed: plan.seed, constant: constant)
      for k in 0..<plan.starts {
        guard plan.isInTime else { break }
        onStart(n, k)
        search.descend(k)
      }
      findings.append(search.finding)
      if let found = search.connected { pieces.append((n, found.values)) }
    }
    return AttackReport(plan, ratio: findings)
  }

  /// An exact matrix with its quotient.
  struct Record {
    let matrix: RationalMatrix
    let distance: Rational
    let ratio: RadicalSum
    /// The doubles it was recovered from, and the quotient there.
    let values: [Double]
    let value: Double

    var extremal: ExtremalMatrix { ExtremalMatrix(matrix, distance: distance, number: ratio) }
  }

  /// The exact record near a candidate, or nil if that is a half matrix.
  static func record(_ candidate: CellDescent.Candidate, order n: Int) -> Record? {
    guard
      let matrix = SimplestFraction.doublyStochastic(candidate.values, order: n),
      !ExactBounds.isHalfMatrix(matrix)
    else { return nil }
    let distance = ExactBounds.distance(matrix)
    return Record(
      matrix: matrix, distance: distance,
      ratio: ExactBounds.ratio(matrix, distance: distance),
      values: candidate.values, value: candidate.value)
  }

  private struct Search {
    let order: Int
    let seed: UInt64
    let constant: RadicalSum
    /// In doubles, and a little more.
    let nearConstant: Double
    let descent: CellDescent
    let sampler: StartSampler
    var descents = 0
    var programs = 0
    var endedAtHalfMatrices = 0
    var smallest: Record?
    var connected: Record?
    var counterexample: Record?

    init(
      order n: Int, pieces: [(order: Int, values: [Double])], seed: UInt64, constant: RadicalSum
    ) {
      order = n
      self.seed = seed
      self.constant = constant
      nearConstant = constant.enclosure(bits: 60).upper.truncatedDouble + 1e-9
      descent = CellDescent(CellProgram(order: n, columns: .exact), .ratio(order: n))
      sampler = StartSampler(order: n, pieces: pieces)
    }

    mutating func descend(_ number: Int) {
      var stream = RandomStream(root: seed, name: "attack.ratio.\(order).\(number)")
      let outcome = descent.run(from: sampler.ratioCosts(&stream), &stream)
      descents += 1
      programs += outcome.programs
      if outcome.endedExcluded { endedAtHalfMatrices += 1 }
      if let best = outcome.best { consider(best, \.smallest) }
      if let best = outcome.bestConnected { consider(best, \.connected) }
    }

    /// Replaces a record if the candidate is exactly smaller, and decides T2* for it.
    ///
    /// A candidate that is not clearly smaller in doubles is left aside, unless it is so close to
    /// the claimed constant that only the exact decision tells on which side it is.
    private mutating func consider(
      _ candidate: CellDescent.Candidate, _ path: WritableKeyPath<Search, Record?>
    ) {
      let known = self[keyPath: path]
      let isSmaller = known.map { candidate.value < $0.value - 1e-11 } ?? true
      guard isSmaller || candidate.value < nearConstant,
        let new = RatioAttack.record(candidate, order: order)
      else { return }
      if new.ratio < constant { counterexample = new }
      if let known, known.ratio <= new.ratio { return }
      self[keyPath: path] = new
    }

    var finding: RatioFinding {
      RatioFinding(
        n: order, descents: descents, programs: programs,
        endedAtHalfMatrices: endedAtHalfMatrices, smallest: smallest?.extremal,
        smallestConnected: connected?.extremal, counterexample: counterexample?.extremal)
    }
  }
}
