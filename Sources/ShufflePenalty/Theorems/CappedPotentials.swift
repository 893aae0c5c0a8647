import Birkhoff
import Exact

/// The row-by-row proof of T2* for one doubly stochastic matrix, exact.
///
/// From optimal potentials u, v >= 0 of the assignment problem (M_ij <= u_i + v_j, sum u + sum v =
/// a(M)) every row gets a share Q_i with sum Q_i = a(M) and Q_i >= F_b(r_i) for each row alone. A
/// row with an entry above 1/2, at column j(i), is big; with e_i = 1 - M_i,j(i) its column's
/// potential is capped,
///
///     y_j = lam(e_i) min(v_j, e_i),  lam(x) = max((1 + 2b) - b / x, 0),
///
/// y_j = v_j on the other columns, and Q_i = u_i + sum_l M_il y_l, plus v_j - y_j for a big row.
/// The columns of M sum to 1, so the shares sum to a(M). Proofs/paper, file 3, steps 1 and 2.
package struct CappedPotentials {
  /// u, not negative.
  package let rows: [Rational]
  /// v, not negative, with smallest element 0.
  package let columns: [Rational]
  /// Q_i, the share of each row in a(M).
  package let shares: [RootTwoNumber]

  /// The parameter of T2*, b = (sqrt 2 - 1)/4.
  package static var sharpParameter: RootTwoNumber {
    RootTwoNumber(Rational(-1, 4), Rational(1, 4))
  }

  /// Caps the potentials of a doubly stochastic matrix with the parameter b in [0, 1].
  ///
  /// - Complexity: O(n^2) rational operations once the assignment is known.
  package init(_ facts: MatrixFacts, parameter b: RootTwoNumber) {
    let n = facts.order
    // The assignment is for 2M - 1: its potentials are halved and shifted to those of M, then so
    // that the smallest v is 0; u_i >= M_ij >= 0 at that column.
    let half = Rational(1, 2)
    let halved = facts.assignment.columnPotentials.map { half * $0 }
    let least = halved.min() ?? 0
    let rows = facts.assignment.rowPotentials.map { half * ($0 + 1) + least }
    let columns = halved.map { $0 - least }
    var capped = columns.map { RootTwoNumber($0) }
    var shares = rows.map { RootTwoNumber($0) }
    for i in 0..<n where facts.rowMaxima[i] > half {
      let j = facts.argmax.columns[i]
      capped[j] = Self.capped(columns[j], 1 - facts.rowMaxima[i], b)
      shares[i] = shares[i] + (RootTwoNumber(columns[j]) - capped[j])
    }
    for i in 0..<n {
      for l in 0..<n {
        let x = facts.matrix[i, l]
        if x.sign == 0 { continue }
        shares[i].rational.addProduct(x, capped[l].rational)
        if capped[l].root2.sign != 0 { shares[i].root2.addProduct(x, capped[l].root2) }
      }
    }
    self.rows = rows
    self.columns = columns
    self.shares = shares
  }

  /// lam(e) min(v, e).
  private static func capped(_ v: Rational, _ e: Rational, _ b: RootTwoNumber) -> RootTwoNumber {
    guard e.sign > 0 else { return RootTwoNumber(0) }
    let factor = RootTwoNumber(1) + (2 - 1 / e) * b
    return factor.sign > 0 ? min(v, e) * factor : RootTwoNumber(0)
  }

  /// F_b(r): (1 + 2b)|r|^2 - b when the largest entry m of the row is at most 2/3, else
  /// m - e max((1 + 2b) e - b, 0) with e = 1 - m.
  package static func bound(
    _ facts: MatrixFacts, row i: Int, parameter b: RootTwoNumber
  ) -> RootTwoNumber {
    let m = facts.rowMaxima[i]
    guard m > Rational(2, 3) else {
      let square = facts.rowSquares[i]
      return RootTwoNumber(square) + (2 * square - 1) * b
    }
    let e = 1 - m
    let slope = RootTwoNumber(e) + (2 * e - 1) * b
    return slope.sign > 0 ? RootTwoNumber(m) - e * slope : RootTwoNumber(m)
  }
}
