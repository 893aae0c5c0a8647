import Exact

/// A doubly stochastic matrix as a convex combination of permutation matrices (Birkhoff 1946).
///
/// Each step takes a perfect matching of the support with the largest weight it has, its smallest
/// entry, so that an entry vanishes and the rest, scaled, lies on a smaller face of the polytope
/// (Johnson, Dulmage and Mendelsohn 1960, doi 10.4153/CMB-1960-029-5). With e positive entries and
/// a support of k connected components the face has dimension e - 2N + k, since the line sums are
/// 2N equations of rank 2N - k; so there are at most e - 2N + k + 1 terms, and never more than
/// (N - 1)^2 + 1 (Marcus and Ree 1959).
package struct BirkhoffDecomposition: Sendable {
  /// A permutation with its weight.
  package struct Term: Sendable, Equatable {
    /// The weight, greater than 0.
    package let weight: Rational
    /// The permutation, with its ones at (i, permutation[i]).
    package let permutation: Permutation
  }

  /// The terms, in the order they were taken; their weights sum to 1.
  package let terms: [Term]

  /// Decomposes `matrix`, or returns nil when it is not exactly doubly stochastic.
  ///
  /// Deterministic: every choice is by the smallest index. Works on 128-bit integers over a common
  /// denominator when they fit, otherwise on rationals. The memory is that of the terms, N words
  /// each.
  ///
  /// - Complexity: O(N) additions a term and, for each entry that vanishes, O(N^2 / 64) words for
  ///   the alternating path that matches its row anew.
  package init?(_ matrix: RationalMatrix) {
    guard StochasticDefects(matrix).isDoublyStochastic else { return nil }
    let n = matrix.order
    if let (numerators, denominator) = matrix.commonNumerators(fittingIn: 120) {
      terms = Self.terms(numerators, order: n) { Rational($0, over: denominator) }
    } else {
      let (numerators, denominator) = matrix.wideNumerators()
      terms = Self.terms(numerators, order: n) { $0 / denominator }
    }
  }

  private static func terms<Number: Comparable & AdditiveArithmetic>(
    _ values: [Number], order n: Int, _ rational: (Number) -> Rational
  ) -> [Term] {
    // The empty matrix is the matrix of the empty permutation.
    guard n > 0 else { return [Term(weight: 1, permutation: Permutation(identity: 0))] }
    var rest = values
    var support = BipartiteGraph(order: n) { values[$0 * n + $1] != .zero }
    var remaining = values[..<n].reduce(.zero, +)
    var matching = PartialMatching(order: n)
    var result: [Term] = []
    while remaining != .zero {
      matching.complete(within: support)
      guard let permutation = Permutation(matching.columnOfRow.compactMap { $0 }) else {
        preconditionFailure("a completed matching that is not a permutation")
      }
      let weight = (0..<n).map { rest[$0 * n + permutation[$0]] }.min() ?? .zero
      result.append(Term(weight: rational(weight), permutation: permutation))
      remaining -= weight
      for i in 0..<n {
        let j = permutation[i]
        rest[i * n + j] -= weight
        if rest[i * n + j] == .zero {
          support.remove(i, j)
          matching.free(row: i)
        }
      }
    }
    return result
  }
}

/// A matching of some rows with distinct columns, kept while the graph loses edges.
private struct PartialMatching {
  private(set) var columnOfRow: [Int?]
  private var rowOfColumn: [Int]
  private var freeColumns: BipartiteGraph.Columns

  init(order n: Int) {
    columnOfRow = [Int?](repeating: nil, count: n)
    rowOfColumn = [Int](repeating: 0, count: n)
    freeColumns = BipartiteGraph.Columns(order: n)
    for j in 0..<n { freeColumns[j] = true }
  }

  mutating func free(row: Int) {
    if let column = columnOfRow[row] { freeColumns[column] = true }
    columnOfRow[row] = nil
  }

  /// Matches all rows, along augmenting paths; `graph` must have a perfect matching.
  ///
  /// The support of a nonzero matrix with equal line sums has one (Koenig 1916): a set of rows has
  /// no more mass than the columns it meets.
  mutating func complete(within graph: BipartiteGraph) {
    let n = graph.order
    var matched = BipartiteGraph.Columns(order: n)
    for j in columnOfRow { if let j { matched[j] = true } }
    var discoverer = [Int](repeating: 0, count: n)
    for root in 0..<n where columnOfRow[root] == nil {
      var unvisited = matched
      let end = graph.alternatingPath(
        from: root, to: freeColumns, through: &unvisited, rowOfColumn, &discoverer)
      guard let end else { preconditionFailure("equal line sums without a perfect matching") }
      freeColumns[end] = false
      matched[end] = true
      // Exchange the pairs along the path.
      var next: Int? = end
      while let column = next {
        let row = discoverer[column]
        rowOfColumn[column] = row
        next = columnOfRow[row]
        columnOfRow[row] = column
      }
    }
  }
}
