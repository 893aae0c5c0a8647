import Matching
import Tensor

extension NumericGraphMatching {
  /// The minimiser of f1 over matrices with line sums 1, row-major.
  ///
  /// The gradient is affine, so its differences along the tangent basis of `RelaxedMinimiser` at
  /// the identity are the columns of the normal equations, solved by LAPACK. For small integer A
  /// and B the equations are exact, and the error is that of the solver. Entries may be negative.
  /// Throws when the system is exactly singular or not finite.
  func relaxedMinimiser() throws(LinearSystemError) -> [Double] {
    let n = order
    let size = (n - 1) * (n - 1)
    var minimiser = (0..<(n * n)).map { $0 / n == $0 % n ? 1.0 : 0.0 }
    guard size > 0 else { return minimiser }
    let start = alongTangents(convexGradient(minimiser))
    var system = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      var moved = minimiser
      addTangent(column, 1, to: &moved)
      let slope = alongTangents(convexGradient(moved))
      for row in 0..<size { system[row * size + column] = slope[row] - start[row] }
    }
    let steps = try LinearSystem.solve(
      matrix: system, rightHandSide: start.map { -$0 }, n: size)
    for column in 0..<size { addTangent(column, steps[column], to: &minimiser) }
    return minimiser
  }

  /// The inner products of a gradient with the tangent basis.
  private func alongTangents(_ g: [Double]) -> [Double] {
    let (n, last) = (order, order - 1)
    return (0..<(last * last)).map { k in
      let (i, j) = (k / last, k % last)
      return g[i * n + j] - g[i * n + last] - g[last * n + j] + g[last * n + last]
    }
  }

  private func addTangent(_ k: Int, _ factor: Double, to m: inout [Double]) {
    let (n, last) = (order, order - 1)
    let (i, j) = (k / last, k % last)
    m[i * n + j] += factor
    m[i * n + last] -= factor
    m[last * n + j] -= factor
    m[last * n + last] += factor
  }
}
