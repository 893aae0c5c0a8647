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
  /// Whether no other permutation has the same value.
  package let isUnique: Bool
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
    isUnique = !solution.hasAlternative
  }
}

/// The Hungarian method with shortest augmenting paths, over any exact ordered group.
struct ShortestAugmentingPaths<Number: Comparable & AdditiveArithmetic> {
  private(set) var columnOfRow: [Int]
  private(set) var rowPotentials: [Number]
  private(set) var columnPotentials: [Number]
  /// Whether another assignment has the same value.
  private(set) var hasAlternative = false

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
    hasAlternative = tightCycle(values, n)
  }

  /// Whether the tight pairs (u_i + v_j = M_ij) outside the assignment close a cycle.
  ///
  /// All optimal assignments use tight pairs only, and two of them differ by cycles of the graph
  /// with an arc from row i to the row assigned to j for each tight (i, j).
  private func tightCycle(_ values: [Number], _ n: Int) -> Bool {
    var rowOfColumn = [Int](repeating: 0, count: n)
    for (i, j) in columnOfRow.enumerated() { rowOfColumn[j] = i }
    // Repeatedly remove rows with no outgoing arc; what is left has a cycle.
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
    var removed = 0
    while let leaf = leaves.popLast() {
      removed += 1
      for i in predecessors[leaf] {
        remaining[i] -= 1
        if remaining[i] == 0 { leaves.append(i) }
      }
    }
    return removed < n
  }
}
