import Exact

/// Everything the bench states of one square matrix, with the numbers that let a stranger re-check
/// it.
///
/// Written as JSON; parts that do not apply are `null`. Exact numbers are strings `p` or `p/q` in
/// lowest terms; irrational ones are enclosed by two decimals.
package struct Certificate: Encodable, Equatable, Sendable {
  /// The name and version of this format.
  package static let schema = "autoshuffle.certificate/2"

  /// Which nonnegativity and sum conditions hold, exactly.
  package struct Hypotheses: Codable, Equatable, Sendable {
    /// Whether every entry is at least 0.
    package var nonnegative: Bool
    /// The largest |row sum - 1|, exact.
    package var rowDefect: String
    /// The largest |column sum - 1|, exact.
    package var columnDefect: String

    /// Creates the conditions.
    package init(nonnegative: Bool, rowDefect: String, columnDefect: String) {
      self.nonnegative = nonnegative
      self.rowDefect = rowDefect
      self.columnDefect = columnDefect
    }
  }

  /// The two neighbouring multiples of 10^-36 around a real number, equal iff it is one of them.
  package struct Enclosure: Codable, Equatable, Sendable {
    /// At most the number.
    package var lower: String
    /// At least the number.
    package var upper: String

    /// Creates the enclosure.
    package init(lower: String, upper: String) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// The exact l1 distance to the nearest permutation matrix and its proof.
  ///
  /// With g_ij = |M_ij| - |M_ij - 1|, |M - P|_1 = |M|_1 - sum_i g_i,pi(i); potentials with
  /// u_i + v_j >= g_ij and sum u + sum v = sum_i g_i,pi(i) prove the permutation nearest.
  package struct Distance: Encodable, Equatable, Sendable {
    /// min over permutations of |M - P|_1, exact.
    package var l1: String
    /// The lexicographically first nearest permutation, row to column, from 0.
    package var assignment: [Int]
    /// u, exact.
    package var rowPotentials: [String]
    /// v, exact.
    package var columnPotentials: [String]
    /// If the nearest permutation is unique: rows in an order in which every pair with
    /// u_i + v_j = g_ij outside the assignment has j assigned to an earlier row.
    @ExplicitNull package var uniqueByOrder: [Int]?
    /// If it is not unique: another nearest permutation.
    @ExplicitNull package var tiedWith: [Int]?

    /// Creates the distance and its proof.
    package init(
      l1: String, assignment: [Int], rowPotentials: [String], columnPotentials: [String],
      uniqueByOrder: [Int]?, tiedWith: [Int]?
    ) {
      self.l1 = l1
      self.assignment = assignment
      self.rowPotentials = rowPotentials
      self.columnPotentials = columnPotentials
      self.uniqueByOrder = uniqueByOrder
      self.tiedWith = tiedWith
    }
  }

  /// A doubly stochastic matrix M' near M, as changes of entries (T5a).
  package struct Repair: Encodable, Equatable, Sendable {
    /// One changed entry.
    package struct Change: Encodable, Equatable, Sendable {
      /// The row, from 0.
      package var row: Int
      /// The column, from 0.
      package var column: Int
      /// What is subtracted or added, exact and positive.
      package var amount: String

      /// Creates the change.
      package init(row: Int, column: Int, amount: String) {
        self.row = row
        self.column = column
        self.amount = amount
      }
    }

    /// What is subtracted first; no entry becomes negative.
    package var removed: [Change]
    /// What is added then.
    package var added: [Change]
    /// The sum of all amounts, exact: 2 (sum of `removed`) + n - (sum of M).
    package var cost: String

    /// Creates the repair.
    package init(removed: [Change], added: [Change], cost: String) {
      self.removed = removed
      self.added = added
      self.cost = cost
    }
  }

  /// One permutation matrix of a convex combination.
  package struct BirkhoffTerm: Encodable, Equatable, Sendable {
    /// The weight, exact and positive.
    package var weight: String
    /// The permutation, row to column, from 0.
    package var permutation: [Int]

    /// Creates the term.
    package init(weight: String, permutation: [Int]) {
      self.weight = weight
      self.permutation = permutation
    }
  }

  /// The number `rational + root2 sqrt(2)`.
  package struct Share: Encodable, Equatable, Sendable {
    /// The rational part, exact.
    package var rational: String
    /// The rational factor of sqrt 2, exact.
    package var root2: String

    /// Creates the number.
    package init(rational: String, root2: String) {
      self.rational = rational
      self.root2 = root2
    }
  }

  /// What rounding each row to its largest entry gives.
  package struct Rounding: Encodable, Equatable, Sendable {
    /// The column of the first largest entry of each row.
    package var argmax: [Int]
    /// Whether these columns are all different.
    package var argmaxIsPermutation: Bool
    /// Whether exactly one permutation matrix is nearest in l1.
    package var uniqueNearest: Bool
    /// The theorem whose hypotheses hold and that makes rounding certain, if any; only where the
    /// row argmax is the only nearest permutation.
    @ExplicitNull package var claim: String?

    /// Creates the rounding.
    package init(argmax: [Int], argmaxIsPermutation: Bool, uniqueNearest: Bool, claim: String?) {
      self.argmax = argmax
      self.argmaxIsPermutation = argmaxIsPermutation
      self.uniqueNearest = uniqueNearest
      self.claim = claim
    }
  }

  /// One claim decided on the matrix.
  package struct ClaimResult: Encodable, Equatable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// `holds`, `refuted`, `undecided`, or `inapplicable` when its hypotheses do not hold.
    package var verdict: VerdictWord
    /// The left side of the inequality, when there is one.
    @ExplicitNull package var lhs: Enclosure?
    /// The right side.
    @ExplicitNull package var rhs: Enclosure?

    /// Creates the result.
    package init(id: String, verdict: VerdictWord, lhs: Enclosure?, rhs: Enclosure?) {
      self.id = id
      self.verdict = verdict
      self.lhs = lhs
      self.rhs = rhs
    }
  }

  /// The name and version of the format, `Certificate.schema`.
  package var schema: String
  /// The order of the matrix.
  package var n: Int
  /// The exact entries, row by row.
  package var rows: [[String]]
  /// The conditions that hold.
  package var hypotheses: Hypotheses
  /// P.
  package var penalty: Enclosure
  /// The distance to the nearest permutation.
  package var distance: Distance
  /// The rounding and what justifies it.
  package var rounding: Rounding
  /// If no entry is negative: a doubly stochastic matrix near M.
  @ExplicitNull package var repair: Repair?
  /// If M is doubly stochastic: M as a convex combination of permutation matrices.
  ///
  /// Left out where `longestDecomposition` exceeds `largestDecomposition`.
  @ExplicitNull package var birkhoff: [BirkhoffTerm]?
  /// If M is doubly stochastic: shares Q_i of the rows in a(M) = N - d1/2, whose sum it is, with
  /// Q_i >= 1 - (1 + 1/sqrt 2) gap(r_i) for each row, which proves T2* for M row by row.
  @ExplicitNull package var shares: [Share]?
  /// The claims of the checker, in its order.
  package var claims: [ClaimResult]
  /// `refuted` if a claim is, else `undecided` if one is, else `holds`.
  package var verdict: VerdictWord

  /// The decimal places of enclosures.
  package static let digits = 36

  /// The most numbers that a decomposition into permutations may have.
  package static let largestDecomposition = 4_000_000

  /// A bound of the numbers in a decomposition: each term but the last uses up one nonzero entry or
  /// more, and lists one image for each row.
  package static func longestDecomposition(nonzero: Int, order: Int) -> Int { nonzero * order }

  /// Creates a certificate.
  package init(
    n: Int, rows: [[String]], hypotheses: Hypotheses, penalty: Enclosure, distance: Distance,
    rounding: Rounding, repair: Repair?, birkhoff: [BirkhoffTerm]?, shares: [Share]?,
    claims: [ClaimResult], verdict: VerdictWord
  ) {
    schema = Self.schema
    self.n = n
    self.rows = rows
    self.hypotheses = hypotheses
    self.penalty = penalty
    self.distance = distance
    self.rounding = rounding
    self.repair = repair
    self.birkhoff = birkhoff
    self.shares = shares
    self.claims = claims
    self.verdict = verdict
  }
}
