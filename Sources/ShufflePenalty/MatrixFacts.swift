import Birkhoff
import Exact

/// Everything the claims ask of one square matrix, computed once and exactly.
package struct MatrixFacts: Sendable {
  /// The matrix itself.
  package let matrix: RationalMatrix
  /// Line sums and the first negative entry.
  package let defects: StochasticDefects
  /// Prow, the row part of P.
  package let rowPenalty: RadicalSum
  /// Pcol, the column part of P.
  package let columnPenalty: RadicalSum
  /// P = Prow + Pcol.
  package let penalty: RadicalSum
  /// The optimal assignment with its dual proof.
  package let assignment: Assignment
  /// Each row rounded to its largest entry.
  package let argmax: ArgmaxRounding
  /// The exact l1 distance d1 to the nearest permutation matrix.
  package let distance: Rational

  /// Computes the facts of a square matrix.
  ///
  /// - Complexity: that of the exact assignment, O(n^3) additions.
  package init(_ matrix: RationalMatrix) {
    precondition(matrix.order > 0, "a matrix without entries has no facts")
    self.matrix = matrix
    defects = StochasticDefects(matrix)
    rowPenalty = Penalty.rows(matrix)
    columnPenalty = Penalty.columns(matrix)
    penalty = rowPenalty + columnPenalty
    argmax = ArgmaxRounding(matrix)
    // |M - P|_1 = sum |M_ij| + sum over the permutation of (|M_ij - 1| - |M_ij|): an assignment
    // problem for any signs; for entries in [0, 1] its weights are 2 M_ij - 1.
    let gains = RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      matrix[i, j].magnitude - (matrix[i, j] - 1).magnitude
    }
    assignment = Assignment(maximising: gains)
    distance = matrix.sum(of: .magnitude) - assignment.value
  }

  /// Q(M) = N - |M|_F^2.
  package var quadraticPenalty: Rational {
    Rational(matrix.order) - matrix.sum(of: .square)
  }
}
