import Exact
import RandomStreams

/// Generators of exact nonnegative matrices whose rows sum to 1, the hypothesis of T5b, T5d and
/// T5e.
///
/// Column sums are anything; each case is biased to a way in which that hurts.
package enum RowStochasticSampler: String, CaseIterable, Sendable {
  /// Small integers divided by their column sums, then by their row sums: what one pass of scaling
  /// leaves (T9a).
  case onePass
  /// Each row on one column, two or more of them on the same one, moved a little or not at all: the
  /// trap of T9d, where P alone sees nothing.
  case collision
  /// Several rows on one column and the others spread evenly over other columns, as in
  /// [[0, 0, 1], [1/2, 1/2, 0], [0, 0, 1]], where T5b needs its kappa; and neighbourhoods.
  case crowdedColumn
  /// A half block whose columns sum to 1 + delta and 1 - delta beside a permutation, moved a
  /// little: the threshold of T5d, on either side of it.
  case roundingThreshold
  /// A doubly stochastic matrix with a little mass moved within rows.
  case nearDoublyStochastic
  /// Rows of small integers over their sums, independent of each other.
  case independentRows

  /// Draws an `order` x `order` matrix; `order` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> RationalMatrix {
    precondition(n > 0, "a row-stochastic matrix needs a positive order")
    switch self {
    case .onePass:
      var integers = RationalMatrix(rows: n, columns: n) { _, _ in
        Rational(choices.oneIn(2) ? choices.int(in: 1...3) : 0)
      }
      for i in 0..<n where integers.rowIsZero(i) { integers[i, choices.index(below: n)] = 1 }
      return ExactProjection.scaled(integers)
    case .collision:
      var columns = choices.shuffled(0..<n)
      for _ in 0..<choices.int(in: 1...n) {
        columns[choices.index(below: n)] = columns[choices.index(below: n)]
      }
      let vertex = RationalMatrix(rows: n, columns: n) { columns[$0] == $1 ? 1 : 0 }
      return Self.movedOrNot(vertex, &choices)
    case .crowdedColumn:
      let crowd = choices.int(in: min(2, n)...n)
      // Order 1 has no other column, and no row left to spread.
      let spread = choices.int(in: 1...max(1, n - 1))
      let base = RationalMatrix(rows: n, columns: n) { i, j in
        if i < crowd { return j == 0 ? 1 : 0 }
        return 1...spread ~= j ? Rational(1, spread) : 0
      }
      return choices.shuffledLines(of: Self.movedOrNot(base, &choices))
    case .roundingThreshold:
      guard n > 1 else { return Permutation(identity: 1).matrix }
      let delta = choices.oneIn(2) ? choices.smallWeight() : 0
      let (more, less) = ((1 + delta) / 2, (1 - delta) / 2)
      let block = RationalMatrix([[more, less], [more, less]])
      let base = block.directSum(with: Permutation(identity: n - 2).matrix)
      return choices.shuffledLines(of: Self.movedOrNot(base, &choices))
    case .nearDoublyStochastic:
      var matrix = choices.element(of: DoublyStochasticSampler.allCases)
        .sample(order: n, from: &choices)
      for _ in 0..<choices.int(in: 1...2) {
        let i = choices.index(below: n)
        let (from, to) = (choices.index(below: n), choices.index(below: n))
        let moved = matrix[i, from] * choices.smallWeight()
        matrix[i, from] = matrix[i, from] - moved
        matrix[i, to] = matrix[i, to] + moved
      }
      return matrix
    case .independentRows:
      return Self.independentRows(n, &choices)
    }
  }

  /// The matrix, or a mixture with a little of a permutation or of independent rows.
  private static func movedOrNot(
    _ matrix: RationalMatrix, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    let n = matrix.order
    switch choices.index(below: 3) {
    case 0:
      return matrix
    case 1:
      let other = DoublyStochasticSampler.randomPermutation(n, &choices).matrix
      return matrix.mixed(with: other, weight: choices.smallWeight())
    default:
      let other = independentRows(n, &choices)
      return matrix.mixed(with: other, weight: choices.smallWeight())
    }
  }

  private static func independentRows(
    _ n: Int, _ choices: inout some ChoiceSource
  ) -> RationalMatrix {
    let rows = (0..<n).map { _ -> [Rational] in
      var weights = (0..<n).map { _ in choices.oneIn(2) ? choices.int(in: 1...9) : 0 }
      if weights.allSatisfy({ $0 == 0 }) { weights[choices.index(below: n)] = 1 }
      let sum = weights.reduce(0, +)
      return weights.map { Rational($0, sum) }
    }
    return RationalMatrix(rows)
  }
}

extension RationalMatrix {
  fileprivate func rowIsZero(_ i: Int) -> Bool {
    (0..<columnCount).allSatisfy { self[i, $0].sign == 0 }
  }
}
