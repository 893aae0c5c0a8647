import Exact

/// An optimal solution of the linear assignment problem with its exact proof of optimality.
///
/// For a square M the problem is to maximise sum_i M[i, pi(i)] over permutations pi. Potentials
/// with u_i + v_j >= M[i, j] for all i, j and sum u + sum v = sum_i M[i, pi(i)] prove pi optimal:
/// no permutation, and by linearity no doubly stochastic matrix, can do better (THEORY L4).
package struct Assignment: Sendable {
  /// An optimal permutation.
  package let permutation: Permutation
  /// The optimal value, sum of both potentials.
  package let value: Rational
  /// u, one entry a row.
  package let rowPotentials: [Rational]
  /// v, one entry a column.
  package let columnPotentials: [Rational]
  /// The proof that no other permutation has the same value, or another one that has.
  package let uniqueness: Uniqueness

  /// Why an optimum is the only one, or not.
  package enum Uniqueness: Sendable, Equatable {
    /// The only optimum. In the given order of rows, every tight pair (i, j) (u_i + v_j = M[i, j])
    /// outside the assignment has j assigned to an earlier row; so no exchange along tight pairs
    /// closes, and all optima use tight pairs only.
    case unique(rowOrder: [Int])
    /// Another permutation with the same value.
    case tied(Permutation)
  }

  /// Whether no other permutation has the same value.
  package var isUnique: Bool {
    if case .unique = uniqueness { return true }
    return false
  }
}

extension Assignment {
  /// Solves the maximum assignment problem for a square matrix exactly.
  ///
  /// Works on 128-bit integers over a common denominator when the entries allow it (floats of a
  /// common size do), on rationals otherwise; the result is the same exact optimum.
  ///
  /// - Complexity: O(n^3) additions and comparisons (shortest augmenting paths; Jonker and
  ///   Volgenant 1987, doi 10.1007/BF02278710).
  package init(maximising matrix: RationalMatrix) {
    let n = matrix.order
    // A potential is a sum of at most n entries and their differences: 2 n 2^bits must fit.
    let bits = 120 - (Int.bitWidth - n.leadingZeroBitCount)
    if let (numerators, denominator) = matrix.commonNumerators(fittingIn: bits) {
      let solution = ShortestAugmentingPaths(values: numerators, order: n)
      self.init(matrix, solution) { Rational($0, over: denominator) }
    } else {
      let solution = ShortestAugmentingPaths(values: matrix.rows.flatMap { $0 }, order: n)
      self.init(matrix, solution) { $0 }
    }
  }

  private init<Number>(
    _ matrix: RationalMatrix, _ solution: ShortestAugmentingPaths<Number>,
    _ rational: (Number) -> Rational
  ) {
    guard let permutation = Permutation(solution.columnOfRow) else {
      preconditionFailure("an assignment that is not a bijection")
    }
    self.permutation = permutation
    rowPotentials = solution.rowPotentials.map(rational)
    columnPotentials = solution.columnPotentials.map(rational)
    value = permutation.images.enumerated().reduce(into: Rational()) {
      $0 += matrix[$1.offset, $1.element]
    }
    if let alternative = solution.alternative {
      guard let other = Permutation(alternative) else {
        preconditionFailure("an alternative assignment that is not a bijection")
      }
      uniqueness = .tied(other)
    } else {
      uniqueness = .unique(rowOrder: solution.eliminationOrder)
    }
  }
}

/// The Hungarian method with shortest augmenting paths, over any exact ordered group.
struct ShortestAugmentingPaths<Number: Comparable & AdditiveArithmetic> {
  private(set) var columnOfRow: [Int]
  private(set) var rowPotentials: [Number]
  private(set) var columnPotentials: [Number]
  /// Another assignment with the same value, if there is one.
  private(set) var alternative: [Int]?
  /// If there is none: rows ordered so that each one's tight pairs lead to earlier rows only.
  private(set) var eliminationOrder: [Int] = []

