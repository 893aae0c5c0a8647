import Exact
import ShufflePenalty

/// Proofs for small orders by enumeration: all vertices of a cell, found twice, decided exactly.
///
/// On a cell of doubly stochastic matrices P - (2 - sqrt 2) d1 is concave, so it is nowhere
/// negative if it is not at the vertices; relabelling carries every doubly stochastic matrix into
/// the cell of the identity. In the same way d1 - (2 + sqrt 2) Prow - beta kappa is convex on the
/// cells of row-stochastic matrices with given overloaded columns, so the largest coefficient that
/// a vertex demands is the best one of T5e at that order.
package enum CellStudy {
  /// Both claims at the given orders, 2 to 4; `onCell` hears of each order before it is begun.
  package static func run(
    orders: ClosedRange<Int>, onCell: (_ order: Int) -> Void = { _ in }
  ) -> AttackReport {
    AttackReport(
      vertices: orders.flatMap { n in
        onCell(n)
        return [sharpBound(order: n)] + rowBound(order: n)
      })
  }

  /// P >= c d1 with equality at half matrices alone, at one order, 2 to 4; T2* is c = 2 - sqrt 2.
  package static func sharpBound(
    order n: Int, constant: RadicalSum = RadicalSum.sharpConstant
  ) -> CellFinding {
    let cell = MatrixCell(.doublyStochastic, order: n)
    let vertices = Enumeration(cell)
    var tally = Tally()
    for matrix in vertices.matrices {
      let distance = ExactBounds.distance(matrix)
      guard distance.sign > 0 else {
        tally.permutations += 1
        continue
      }
      let isHalf = ExactBounds.isHalfMatrix(matrix)
      if isHalf { tally.halfMatrices += 1 }
      let ratio = ExactBounds.ratio(matrix, distance: distance)
      let sign = (ratio - constant).sign()
      if sign == 0 { tally.equalities += 1 }
      if sign < 0 || (sign == 0) != isHalf { tally.counterexamples.append((matrix, ratio)) }
      if !isHalf { tally.record(matrix, ratio, isBetter: <) }
    }
    return vertices.finding(claim: "T2*", overloadedColumns: nil, tally)
  }

  /// T5e with a coefficient of kappa at one order, 2 to 4, one cell a number of overloaded columns.
  ///
  /// Vertices with kappa = 0 are doubly stochastic and must satisfy the bound without kappa.
  static func rowBound(order n: Int, coefficient: Rational = 1) -> [CellFinding] {
    (1..<n).map { rowBound(order: n, overloaded: $0, coefficient) }
  }

  private static func rowBound(
    order n: Int, overloaded: Int, _ coefficient: Rational
  ) -> CellFinding {
    let cell = MatrixCell(.rowStochastic(overloaded: overloaded), order: n)
    let vertices = Enumeration(cell)
    var tally = Tally()
    for matrix in vertices.matrices {
      let distance = ExactBounds.distance(matrix)
      if distance.sign == 0 {
        tally.permutations += 1
      } else if ExactBounds.kappa(matrix).sign == 0, ExactBounds.isHalfMatrix(matrix) {
        tally.halfMatrices += 1
      }
      let deficit = KappaBound.rowsAlone.deficit(matrix, distance: distance)
      let kappa = ExactBounds.kappa(matrix)
      let sign = (RadicalSum(coefficient * kappa) - deficit).sign()
      if sign == 0, distance.sign > 0 { tally.equalities += 1 }
      if sign < 0 { tally.counterexamples.append((matrix, deficit)) }
      if kappa.sign > 0 { tally.record(matrix, 1 / kappa * deficit, isBetter: >) }
    }
    return vertices.finding(claim: "T5e", overloadedColumns: overloaded, tally)
  }

  /// The vertices of a cell by both methods.
  private struct Enumeration {
    let cell: MatrixCell
    let vertices: [IntegerPoint]
    let walk: LexicographicPivoting.Result

    init(_ cell: MatrixCell) {
      self.cell = cell
      vertices = DoubleDescription.vertices(of: cell.polytope)
      walk = LexicographicPivoting.vertices(of: cell.polytope, from: cell.identity)
    }

    var matrices: [RationalMatrix] { vertices.map(cell.matrix) }

    func finding(claim: String, overloadedColumns: Int?, _ tally: Tally) -> CellFinding {
      let certified = vertices.allSatisfy(cell.polytope.isVertex)
      let agree = walk.vertices == vertices
      return CellFinding(
        claim: claim, n: cell.order, overloadedColumns: overloadedColumns,
        vertices: vertices.count, certified: certified, bases: walk.bases, methodsAgree: agree,
        permutations: tally.permutations, halfMatrices: tally.halfMatrices,
        equalities: tally.equalities, extremal: tally.extremal.map(Self.extremal),
        counterexamples: tally.counterexamples.map(Self.extremal),
        verdict: !tally.counterexamples.isEmpty
          ? .refuted : certified && agree ? .holds : .undecided)
    }

    private static func extremal(_ matrix: RationalMatrix, _ number: RadicalSum) -> ExtremalMatrix {
      ExtremalMatrix(matrix, distance: ExactBounds.distance(matrix), number: number)
    }
  }

  private struct Tally {
    var permutations = 0
    var halfMatrices = 0
    var equalities = 0
    var extremal: (RationalMatrix, RadicalSum)?
    var counterexamples: [(RationalMatrix, RadicalSum)] = []

    mutating func record(
      _ matrix: RationalMatrix, _ number: RadicalSum,
      isBetter: (RadicalSum, RadicalSum) -> Bool
    ) {
      if let extremal, !isBetter(number, extremal.1) { return }
      extremal = (matrix, number)
    }
  }
}
