import Exact

/// An optimal solution of the linear assignment problem with its exact proof of optimality.
///
/// For a square M the problem is to maximise sum_i M[i, pi(i)] over permutations pi. Potentials
/// with u_i + v_j >= M[i, j] for all i, j and sum u + sum v = sum_i M[i, pi(i)] prove pi optimal:
/// no permutation, and by linearity no doubly stochastic matrix, can do better (THEORY L4).
package struct Assignment: Sendable {
  /// The optimal permutation with the lexicographically smallest list of images.
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
  /// Works on machine words over a common denominator, in several levels of refinement if the
  /// numerators are wider, and on rationals if 128 bits are not enough for them; the result is the
  /// same exact optimum, and the same permutation, in all cases.
  ///
  /// - Complexity: O(n^3) additions and comparisons (Jonker and Volgenant 1987,
  ///   doi 10.1007/BF02278710); the choice among tied optima adds at most n^3 / 64 word operations.
  package init(maximising matrix: RationalMatrix) {
    let n = matrix.order
    typealias Wide = AssignmentOptimum<Int128>
    if let (words, denominator) = matrix.commonWordNumerators(fittingIn: Wide.wordBits(order: n)) {
      let optimum = AssignmentOptimum<Int>(maximising: words, order: n)
      self.init(matrix, Wide(optimum)) { Rational($0, over: denominator) }
    } else if let (wide, denominator) = matrix.commonNumerators(fittingIn: Wide.wideBits(order: n))
    {
      self.init(matrix, Wide(refining: wide, order: n)) { Rational($0, over: denominator) }
    } else {
      let (numerators, denominator) = matrix.wideNumerators()
      let optimum = AssignmentOptimum(maximising: numerators, order: n)
      self.init(matrix, optimum) { $0 / denominator }
    }
  }

  private init<Number>(
    _ matrix: RationalMatrix, _ optimum: AssignmentOptimum<Number>,
    _ rational: (Number) -> Rational
  ) {
    rowPotentials = optimum.rowPotentials.map(rational)
    columnPotentials = optimum.columnPotentials.map(rational)
    let found = optimum.columnOfRow
    switch optimum.matchings.eliminate(found) {
    case .complete(let rowOrder):
      permutation = Self.permutation(found)
      uniqueness = .unique(rowOrder: rowOrder)
    case .stuck(let rows):
      let smallest = optimum.matchings.lexicographicallySmallest(found, among: rows)
      let other =
        smallest == found ? optimum.matchings.exchanged(found, amongStuck: rows) : found
      permutation = Self.permutation(smallest)
      uniqueness = .tied(Self.permutation(other))
    }
    value = permutation.images.enumerated().reduce(into: Rational()) {
      $0 += matrix[$1.offset, $1.element]
    }
  }

  private static func permutation(_ images: [Int]) -> Permutation {
    guard let permutation = Permutation(images) else {
      preconditionFailure("an assignment that is not a bijection")
    }
    return permutation
  }
}
