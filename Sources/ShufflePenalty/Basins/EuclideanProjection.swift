import Birkhoff
import Exact

/// The Euclidean projection of a square matrix on the doubly stochastic ones, exact, with its
/// proof.
///
/// D is the doubly stochastic matrix nearest to Y in the Frobenius norm iff there are potentials u,
/// v with D_ij = max(0, Y_ij + u_i + v_j) for all i, j (the Karush-Kuhn-Tucker conditions,
/// sufficient because the problem is convex).
struct EuclideanProjection: Sendable {
  /// D.
  let matrix: RationalMatrix
  /// u, one number a row.
  let rowPotentials: [Rational]
  /// v, one number a column.
  let columnPotentials: [Rational]

  /// Projects `target`, or gives up after `limit` Newton steps.
  ///
  /// The potentials minimise the convex, piecewise quadratic function
  ///
  ///     sum of max(0, Y_ij + u_i + v_j)^2 / 2 - sum u - sum v,
  ///
  /// whose gradient is the error of the line sums of D. Newton's method with exact arithmetic and
  /// halved steps ends at the minimiser itself once the set of positive entries is right
  /// (Mangasarian, A finite Newton method for classification, 2002). Entries on the diagonal are
  /// kept among the positive ones, which makes every Newton system solvable; so the projection is
  /// found only where its diagonal is not negative without that, as it is near the identity.
  /// Whatever is returned satisfies the conditions exactly.
  ///
  /// - Complexity: O(n^3) rational operations a step; 11 steps at most in 3000 trials with n <= 6.
  init?(of target: RationalMatrix, limit: Int = 60) {
    let n = target.order
    var potentials = [Rational](repeating: 0, count: 2 * n)
    for _ in 0..<limit {
      let dual = Dual(target, potentials)
      if dual.gradient.allSatisfy({ $0.sign == 0 }) {
        guard (0..<n).allSatisfy({ dual.sums[$0, $0].sign >= 0 }) else { return nil }
        matrix = ExactProjection.thresholded(dual.sums)
        rowPotentials = Array(potentials[..<n])
        columnPotentials = Array(potentials[n...])
        return
      }
      guard let direction = dual.newtonDirection else { return nil }
      let slope = zip(dual.gradient, direction).reduce(Rational()) { $0 + $1.0 * $1.1 }
      var length = Rational(1)
      while true {
        let next = zip(potentials, direction).map { $0 + length * $1 }
        if Dual(target, next).value <= dual.value + Rational(1, 100) * length * slope {
          potentials = next
          break
        }
        length = length * Rational(1, 2)
      }
    }
    return nil
  }

  /// Whether the conditions hold that make `matrix` the projection of `target`, decided exactly.
  func isProjection(of target: RationalMatrix) -> Bool {
    let n = target.order
    return StochasticDefects(matrix).isDoublyStochastic
      && (0..<n).allSatisfy { i in
        (0..<n).allSatisfy { j in
          matrix[i, j] == max(0, target[i, j] + rowPotentials[i] + columnPotentials[j])
        }
      }
  }

  /// The function that the potentials minimise, at one point.
  private struct Dual {
    /// Y_ij + u_i + v_j.
    let sums: RationalMatrix
    /// The value there.
    let value: Rational
    /// Line sums minus 1, rows first.
    let gradient: [Rational]

    init(_ target: RationalMatrix, _ potentials: [Rational]) {
      let n = target.order
      let sums = RationalMatrix(rows: n, columns: n) {
        target[$0, $1] + potentials[$0] + potentials[n + $1]
      }
      var squares = Rational()
      var gradient = [Rational](repeating: -1, count: 2 * n)
      for i in 0..<n {
        for j in 0..<n where Self.counts(sums, i, j) {
          let entry = sums[i, j]
          squares.addProduct(entry, entry)
          gradient[i] += entry
          gradient[n + j] += entry
        }
      }
      self.sums = sums
      self.gradient = gradient
      value = Rational(1, 2) * squares - potentials.reduce(0, +)
    }

    private static func counts(_ sums: RationalMatrix, _ i: Int, _ j: Int) -> Bool {
      i == j || sums[i, j].sign > 0
    }

    /// The Newton direction, 0 at one row of every connected component of the positive entries.
    ///
    /// The second derivative is the signless Laplacian of the bipartite graph of these entries; its
    /// kernel has one dimension a component, along which the function is linear with slope 0.
    var newtonDirection: [Rational]? {
      let n = sums.order
      var system = RationalMatrix(rows: 2 * n, columns: 2 * n)
      var right = gradient.map { -$0 }
      for i in 0..<n {
        for j in 0..<n where Self.counts(sums, i, j) {
          for (a, b) in [(i, i), (i, n + j), (n + j, i), (n + j, n + j)] {
            system[a, b] = system[a, b] + 1
          }
        }
      }
      for root in componentRoots {
        for j in 0..<(2 * n) { system[root, j] = root == j ? 1 : 0 }
        right[root] = 0
      }
      return try? system.solve(right).solution
    }

    /// The first row of every component; the diagonal joins row i to column i.
    private var componentRoots: [Int] {
      let n = sums.order
      var seen = [Bool](repeating: false, count: n)
      var roots: [Int] = []
      for start in 0..<n where !seen[start] {
        roots.append(start)
        seen[start] = true
        var open = [start]
        while let i = open.popLast() {
          for j in 0..<n where !seen[j] {
            if Self.counts(sums, i, j) || Self.counts(sums, j, i) {
              seen[j] = true
              open.append(j)
            }
          }
        }
      }
      return roots
    }
  }
}
