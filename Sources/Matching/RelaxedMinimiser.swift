import Exact

/// Why the minimiser of a relaxation is not known.
package enum RelaxationObstacle: Error, Equatable, CustomStringConvertible {
  /// f1 is constant along some line of matrices with line sums 1, so that its minimisers there are
  /// not unique; the pivot of this tangent direction, counted from 0, is 0.
  case notStrictlyConvex(direction: Int)
  /// The minimiser over all matrices with line sums 1 has an entry that is not positive, so that
  /// the constrained one may lie elsewhere.
  case notInterior(row: Int, column: Int, entry: Rational)

  package var description: String {
    switch self {
    case .notStrictlyConvex(let direction):
      "The relaxation has no unique minimiser: the Hessian's pivot \(direction + 1) is 0 on the "
        + "matrices with zero line sums."
    case .notInterior(let row, let column, let entry):
      "The minimiser over all matrices with line sums 1 is not inside the polytope: its entry in "
        + "row \(row + 1), column \(column + 1) is \(entry)."
    }
  }
}

/// The minimiser of f1 over the doubly stochastic matrices, with the proof that it is the only one.
///
/// On the affine space of matrices with line sums 1, f1 is a quadratic whose Hessian is positive
/// definite iff all pivots are positive; then its stationary point is its only minimiser there.
/// With all entries positive that point is doubly stochastic, so it is the only minimiser over the
/// polytope too.
package struct RelaxedMinimiser: Sendable {
  /// The minimiser; all entries positive, all line sums 1.
  package let matrix: RationalMatrix
  /// f1 there.
  package let loss: Rational
  /// The pivots of half the Hessian in the tangent basis, all positive.
  package let pivots: [Rational]

  /// Solves the normal equations of f1 in rationals.
  ///
  /// The tangent basis is E_ij = (e_i - e_n)(e_j - e_n)^T for i, j < n, the base point the
  /// identity.
  ///
  /// - Complexity: O(N^6) rational operations.
  package init(of problem: GraphMatching) throws(RelaxationObstacle) {
    let base = RationalMatrix(rows: problem.order, columns: problem.order) { $0 == $1 ? 1 : 0 }
    let tangents = Self.tangentBasis(order: problem.order)
    let images = tangents.map(problem.residual)
    let start = problem.residual(base)
    let hessian = RationalMatrix(rows: images.count, columns: images.count) {
      Self.innerProduct(images[$0], images[$1])
    }
    let elimination: Elimination
    do {
      elimination = try hessian.solve(images.map { -Self.innerProduct($0, start) })
    } catch {
      throw .notStrictlyConvex(direction: error.column)
    }
    precondition(elimination.provesPositiveDefinite, "a Gram matrix with a negative pivot")
    var minimiser = base
    for (tangent, step) in zip(tangents, elimination.solution) {
      minimiser = minimiser + step * tangent
    }
    for i in 0..<problem.order {
      for j in 0..<problem.order where minimiser[i, j].sign <= 0 {
        throw .notInterior(row: i, column: j, entry: minimiser[i, j])
      }
    }
    matrix = minimiser
    loss = problem.convexLoss(minimiser)
    pivots = elimination.pivots
  }

  /// The matrices E_ij, row-major in (i, j): a basis of the matrices with zero line sums.
  package static func tangentBasis(order n: Int) -> [RationalMatrix] {
    let last = n - 1
    return (0..<(last * last)).map { k in
      var tangent = RationalMatrix(rows: n, columns: n)
      tangent[k / last, k % last] = 1
      tangent[k / last, last] = -1
      tangent[last, k % last] = -1
      tangent[last, last] = 1
      return tangent
    }
  }

  private static func innerProduct(_ x: RationalMatrix, _ y: RationalMatrix) -> Rational {
    zip(x.rows.joined(), y.rows.joined()).reduce(into: Rational()) { $0.addProduct($1.0, $1.1) }
  }
}
