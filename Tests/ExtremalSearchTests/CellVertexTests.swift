import Birkhoff
import Exact
import Testing

@testable import ExtremalSearch

/// The vertices of cells: counts, certificates, and three methods that must agree.
@Suite struct CellVertexTests {
  /// Order 2 by hand: the matrices are [[1 - t, t], [t, 1 - t]] with t <= 1/2, a segment from the
  /// identity to the half matrix.
  @Test func orderTwoIsASegment() {
    let cell = MatrixCell(.doublyStochastic, order: 2)
    let half = Rational(1, 2)
    let matrices = DoubleDescription.vertices(of: cell.polytope).map(cell.matrix)
    #expect(matrices.count == 2)
    #expect(matrices.contains(Permutation(identity: 2).matrix))
    #expect(matrices.contains(RationalMatrix([[half, half], [half, half]])))
  }

  @Test(arguments: [(3, 14, 22), (4, 36, 1676)])
  func theCountsAreThePublishedOnes(order: Int, inequalities: Int, count: Int) {
    let cell = MatrixCell(.doublyStochastic, order: order)
    #expect(cell.polytope.inequalities.count == inequalities)
    let vertices = DoubleDescription.vertices(of: cell.polytope)
    #expect(vertices.count == count)
    #expect(Set(vertices).count == count)
    #expect(vertices.allSatisfy(cell.polytope.isVertex))
    let walk = LexicographicPivoting.vertices(of: cell.polytope, from: cell.identity)
    #expect(walk.vertices == vertices)
    for matrix in vertices.map(cell.matrix) {
      #expect(StochasticDefects(matrix).isDoublyStochastic)
      // The identity is a best assignment, as the cell says.
      let trace = (0..<order).reduce(into: Rational()) { $0 += matrix[$1, $1] }
      #expect(Assignment(maximising: matrix).value == trace)
    }
  }