  /// Maximises; `values` is row-major of size `order` squared.
  init(values: [Number], order n: Int) {
    // Potentials of the minimisation of -M, negated at the end. Index n stands for "no row".
    var u = [Number](repeating: .zero, count: n + 1)
    var v = [Number](repeating: .zero, count: n + 1)
    var rowOfColumn = [Int](repeating: n, count: n + 1)
    for row in 0..<n {
      // Dijkstra from `row` over reduced costs until a free column is reached; column n is the
      // virtual one that holds the new row.
      rowOfColumn[n] = row
      var current = n
      var distance = [Number?](repeating: nil, count: n)
      var previous = [Int](repeating: n, count: n)
      var done = [Bool](repeating: false, count: n + 1)
      repeat {
        done[current] = true
        let i = rowOfColumn[current]
        let potential = u[i]
        var step: Number?
        var next = n
        for j in 0..<n where !done[j] {
          let reduced = Number.zero - values[i * n + j] - potential - v[j]
          let best: Number
          if let old = distance[j], old <= reduced {
            best = old
          } else {
            best = reduced
            distance[j] = reduced
            previous[j] = current
          }
          if step.map({ best < $0 }) ?? true {
            step = best
            next = j
          }
        }
        guard let step else { preconditionFailure("no column left") }
        if step != .zero {
          for j in 0...n where done[j] {
            u[rowOfColumn[j]] += step
            v[j] -= step
          }
          for j in 0..<n where !done[j] { distance[j]? -= step }
        }
        current = next
      } while rowOfColumn[current] != n
      while current != n {
        let before = previous[current]
        rowOfColumn[current] = rowOfColumn[before]
        current = before
      }
    }
    columnOfRow = [Int](repeating: 0, count: n)
    for j in 0..<n { columnOfRow[rowOfColumn[j]] = j }
    rowPotentials = u.dropLast().map { .zero - $0 }
    columnPotentials = v.dropLast().map { .zero - $0 }
    (eliminationOrder, alternative) = orderOrAlternative(values, n)
  }

  /// Orders the rows by repeatedly removing one without tight pairs to remaining rows; if that
  /// stops early, what remains holds a cycle of tight pairs, which gives another optimum.
  ///
  /// All optimal assignments use tight pairs (u_i + v_j = M_ij) only, and two of them differ by cycles
  /// of the graph with an arc from row i to the row assigned to j for each tight (i, j).
  private func orderOrAlternative(_ values: [Number], _ n: Int) -> ([Int], [Int]?) {
    var rowOfColumn = [Int](repeating: 0, count: n)
    for (i, j) in columnOfRow.enumerated() { rowOfColumn[j] = i }
    var successors = [[Int]](repeating: [], count: n)
    var predecessors = [[Int]](repeating: [], count: n)
    for i in 0..<n {
      for j in 0..<n where j != columnOfRow[i] {
        if rowPotentials[i] + columnPotentials[j] == values[i * n + j] {
          successors[i].append(rowOfColumn[j])
          predecessors[rowOfColumn[j]].append(i)
        }
      }
    }
    var remaining = successors.map(\.count)
    var leaves = (0..<n).filter { remaining[$0] == 0 }
    var order: [Int] = []
    while let leaf = leaves.popLast() {
      order.append(leaf)
      for i in predecessors[leaf] {
        remaining[i] -= 1
        if remaining[i] == 0 { leaves.append(i) }
      }
    }
    guard let start = remaining.firstIndex(where: { $0 > 0 }) else { return (order, nil) }
    // Every remaining row has a remaining successor; walk until a row repeats.
    var path: [Int] = []
    var position = [Int?](repeating: nil, count: n)
    var row = start
    while position[row] == nil {
      position[row] = path.count
      path.append(row)
      guard let next = successors[row].first(where: { remaining[$0] > 0 }) else {
        preconditionFailure("a remaining row without a remaining successor")
      }
      row = next
    }
    let cycle = Array(path[(position[row] ?? 0)...])
    var other = columnOfRow
    for (k, i) in cycle.enumerated() { other[i] = columnOfRow[cycle[(k + 1) % cycle.count]] }
    return ([], other)
  }
}
