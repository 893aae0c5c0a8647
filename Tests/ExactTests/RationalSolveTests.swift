import Exact
import RandomStreams
import Testing

@Suite struct RationalSolveTests {
  private static func randomMatrix(
    _ n: Int, _ stream: inout RandomStream
  ) -> RationalMatrix {
    RationalMatrix(rows: n, columns: n) { _, _ in
      // Half of the entries are 0, so that rows must often change places.
      stream.oneIn(2) ? Rational(stream.int(in: -9...9), stream.int(in: 1...5)) : 0
    }
  }

  private static func apply(_ matrix: RationalMatrix, _ x: [Rational]) -> [Rational] {
    matrix.rows.map { row in
      zip(row, x).reduce(into: Rational()) { $0.addProduct($1.0, $1.1) }
    }
  }

  /// The determinant by its permutation expansion, for comparison.
  private static func determinant(_ rows: [[Rational]]) -> Rational {
    guard let first = rows.first else { return 1 }
    return first.indices.reduce(into: Rational()) { total, j in
      let minor = rows.dropFirst().map { row in
        row.enumerated().filter { $0.offset != j }.map(\.element)
      }
      total += (j % 2 == 0 ? 1 : -1) * first[j] * determinant(minor)
    }
  }

  @Test func solvesOrReportsSingularAsTheDeterminantSays() throws {
    var stream = RandomStream(root: 1, name: "rational-solve")
    var singular = 0
    var exchanged = 0
    for n in 0...5 {
      for _ in 0..<30 {
        let matrix = Self.randomMatrix(n, &stream)
        let right = (0..<n).map { _ in Rational(stream.int(in: -9...9), 7) }
        let determinant = Self.determinant(matrix.rows)
        do {
          let elimination = try matrix.solve(right)
          #expect(Self.apply(matrix, elimination.solution) == right)
          let product = elimination.pivots.reduce(1, *)
          #expect((elimination.rowExchanges % 2 == 0 ? product : -product) == determinant)
          #expect(determinant.sign != 0)
          exchanged += elimination.rowExchanges > 0 ? 1 : 0
        } catch {
          #expect(determinant.sign == 0)
          singular += 1
        }
      }
    }
    #expect(singular > 10 && exchanged > 10)
  }

  @Test func pivotsTellPositiveDefiniteMatrices() throws {
    let definite = RationalMatrix([[2, -1, 0], [-1, 2, -1], [0, -1, 2]])
    let elimination = try definite.solve([1, 0, 0])
    #expect(elimination.pivots == [2, Rational(3, 2), Rational(4, 3)])
    #expect(elimination.provesPositiveDefinite)
    #expect(try !RationalMatrix([[1, 2], [2, 1]]).solve([0, 0]).provesPositiveDefinite)
    // Both pivots are 1 after the exchange, but the eigenvalues are 1 and -1.
    #expect(try !RationalMatrix([[0, 1], [1, 0]]).solve([0, 0]).provesPositiveDefinite)
  }

  @Test func theFirstDependentColumnIsNamed() {
    func column(_ rows: [[Rational]]) -> Int? {
      do {
        _ = try RationalMatrix(rows).solve(rows.map { _ in 1 })
        return nil
      } catch {
        #expect(error.description.contains("column \(error.column + 1)."))
        return error.column
      }
    }
    #expect(column([[1, 2, 5], [2, 4, 6], [3, 6, 9]]) == 1)
    #expect(column([[0, 0], [0, 0]]) == 0)
    #expect(column([[0, 1], [1, 0]]) == nil)
  }
}
