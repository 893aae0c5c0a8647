/// A square matrix that has no inverse.
package struct SingularMatrixError: Error, Equatable, CustomStringConvertible {
  /// The first column, counted from 0, that depends on the columns before it.
  package let column: Int

  package var description: String {
    "The matrix is singular: elimination found no pivot in column \(column + 1)."
  }
}

/// The solution of a square linear system with the pivots of the elimination that found it.
package struct Elimination: Sendable {
  /// x with `matrix * x = rightHandSide`, exactly; the only one.
  package let solution: [Rational]
  /// The pivots in order, all nonzero; their product is the determinant up to the exchanges' sign.
  package let pivots: [Rational]
  /// How often a zero on the diagonal made two rows change places.
  package let rowExchanges: Int

  /// Whether the pivots prove a symmetric matrix positive definite.
  ///
  /// Without exchanges the product of the first k pivots is the k-th leading minor, so by
  /// Sylvester's criterion a symmetric matrix is positive definite iff this is true.
  package var provesPositiveDefinite: Bool {
    rowExchanges == 0 && pivots.allSatisfy { $0.sign > 0 }
  }
}

extension RationalMatrix {
  /// Solves `self * x = rightHandSide` exactly for a square matrix.
  ///
  /// Gaussian elimination; rows change places only when the diagonal entry is 0, with the first row
  /// below that has a nonzero entry. Throws when the matrix is singular, whatever the right side.
  ///
  /// - Complexity: O(n^3) rational operations.
  package func solve(_ rightHandSide: [Rational]) throws(SingularMatrixError) -> Elimination {
    let n = order
    precondition(rightHandSide.count == n, "\(rightHandSide.count) right sides for order \(n)")
    var system = zip(rows, rightHandSide).map { $0 + [$1] }
    var pivots: [Rational] = []
    var exchanges = 0
    for k in 0..<n {
      guard let row = (k..<n).first(where: { system[$0][k].sign != 0 }) else {
        throw SingularMatrixError(column: k)
      }
      if row != k {
        system.swapAt(row, k)
        exchanges += 1
      }
      let pivotRow = system[k]
      pivots.append(pivotRow[k])
      for i in (k + 1)..<max(n, k + 1) where system[i][k].sign != 0 {
        let factor = -system[i][k] / pivotRow[k]
        for j in k...n { system[i][j].addProduct(factor, pivotRow[j]) }
      }
    }
    var solution = [Rational](repeating: 0, count: n)
    for k in (0..<n).reversed() {
      var rest = system[k][n]
      for j in (k + 1)..<max(n, k + 1) { rest -= system[k][j] * solution[j] }
      solution[k] = rest / pivots[k]
    }
    return Elimination(solution: solution, pivots: pivots, rowExchanges: exchanges)
  }
}
