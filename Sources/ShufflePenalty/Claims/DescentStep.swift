import Birkhoff
import Claims
import Exact
import StepArithmetic

/// One step of projected descent on f + lambda P: the matrix M, the gradient G of f there, the
/// weight lambda of the penalty and the rate eta.
package struct DescentStep: Equatable, Sendable {
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
    precondition(weight.sign >= 0 && rate.sign > 0, "a step needs lambda >= 0 and eta > 0")
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

  /// The matrix after the gradient step, M - eta (G + lambda H), by the function that trains, with
  /// H rounded up by at most 2^-95.
  ///
  /// M must be nonnegative. Where H is irrational this is the exact step of a gradient that is
  /// larger by at most 2^-95 lambda: what is said of every gradient holds when that is counted.
  package var moved: RationalMatrix {
    var forces = gradient.rows.flatMap { $0 }
    return matrix.changed { entries, n in
      rule(.scale).descend(entries, gradient: &forces, size: n, weight: weight)
    }
  }

  /// Z, the matrix after the gradient step and the threshold: max(M - eta (G + lambda H), 0).
  package var thresholded: RationalMatrix { ExactProjection.thresholded(moved) }

  /// The matrix after the whole step, projected in the given way, by the function that trains.
  package func result(_ projection: ShuffleProjection) -> RationalMatrix {
    var forces = gradient.rows.flatMap { $0 }
    return matrix.changed { entries, n in
      rule(projection).apply(to: entries, gradient: &forces, size: n)
    }
  }

  private func rule(_ projection: ShuffleProjection) -> ShuffleStep<Rational> {
    ShuffleStep(learningRate: rate, penaltyWeight: weight, projection: projection)
  }

  /// The step of training in which H is `force` instead of 2 at zero entries: G changes there by
  /// lambda (`force` - 2).
  func withForceAtZero(_ force: Rational) -> DescentStep {
    let forces = RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      gradient[i, j] + (matrix[i, j].sign == 0 ? weight * (force - 2) : 0)
    }
    return DescentStep(matrix: matrix, gradient: forces, weight: weight, rate: rate)
  }

  /// The step with columns reordered: column j of the result is column `order[j]`.
  func reorderingColumns(_ order: Permutation) -> DescentStep {
    func reordered(_ m: RationalMatrix) -> RationalMatrix {
      RationalMatrix(rows: m.rowCount, columns: m.columnCount) { m[$0, order[$1]] }
    }
    return DescentStep(
      matrix: reordered(matrix), gradient: reordered(gradient), weight: weight, rate: rate)
  }
}
