import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct SparseRepairTests {
  /// A nonnegative matrix with rows, columns or both too large or too small, zero lines among them.
  private func sample(order n: Int, _ stream: inout RandomStream) -> RationalMatrix {
    let isZero = (0..<n).map { _ in stream.oneIn(5) }
    return RationalMatrix(rows: n, columns: n) { i, j in
      isZero[i] ? 0 : Rational(stream.int(in: 0...6), 2 * n)
    }
  }

  private func expectRepaired(_ matrix: RationalMatrix) -> (SparseRepair, RationalMatrix) {
    let repair = SparseRepair(matrix)
    let repaired = repair.applied(to: matrix)
    #expect(StochasticDefects(repaired).isDoublyStochastic)
    #expect((repair.removed + repair.added).allSatisfy { $0.amount.sign > 0 })
    let amounts = (repair.removed + repair.added).reduce(Rational()) { $0 + $1.amount }
    #expect(repair.cost == amounts)
    #expect(repaired.l1Distance(to: matrix) <= repair.cost)
    #expect(repair.added.count <= 2 * matrix.order - 1)
    return (repair, repaired)
  }

  /// The result is doubly stochastic, the stated cost is 2R + N - S, and R is at most the excess.
  @Test func anyNonnegativeMatrixIsRepaired() {
    var stream = RandomStream(seed: 1)
    for k in 0..<60 {
      let matrix = sample(order: 1 + k % 6, &stream)
      let (repair, _) = expectRepaired(matrix)
      let excess = (matrix.rowSums() + matrix.columnSums()).reduce(Rational()) {
        $0 + max($1 - 1, 0)
      }
      #expect(repair.removedMass <= excess)
      #expect(
        repair.cost == 2 * repair.removedMass + Rational(matrix.order) - matrix.sum())
    }
  }

  /// With exact rows the cost is kappa, which no doubly stochastic matrix can undercut.
  @Test func withExactRowsNothingIsNearer() {
    var stream = RandomStream(seed: 2)
    for k in 0..<40 {
      let n = 1 + k % 6
      var matrix = RationalMatrix(rows: n, columns: n)
      for i in 0..<n {
        let parts = (0..<n).map { _ in stream.int(in: 0...4) }
        let total = max(parts.reduce(0, +), 1)
        for j in 0..<n { matrix[i, j] = Rational(parts[j], total) }
        if parts.allSatisfy({ $0 == 0 }) { matrix[i, stream.index(below: n)] = 1 }
      }
      let (repair, repaired) = expectRepaired(matrix)
      let kappa = matrix.columnSums().reduce(Rational()) { $0 + ($1 - 1).magnitude }
      #expect(repair.cost == kappa)
      #expect(repaired.l1Distance(to: matrix) == kappa)
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
