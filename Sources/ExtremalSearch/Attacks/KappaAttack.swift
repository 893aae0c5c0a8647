import Exact
import RandomStreams

/// Looks for row-stochastic matrices that demand a large coefficient of kappa in T5b and T5e.
///
/// The search is in doubles; every number reported is the exact demand of an exactly row-stochastic
/// rational matrix, so it is a proved lower bound of the best coefficient.
package enum KappaAttack {
  /// Runs the descents of a plan for both bounds; `onStart` hears of order and descent.
  ///
  /// `coefficient` is the one for which a bound is claimed; tests claim less than is proved.
  package static func run(
    _ plan: AttackPlan, against coefficient: (KappaBound) -> RadicalSum = \.provedCoefficient,
    onStart: (_ bound: KappaBound, _ order: Int, _ number: Int) -> Void = { _, _, _ in }
  ) -> AttackReport {
    var findings: [KappaFinding] = []
    for bound in KappaBound.allCases {
      for n in plan.orders {
        var search = Search(bound: bound, order: n, seed: plan.seed)
        for k in 0..<plan.starts {
          guard plan.isInTime else { break }
          onStart(bound, n, k)
          search.descend(k)
        }
        findings.append(search.finding(against: coefficient(bound)))
      }
    }
    return AttackReport(plan, kappa: findings)
  }

  private struct Record {
    let matrix: RationalMatrix
    let demand: RadicalSum
    let value: Double
    let largestColumnSum: Double
  }

  private struct Search {
    let bound: KappaBound
    let order: Int
    let seed: UInt64
    var descents = 0
    var programs = 0
    var largest: Record?

    mutating func descend(_ number: Int) {
      var stream = RandomStream(root: seed, name: "attack.\(bound.rawValue).\(order).\(number)")
      let cap = columnCap(&stream)
      let descent = CellDescent(
        CellProgram(order: order, columns: .free(largestExcess: cap - 1)),
        .demand(bound, order: order, largestColumnSum: cap))
      let (rowWeight, columnWeight) = bound.weights(largestColumnSum: cap)
      let costs = StartSampler(order: order)
        .demandCosts(&stream, rowWeight: rowWeight, columnWeight: columnWeight)
      let outcome = descent.run(from: costs, &stream)
      descents += 1
      programs += outcome.programs
      if let best = outcome.best { consider(best) }
    }

    /// The cap of the column sums, on which T5b depends and T5e does not.
    ///
    /// Simple fractions and arbitrary ones up to 3, where 2 c_max Pcol outweighs d1 by far, and
    /// one time in four a number near the largest column sum of the record.
    private func columnCap(_ stream: inout RandomStream) -> Double {
      guard bound == .rowsAndColumns else { return Double(order) }
      let most = min(3, Double(order))
      let choice = stream.index(below: 4)
      if choice == 3, let record = largest {
        let near = record.largestColumnSum + 0.05 * (2 * Double(stream.uniform()) - 1)
        return min(max(near, 1.01), most)
      }
      if choice == 0 { return 1.01 + (most - 1.01) * Double(stream.uniform()) }
      return min(1 + Double(1 + stream.index(below: 24)) / 12, most)
    }

    private mutating func consider(_ candidate: CellDescent.Candidate) {
      let known = largest.map { -$0.value } ?? .infinity
      guard candidate.value < known - 1e-9,
        let matrix = SimplestFraction.rowStochastic(candidate.values, order: order),
        let demand = bound.demand(matrix)
      else { return }
      if let largest, demand <= largest.demand { return }
      largest = Record(
        matrix: matrix, demand: demand, value: -candidate.value,
        largestColumnSum: (matrix.columnSums().max() ?? 1).truncatedDouble)
    }

    func finding(against coefficient: RadicalSum) -> KappaFinding {
      KappaFinding(
        claim: bound.rawValue, n: order, descents: descents, programs: programs,
        largest: largest.map {
          ExtremalMatrix(
            $0.matrix, distance: ExactBounds.distance($0.matrix), number: $0.demand)
        },
        kappa: largest.map { ExactBounds.kappa($0.matrix).description },
        refutes: largest.map { $0.demand > coefficient } ?? false)
    }
  }
}
