import StepArithmetic
import Tensor

extension PermutationPenalty {
  /// Returns P of a square matrix of floats, with the error of `value(of:size:)`.
  package static func value(of matrix: Tensor) -> Double {
    precondition(matrix.count == matrix.rows * matrix.rows, "a shuffle matrix is square")
    return withExtendedLifetime(matrix) { value(of: matrix.pointer, size: matrix.rows) }
  }
}
