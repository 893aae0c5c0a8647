import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct SparseRepairTests {
  /// Nonnegative matrices of all kinds, small ones of each order.
  private static func matrices() -> [RationalMatrix] {
    var stream = RandomStream(seed: 4)
    return (1...6).flatMap { n in
      NonnegativeSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + RowStochasticSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + DoublyStochasticSampler.allCases.map { $0.sample(order: n, from: &stream) }
        + [RationalMatrix(rows: n, columns: n)]
    }
  }

  private func expectRepaired(_ matrix: RationalMatrix) -> (SparseRepair, RationalMatrix) {
    let repair = SparseRepair(matrix)
    let repaired = repair.applied(to: matrix)
    #expect(StochasticDefects(repaired).isDoublyStochastic)
    #expect((repair.removed + repair.added).allSatisfy { $0.amount.sign > 0 })
    let amounts = (repair.removed + repair.added).reduce(Rational()) { $0 + $1.amount }
    #expect(repair.cost == amounts)
    #expect(repaired.l1Distance(to: matrix) == repair.cost)
    #expect(repair.added.count <= 2 * matrix.order - 1)
    return (repair, repaired)
  }

  /// T5a: the result is doubly stochastic, the cost 2R + N - S, and R at most the excess.
  @Test func theCostIsWhatT5aStates() {
    for matrix in Self.matrices() {
      let (repair, repaired) = expectRepaired(matrix)
      let defects = StochasticDefects(matrix)
      #expect(repair.removedMass <= defects.rowExcess + defects.columnExcess)
      #expect(repair.cost == 2 * repair.removedMass + Rational(matrix.order) - matrix.sum())
      #expect(repair.cost >= max(defects.rowDeviation, defects.columnDeviation))
      let kept = RationalMatrix(rows: matrix.order, columns: matrix.order) {
        min(matrix[$0, $1], repaired[$0, $1])
      }
      #expect(kept.l1Distance(to: matrix) == repair.removedMass)
    }
  }

  /// With exact rows the cost is kappa, which no doubly stochastic matrix can undercut; the same
  /// with rows and columns exchanged.
  @Test func withExactRowsNothingIsNearer() {
    for matrix in Self.matrices() {
      let defects = StochasticDefects(matrix)
      guard defects.isRowStochastic else { continue }
      #expect(SparseRepair(matrix).cost == defects.columnDeviation)
      #expect(SparseRepair(matrix.transposed).cost == defects.columnDeviation)
    }
  }

  /// Only sums and differences: floats keep dyadic entries, doubly stochastic matrices their own.
  @Test func numbersStayShort() throws {
    let floats: [Float] = [0.7, 0.2, 0.1, 0.3, 0.4, 0.3, 0.05, 0.5, 0.45]
    let matrix = try #require(RationalMatrix(exactly: floats, rows: 3, columns: 3))
    let (_, repaired) = expectRepaired(matrix)
    for i in 0..<3 {
      for j in 0..<3 { #expect((repaired[i, j] * .powerOfTwo(32)).isInteger) }
    }
    let exact = SparseRepair(repaired)
    #expect(exact.removed.isEmpty && exact.added.isEmpty && exact.cost == 0)
  }
}
