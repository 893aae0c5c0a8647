import Exact
import StepArithmetic

/// The projections of a training step, exactly: `ShuffleProjection` with rationals.
package enum ExactProjection {
  /// The matrix with negative entries replaced by 0.
  package static func thresholded(_ matrix: RationalMatrix) -> RationalMatrix {
    matrix.changed { ShuffleProjection.threshold($0, size: $1) }
  }

  /// One pass of matrix scaling: columns divided by their sums, then rows by theirs.
  ///
  /// A column of zeros is left as it is, a row of zeros becomes uniform (T9d). `matrix` must be
  /// nonnegative.
  package static func scaled(_ matrix: RationalMatrix) -> RationalMatrix {
    matrix.changed { ShuffleProjection.scale.apply(to: $0, size: $1, anchors: []) }
  }

  /// A doubly stochastic matrix near a nonnegative one: columns, then rows are divided by their
  /// sums where these exceed 1, and the rank-one completion of the deficits is added (T9e, L6).
  ///
  /// With `aligned` the projection of training where each row has an anchor, without it the plain
  /// repair (`ShuffleProjection.capAndComplete`). Line sums become denominators of all later
  /// numbers: a float32 matrix of order 64 gets entries of some 20 000 bits (measured), which
  /// `SparseRepair` avoids.
  ///
  /// Exact, and the identity on doubly stochastic matrices. With `aligned` the deficits are first
  /// refilled at (i, aligned(i)), the repair of T9e.
  ///
  /// - Complexity: O(n^2) rational operations.
  package static func doublyStochastic(
    _ matrix: RationalMatrix, aligned permutation: Permutation? = nil
  ) -> RationalMatrix {
    let anchors = (0..<matrix.order).map { permutation?[$0] }
    return matrix.changed { ShuffleProjection.capAndComplete($0, size: $1, anchors: anchors) }
  }
}

extension RationalMatrix {
  /// Returns the square matrix that `body` makes of this one's entries, given row-major with the
  /// order.
  package func changed(
    by body: (UnsafeMutablePointer<Rational>, _ size: Int) -> Void
  ) -> RationalMatrix {
    let n = order
    var entries = (0..<(n * n)).map { self[$0 / n, $0 % n] }
    body(&entries, n)
    return RationalMatrix(rows: n, columns: n) { entries[$0 * n + $1] }
  }
}