  /// All 1001 bases of order 3, and those of the row-stochastic cells of order 2, solved one by
  /// one.
  @Test func bruteForceOverAllBasesAgrees() throws {
    for cell in [
      MatrixCell(.doublyStochastic, order: 2), MatrixCell(.doublyStochastic, order: 3),
      MatrixCell(.rowStochastic(overloaded: 1), order: 2),
    ] {
      let expected = try SlowPolytope.vertices(of: cell.polytope)
      let vertices = DoubleDescription.vertices(of: cell.polytope)
      #expect(vertices.map(SlowPolytope.coordinates) == expected)
      #expect(
        LexicographicPivoting.vertices(of: cell.polytope, from: cell.identity).vertices == vertices)
    }
  }

  /// The numbers of bases are those of the relaxed, simple polytope; without infinitesimals the
  /// walk would visit more.
  @Test(arguments: [(1, 49, 115), (2, 46, 125)])
  func cellsOfRowStochasticMatrices(overloaded: Int, count: Int, bases: Int) {
    let cell = MatrixCell(.rowStochastic(overloaded: overloaded), order: 3)
    let vertices = DoubleDescription.vertices(of: cell.polytope)
    #expect(vertices.count == count)
    let walk = LexicographicPivoting.vertices(of: cell.polytope, from: cell.identity)
    #expect(walk.vertices == vertices)
    #expect(walk.bases == bases)
    for matrix in vertices.map(cell.matrix) {
      let defects = StochasticDefects(matrix)
      #expect(defects.isNonnegative && defects.rowDefect.sign == 0)
      for (j, sum) in defects.columnSums.enumerated() {
        #expect(j < overloaded ? sum >= 1 : sum <= 1)
      }
    }
  }

  /// Polytopes whose vertices are known, degenerate ones among them: cube, octahedron, pyramid over
  /// a square, and |x1|, |x2| <= t, |y1|, |y2| <= 1 - t, the join of two squares, where opposite
  /// corners have as many common facets as the ends of an edge and are none.
  @Test(arguments: [
    (
      [
        [1, -1, 0, 0], [1, 1, 0, 0], [1, 0, -1, 0], [1, 0, 1, 0], [1, 0, 0, -1], [1, 0, 0, 1],
      ], 8
    ),
    (
      [
        [1, 1, 1, 1], [1, 1, 1, -1], [1, 1, -1, 1], [1, 1, -1, -1],
        [1, -1, 1, 1], [1, -1, 1, -1], [1, -1, -1, 1], [1, -1, -1, -1],
      ], 6
    ),
    ([[0, 0, 0, 1], [1, -1, 0, -1], [1, 1, 0, -1], [1, 0, -1, -1], [1, 0, 1, -1]], 5),
    (
      [
        [0, 1, 0, 0, 0, 1], [0, -1, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1], [0, 0, -1, 0, 0, 1],
        [1, 0, 0, 1, 0, -1], [1, 0, 0, -1, 0, -1], [1, 0, 0, 0, 1, -1], [1, 0, 0, 0, -1, -1],
        // Cuts one corner off each square along the diagonal through its neighbours.
        [0, -1, -1, 0, 0, 0], [0, 0, 0, -1, -1, 0],
      ], 6
    ),
  ])
  func knownPolytopes(inequalities: [[Int]], count: Int) throws {
    let polytope = IntegerPolytope(
      dimension: inequalities[0].count - 1, inequalities: inequalities)
    let vertices = DoubleDescription.vertices(of: polytope)
    #expect(vertices.count == count)
    for start in vertices {
      #expect(LexicographicPivoting.vertices(of: polytope, from: start).vertices == vertices)
    }
    #expect(try SlowPolytope.vertices(of: polytope) == vertices.map(SlowPolytope.coordinates))
  }

  @Test func aCertificateRefusesOtherPoints() {
    let cell = MatrixCell(.doublyStochastic, order: 3)
    // [[1/2, 1/2, 0], [1/2, 1/2, 0], [0, 0, 1]] is a vertex; the middle of two vertices is not, and
    // the permutation (1 0 2) is outside the cell.
    #expect(cell.polytope.isVertex(IntegerPoint([2, 1, 1, 1, 1])))
    #expect(!cell.polytope.isVertex(IntegerPoint([4, 3, 1, 1, 3])))
    #expect(!cell.polytope.isVertex(IntegerPoint([1, 0, 1, 1, 0])))
  }
}

/// Polytopes by trying everything, in rationals.
private enum SlowPolytope {
  static func coordinates(_ point: IntegerPoint) -> [Rational] {
    point.coordinates.dropFirst().map { Rational($0, point.coordinates[0]) }
  }

  /// The feasible basic points, in the order of `IntegerPoint`.
  static func vertices(of polytope: IntegerPolytope) throws -> [[Rational]] {
    let d = polytope.dimension
    var found: [[Rational]] = []
    for basis in subsets(of: polytope.inequalities.count, size: d) {
      let rows = basis.map { polytope.inequalities[$0] }
      let matrix = RationalMatrix(rows: d, columns: d) { Rational(rows[$0][$1 + 1]) }
      guard let x = try? matrix.solve(rows.map { Rational(-$0[0]) }).solution else { continue }
      let isFeasible = polytope.inequalities.allSatisfy { row in
        (0..<d).reduce(into: Rational(row[0])) { $0 += Rational(row[$1 + 1]) * x[$1] }.sign >= 0
      }
      if isFeasible, !found.contains(x) { found.append(x) }
    }
    return try found.map { x -> (IntegerPoint, [Rational]) in
      let (numerators, denominator) = try #require(
        RationalMatrix([x]).commonNumerators(fittingIn: 60))
      let d = try #require(Int(denominator.description))
      return (IntegerPoint([d] + numerators.map { Int($0) }), x)
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private static func subsets(of count: Int, size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard count >= size else { return [] }
    return subsets(of: count - 1, size: size)
      + subsets(of: count - 1, size: size - 1).map { $0 + [count - 1] }
  }
}
