import Exact

/// The losses of `GraphMatching` and their gradients in Double, on flat row-major matrices.
package struct NumericGraphMatching: Sendable {
  /// The number N of vertices.
  package let order: Int
  /// The entries of A, row-major.
  package let a: [Double]
  /// The entries of B, row-major.
  package let b: [Double]

  /// The same problem, or nil when an entry of A or B is not exactly a Double.
  package init?(exactly problem: GraphMatching) {
    guard let a = Self.doubles(problem.a), let b = Self.doubles(problem.b) else { return nil }
    order = problem.order
    self.a = a
    self.b = b
  }

  /// f1(M) = |A M - M B|_F^2.
  package func convexLoss(_ m: [Double]) -> Double {
    residual(m).reduce(0) { $0 + $1 * $1 }
  }

  /// The gradient of f1, 2 (A^T R - R B^T) with R = A M - M B.
  ///
  /// Every entry is computed by sums of products, so its error is at most gamma_{2N+4} times the
  /// same expression in absolute values with all signs plus (gamma_k = k u / (1 - k u), u = 2^-53).
  package func convexGradient(_ m: [Double]) -> [Double] {
    let r = residual(m)
    return zip(product(transposed(a), r), product(r, transposed(b))).map { 2 * ($0 - $1) }
  }

  /// f2(M) = |A - M B M^T|_F^2.
  package func conjugationLoss(_ m: [Double]) -> Double {
    defect(m).reduce(0) { $0 + $1 * $1 }
  }

  /// The gradient of f2, -2 (S M B^T + S^T M B) with S = A - M B M^T.
  ///
  /// The error of an entry is at most gamma_{4N+8} times the same expression in absolute values.
  package func conjugationGradient(_ m: [Double]) -> [Double] {
    let s = defect(m)
    let first = product(product(s, m), transposed(b))
    let second = product(product(transposed(s), m), b)
    return zip(first, second).map { -2 * ($0 + $1) }
  }

  /// An upper bound of the largest eigenvalue of the Hessian of f1, 2 (|A|_F + |B|_F)^2.
  ///
  /// |A D - D B|_F <= (|A|_2 + |B|_2) |D|_F, and the spectral norm is at most the Frobenius norm.
  var convexCurvature: Double {
    let norms = [a, b].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let total = norms[0] + norms[1]
    return 2 * total * total
  }

  private static func doubles(_ matrix: RationalMatrix) -> [Double]? {
    var result: [Double] = []
    for entry in matrix.rows.joined() {
      let double = entry.truncatedDouble
      guard Rational(exactly: double) == entry else { return nil }
      result.append(double)
    }
    return result
  }

  private func residual(_ m: [Double]) -> [Double] {
    zip(product(a, m), product(m, b)).map { $0 - $1 }
  }

  private func defect(_ m: [Double]) -> [Double] {
    zip(a, product(product(m, b), transposed(m))).map { $0 - $1 }
  }

  private func transposed(_ x: [Double]) -> [Double] {
    (0..<(order * order)).map { x[$0 % order * order + $0 / order] }
  }

  private func product(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = order
    precondition(x.count == n * n && y.count == n * n, "not matrices of order \(n)")
    var result = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for k in 0..<n {
        let factor = x[i * n + k]
        for j in 0..<n { result[i * n + j] += factor * y[k * n + j] }
      }
    }
    return result
  }
}
