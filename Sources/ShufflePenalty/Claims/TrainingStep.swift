import Exact

/// One step of projected descent on f + lambda P: the matrix M, the gradient G of f there, the weight
/// lambda of the penalty and the rate eta.
package struct TrainingStep: Equatable, Sendable {
  /// M, before the step.
  package let matrix: RationalMatrix
  /// G, the gradient of the loss without the penalty.
  package let gradient: RationalMatrix
  /// lambda, not negative.
  package let weight: Rational
  /// eta, positive.
  package let rate: Rational

  /// Creates a step; both matrices are square of one order.
  package init(
    matrix: RationalMatrix, gradient: RationalMatrix, weight: Rational, rate: Rational
  ) {
    precondition(matrix.order == gradient.order, "a matrix and its gradient have one order")
    self.matrix = matrix
    self.gradient = gradient
    self.weight = weight
    self.rate = rate
  }

  /// The step of an instance with matrices M, G and numbers lambda, eta.
  package init(_ instance: ClaimInstance) {
    self.init(
      matrix: instance.matrices[0], gradient: instance.matrices[1], weight: instance.numbers[0],
      rate: instance.numbers[1])
  }

  /// The step as an instance.
  package var instance: ClaimInstance {
    ClaimInstance(matrices: [matrix, gradient], numbers: [weight, rate])
  }

  /// The matrix after the gradient step and the threshold: max(M - eta (G + lambda H), 0), with H
  /// replaced by a rational within 2^-150 of it.
  ///
  /// H_ij = 2 - M_ij / |r_i|_2 - M_ij / |c_j|_2 is irrational; the difference, at most
  /// lambda 2^-150 an entry, counts as a part of G: see `gradientBound`. M must be nonnegative with
  /// entries at most 2^8 and every norm 0 or at least 2^-8, which keeps the quotients' errors below
  /// the bound: a norm with absolute error 2^-190 gives one of 2 * 2^8 * 2^-190 * 2^16.
  package var thresholded: RationalMatrix {
    let bits = 190
    let unit = Rational.powerOfTwo(-bits)
    func norm(_ square: Rational) -> Rational {
      SquareRoot.scaledFloor(square, bits: bits).floor * unit
    }
    let rows = matrix.rowSums(of: .square).map(norm)
    let columns = matrix.columnSums(of: .square).map(norm)
    return RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      let x = matrix[i, j]
      var force = Rational(2)
      if x.sign != 0 { force = force - x / rows[i] - x / columns[j] }
      // The grid keeps the entries of the next matrices short.
      force = (force * Self.grid).rounded(up: false) / Self.grid
      return max(0, x - rate * (gradient[i, j] + weight * force))
    }
  }

  private static let grid = Rational.powerOfTwo(152)

  /// A bound of all |G_ij| that also covers the rounding of H in `thresholded`.
  package var gradientBound: Rational {
    var largest = Rational()
    for i in 0..<gradient.rowCount {
      for j in 0..<gradient.columnCount { largest = max(largest, gradient[i, j].magnitude) }
    }
    return largest + weight * Rational.powerOfTwo(-150)
  }
}
