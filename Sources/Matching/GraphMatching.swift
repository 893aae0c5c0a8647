import Exact

/// The matching of two weighted graphs: M should carry the matrix B to the matrix A.
///
/// Two losses that agree on permutation matrices, where both are |A - P B P^T|_F^2 (Proofs/paper,
/// file 10): the convex f1(M) = |A M - M B|_F^2 and f2(M) = |A - M B M^T|_F^2, which is not convex.
/// Everything here is exact.
package struct GraphMatching: Equatable, Sendable {
  /// The square matrix A, not necessarily symmetric.
  package let a: RationalMatrix
  /// The square matrix B, of the order of A.
  package let b: RationalMatrix

  /// The problem of matching `b` to `a`, square matrices of one positive order.
  package init(_ a: RationalMatrix, _ b: RationalMatrix) {
    precondition(a.order == b.order && a.order > 0, "matrices of orders \(a.order), \(b.order)")
    self.a = a
    self.b = b
  }

  /// The number N of vertices of either graph.
  package var order: Int { a.order }

  /// R(M) = A M - M B, linear in M.
  package func residual(_ m: RationalMatrix) -> RationalMatrix {
    a * m - m * b
  }

  /// f1(M) = |A M - M B|_F^2.
  package func convexLoss(_ m: RationalMatrix) -> Rational {
    residual(m).sum(of: .square)
  }

  /// The gradient of f1, 2 (A^T R - R B^T) with R = A M - M B; affine in M.
  package func convexGradient(_ m: RationalMatrix) -> RationalMatrix {
    let r = residual(m)
    return 2 * (a.transposed * r - r * b.transposed)
  }

  /// f2(M) = |A - M B M^T|_F^2.
  package func conjugationLoss(_ m: RationalMatrix) -> Rational {
    (a - m * b * m.transposed).sum(of: .square)
  }

  /// The gradient of f2, -2 (S M B^T + S^T M B) with S = A - M B M^T; cubic in M.
  package func conjugationGradient(_ m: RationalMatrix) -> RationalMatrix {
    let s = a - m * b * m.transposed
    return -2 * (s * m * b.transposed + s.transposed * m * b)
  }
}
