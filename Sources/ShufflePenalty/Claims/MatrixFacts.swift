import Birkhoff
import Exact

/// Everything the claims ask of one square matrix, exact, each computed at most once.
package final class MatrixFacts {
  /// The matrix itself.
  package let matrix: RationalMatrix
  /// The number of rows, N.
  package let order: Int

  /// Takes a square matrix with at least one entry.
  package init(_ matrix: RationalMatrix) {
    precondition(matrix.order > 0, "a matrix without entries has no facts")
    self.matrix = matrix
    order = matrix.order
  }

  /// The number of entries that are not zero.
  package private(set) lazy var nonzeroCount = (0..<order).reduce(0) { total, i in
    total + (0..<order).count { matrix.sign(i, $0) != 0 }
  }

  // MARK: Lines

  /// Line sums and the first negative entry.
  package private(set) lazy var defects = StochasticDefects(matrix)
  /// |r_i|_1, row by row.
  package private(set) lazy var rowMagnitudes = matrix.rowSums(of: .magnitude)
  /// |c_j|_1, column by column.
  private(set) lazy var columnMagnitudes = matrix.columnSums(of: .magnitude)
  /// |r_i|_2 squared, row by row.
  package private(set) lazy var rowSquares = matrix.rowSums(of: .square)
  /// |c_j|_2 squared, column by column.
  package private(set) lazy var columnSquares = matrix.columnSums(of: .square)
  /// The largest entry of each row.
  package private(set) lazy var rowMaxima = argmax.columns.enumerated().map {
    matrix[$0.offset, $0.element]
  }
  /// The sum of 1 - (largest entry) over the rows.
  var rowMaximaDeficit: Rational { Rational(order) - rowMaxima.reduce(0, +) }
  /// Each row rounded to its largest entry.
  package private(set) lazy var argmax = ArgmaxRounding(matrix)

  /// Whether all entries are 0, 1/2 or 1: for doubly stochastic matrices, whether M is half the sum
  /// of two permutation matrices (a bipartite graph with all degrees 2 is a union of even cycles
  /// and doubled edges).
  package private(set) lazy var isHalfMatrix = (0..<order).allSatisfy { i in
    (0..<order).allSatisfy { matrix.sign(i, $0) == 0 || (2 * matrix[i, $0]).isInteger }
  }

  /// gap(r_i) = |r_i|_1 - |r_i|_2.
  package func rowGap(_ i: Int) -> RadicalSum {
    Penalty.gaps([rowMagnitudes[i]], [rowSquares[i]])
  }

  /// The gaps of all rows.
  var rowGaps: [RadicalSum] { (0..<order).map(rowGap) }

  // MARK: Penalties

  /// Prow, the row part of P.
  package private(set) lazy var rowPenalty = Penalty.gaps(rowMagnitudes, rowSquares)
  /// Pcol, the column part of P.
  package private(set) lazy var columnPenalty = Penalty.gaps(columnMagnitudes, columnSquares)
  /// P = Prow + Pcol.
  package private(set) lazy var penalty = rowPenalty + columnPenalty
  /// |M|_F^2, the sum of all squares.
  package private(set) lazy var squareSum = rowSquares.reduce(0, +)
  /// Q(M) = N - |M|_F^2.
  package private(set) lazy var quadraticPenalty = Rational(order) - squareSum

  /// The repair of a matrix without negative entries to a doubly stochastic one.
  package private(set) lazy var repair = SparseRepair(matrix)

  // MARK: The nearest permutation

  /// The optimal assignment for g_ij = |M_ij| - |M_ij - 1|, with its dual proof; its value is the
  /// sum of g over the nearest permutation, which for entries in [0, 1] has the largest sum of M
  /// too.
  package private(set) lazy var assignment = Assignment(nearestTo: matrix)
  /// The exact l1 distance d1 to the nearest permutation matrix.
  package private(set) lazy var distance = rowMagnitudes.reduce(0, +) - assignment.value
  /// The entries on the nearest permutation, row by row.
  package private(set) lazy var assignedEntries = assignment.permutation.images.enumerated().map {
    matrix[$0.offset, $0.element]
  }
  /// a(M), the largest sum of entries over a permutation; for matrices with entries in [0, 1].
  package private(set) lazy var largestPermutationSum: Rational = assignedEntries.reduce(0, +)
  /// dF^2, the least squared Frobenius distance to a permutation; for entries in [0, 1].
  private(set) lazy var squaredFrobeniusDistance =
    squareSum + Rational(order) - 2 * largestPermutationSum
}
