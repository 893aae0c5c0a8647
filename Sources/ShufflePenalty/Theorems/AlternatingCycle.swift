import Exact

/// A cycle of entries strictly between 0 and 1, along which a doubly stochastic matrix can move
/// both ways.
///
/// Entries at even positions of the cycle go up when those at odd ones go down by the same amount;
/// consecutive entries share a row or a column, so no line sum changes.
struct AlternatingCycle {
  /// The entries, an even number of at least 4, no two at one place.
  let entries: [(row: Int, column: Int)]
  /// The largest amount by which the matrix can move in both directions.
  let reach: Rational

  /// Finds a cycle in a doubly stochastic matrix; nil for a permutation.
  ///
  /// A line of sum 1 with an entry strictly between 0 and 1 has another one. So a walk from entry
  /// to entry, along a row and a column by turns, goes on until it meets a line it has used; what
  /// lies between is the cycle.
  ///
  /// - Complexity: O(n^2) comparisons.
  init?(_ matrix: RationalMatrix) {
    let n = matrix.order
    func isFractional(_ i: Int, _ j: Int) -> Bool {
      matrix[i, j].sign > 0 && matrix[i, j] < 1
    }
    let start = (0..<(n * n)).first { isFractional($0 / n, $0 % n) }
    guard let start else { return nil }
    // Positions in `path` at which rows and columns were entered.
    var rowSeen = [Int?](repeating: nil, count: n)
    var columnSeen = rowSeen
    var path = [(row: start / n, column: start % n)]
    rowSeen[start / n] = 0
    var cycleStart: Int?
    while cycleStart == nil {
      let (i, j) = path[path.count - 1]
      let isAlongColumn = path.count % 2 == 1
      if isAlongColumn {
        if let seen = columnSeen[j] {
          cycleStart = seen
          break
        }
        columnSeen[j] = path.count
        guard let next = (0..<n).first(where: { $0 != i && isFractional($0, j) }) else {
          preconditionFailure("a column whose sum is not 1")
        }
        path.append((next, j))
      } else {
        if let seen = rowSeen[i] {
          cycleStart = seen
          break
        }
        rowSeen[i] = path.count
        guard let next = (0..<n).first(where: { $0 != j && isFractional(i, $0) }) else {
          preconditionFailure("a row whose sum is not 1")
        }
        path.append((i, next))
      }
    }
    entries = Array(path[(cycleStart ?? 0)...])
    reach = entries.map { matrix[$0.row, $0.column] }.min() ?? 0
  }

  /// The matrix moved by `amount` along the cycle, the first entry upwards; at most `reach` in
  /// size.
  func move(_ matrix: RationalMatrix, by amount: Rational) -> RationalMatrix {
    var result = matrix
    for (k, (i, j)) in entries.enumerated() {
      result[i, j] = result[i, j] + (k % 2 == 0 ? amount : -amount)
    }
    return result
  }
}
