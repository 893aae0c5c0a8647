import Birkhoff
import Exact

/// A polytope of matrices whose best assignment is the identity, in free integer coordinates.
///
/// The conditions <M, I> >= <M, P_sigma> are linear, and cyclic sigma imply the others, whose gains
/// are sums of gains of their cycles. On a cell d1(M) = 2(N - tr M) is linear and P concave.
struct MatrixCell: Sendable {
  /// Which matrices.
  enum Kind: Sendable, Equatable {
    /// Nonnegative, all line sums 1; (N - 1)^2 coordinates, the upper left block.
    case doublyStochastic
    /// Nonnegative, row sums 1, the first `overloaded` column sums at least 1 and the others at
    /// most 1; N (N - 1) coordinates, all but the last column. Here sum_j |c_j - 1| is linear too.
    case rowStochastic(overloaded: Int)
  }

  /// N.
  let order: Int
  /// Which matrices.
  let kind: Kind
  /// Nonnegativity, cyclic exchanges and, of the second kind, column sums.
  let polytope: IntegerPolytope

  /// Entry (i, j) as [constant, coefficients] of the coordinates, at i N + j.
  private let entries: [[Int]]

  /// The cell of order 2, 3 or 4.
  ///
  /// Order 4 has 36 inequalities of the first kind and 40 of the second; order 5 would have 109.
  init(_ kind: Kind, order n: Int) {
    precondition((2...4).contains(n), "cells of orders 2 to 4 are enumerated, not \(n)")
    if case .rowStochastic(let overloaded) = kind {
      precondition((1..<n).contains(overloaded), "\(overloaded) overloaded columns of \(n)")
    }
    order = n
    self.kind = kind
    let forms = Self.entryForms(kind, n)
    entries = forms
    var inequalities = forms
    for images in Permutation.all(n).map(\.images) where Self.isCyclic(images) {
      var gain = [Int](repeating: 0, count: forms[0].count)
      for i in 0..<n {
        for t in gain.indices { gain[t] += forms[i * n + i][t] - forms[i * n + images[i]][t] }
      }
      inequalities.append(gain)
    }
    if case .rowStochastic(let overloaded) = kind {
      for j in 0..<n {
        let excess = Self.sum((0..<n).map { forms[$0 * n + j] }, minus: 1)
        inequalities.append(j < overloaded ? excess : excess.map { -$0 })
      }
    }
    polytope = IntegerPolytope(dimension: forms[0].count - 1, inequalities: inequalities)
  }

  /// The matrix at a point, exactly.
  func matrix(at point: IntegerPoint) -> RationalMatrix {
    let n = order
    return RationalMatrix(rows: n, columns: n) { i, j in
      var numerator = 0
      for (a, y) in zip(entries[i * n + j], point.coordinates) { numerator += a * y }
      return Rational(numerator, point.coordinates[0])
    }
  }

  /// The identity matrix, a vertex of both kinds: all its N (N - 1) other entries are 0.
  var identity: IntegerPoint {
    let rows = kind == .doublyStochastic ? order - 1 : order
    return IntegerPoint(
      [1] + (0..<rows).flatMap { i in (0..<order - 1).map { $0 == i ? 1 : 0 } })
  }

  private static func entryForms(_ kind: Kind, _ n: Int) -> [[Int]] {
    let free = n - 1
    let freeRows = kind == .doublyStochastic ? n - 1 : n
    var forms = [[Int]](repeating: [], count: n * n)
    let zero = [Int](repeating: 0, count: 1 + freeRows * free)
    for i in 0..<freeRows {
      for j in 0..<free {
        forms[i * n + j] = zero
        forms[i * n + j][1 + i * free + j] = 1
      }
      forms[i * n + free] = sum((0..<free).map { forms[i * n + $0] }, minus: 1).map { -$0 }
    }
    for i in freeRows..<n {
      for j in 0..<n {
        forms[i * n + j] = sum((0..<freeRows).map { forms[$0 * n + j] }, minus: 1).map { -$0 }
      }
    }
    return forms
  }

  private static func sum(_ forms: [[Int]], minus constant: Int) -> [Int] {
    var total = [Int](repeating: 0, count: forms[0].count)
    total[0] = -constant
    for form in forms {
      for t in total.indices { total[t] += form[t] }
    }
    return total
  }

  /// Whether a permutation moves something, along one cycle.
  private static func isCyclic(_ images: [Int]) -> Bool {
    let moved = images.indices.filter { images[$0] != $0 }
    guard let start = moved.first else { return false }
    var length = 1
    var at = images[start]
    while at != start {
      at = images[at]
      length += 1
    }
    return length == moved.count
  }
}
