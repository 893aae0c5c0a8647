import Birkhoff
import Exact

/// A training step seen from pi, an optimal assignment of M, which has become the identity.
///
/// Thresholding, scaling and both repairs commute with reordering columns, so what holds here holds
/// of the step itself with pi.
struct AlignedStep {
  /// The step with column j replaced by column pi(j).
  let step: DescentStep
  /// e_i = 1 - M_i,pi(i), row by row.
  let deficits: [Rational]

  /// Takes a step on a nonnegative matrix.
  init(_ step: DescentStep) {
    let assignment = Assignment(maximising: step.matrix)
    let aligned = step.reorderingColumns(assignment.permutation)
    self.step = aligned
    deficits = (0..<step.matrix.order).map { 1 - aligned.matrix[$0, $0] }
  }

  /// M, with pi the identity.
  var matrix: RationalMatrix { step.matrix }
  /// N.
  var order: Int { matrix.order }
  /// The identity, as the permutation pi and as its matrix.
  var target: Permutation { Permutation(identity: order) }
  /// The largest e_i.
  var largestDeficit: Rational { deficits.max() ?? 0 }
  /// Z = max(M - eta (G + lambda H), 0).
  var thresholded: RationalMatrix { step.thresholded }

  /// The least Gam >= 0 with G_ij >= -Gam off pi.
  var pullOff: Rational {
    var bound = Rational()
    eachOffEntry { i, j in bound = max(bound, -step.gradient[i, j]) }
    return bound
  }

  /// The least Gam >= 0 with G_ij >= -Gam off pi and G_ii <= Gam on pi; it counts the rounding of
  /// H, which is upward and so no help off pi.
  var gradientBound: Rational {
    let excess = step.weight * Subgradient(matrix).excess
    return (0..<order).reduce(pullOff) { max($0, step.gradient[$1, $1] + excess) }
  }

  /// The largest entry of M off pi.
  var largestOffEntry: Rational {
    var largest = Rational()
    eachOffEntry { i, j in largest = max(largest, matrix[i, j]) }
    return largest
  }

  func eachOffEntry(_ body: (Int, Int) -> Void) {
    for i in 0..<order {
      for j in 0..<order where i != j { body(i, j) }
    }
  }
}
