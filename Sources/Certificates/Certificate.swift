/// Everything the bench states of one square matrix, with the numbers that let a stranger re-check
/// it.
///
/// Written as JSON. Exact numbers are strings `p/q`; irrational ones are enclosed by two decimals.
package struct Certificate: Codable, Equatable, Sendable {
  /// The name and version of this format.
  package static let schema = "autoshuffle.certificate/1"

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

  /// Two decimals around a real number.
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
  package struct Distance: Codable, Equatable, Sendable {
    /// min over permutations of |M - P|_1, exact.
    package var l1: String
    /// A nearest permutation, row to column, from 0.
    package var assignment: [Int]
    /// u, exact.
    package var rowPotentials: [String]
    /// v, exact.
    package var columnPotentials: [String]
    /// If the nearest permutation is unique: rows in an order in which every pair with
    /// u_i + v_j = g_ij outside the assignment has j assigned to an earlier row.
    package var uniqueByOrder: [Int]?
    /// If it is not unique: another nearest permutation.
    package var tiedWith: [Int]?

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

  /// What rounding each row to its largest entry gives.
  package struct Rounding: Codable, Equatable, Sendable {
    /// The column of the first largest entry of each row.
    package var argmax: [Int]
    /// Whether these columns are all different.
    package var argmaxIsPermutation: Bool
    /// Whether exactly one permutation matrix is nearest in l1.
    package var uniqueNearest: Bool
    /// The theorem whose hypotheses hold and that makes rounding certain, if any.
    package var claim: String?

    /// Creates the rounding.
    package init(argmax: [Int], argmaxIsPermutation: Bool, uniqueNearest: Bool, claim: String?) {
      self.argmax = argmax
      self.argmaxIsPermutation = argmaxIsPermutation
      self.uniqueNearest = uniqueNearest
      self.claim = claim
    }

    /// Writes every field; no theorem is `null`, so that readers find the key.
    package func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(argmax, forKey: .argmax)
      try fields.encode(argmaxIsPermutation, forKey: .argmaxIsPermutation)
      try fields.encode(uniqueNearest, forKey: .uniqueNearest)
      try fields.encode(claim, forKey: .claim)
    }
  }

  /// One claim decided on the matrix.
  package struct ClaimResult: Codable, Equatable, Sendable {
    /// The claim's identifier.
    package var id: String
    /// `holds`, `refuted`, `undecided`, or `inapplicable` when its hypotheses do not hold.
    package var verdict: String
    /// The left side of the inequality, when there is one.
    package var lhs: Enclosure?
    /// The right side.
    package var rhs: Enclosure?

    /// Creates the result.
    package init(id: String, verdict: String, lhs: Enclosure?, rhs: Enclosure?) {
      self.id = id
      self.verdict = verdict
      self.lhs = lhs
      self.rhs = rhs
    }

    /// Writes every field; a missing side is `null`, so that readers find the key.
    package func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(id, forKey: .id)
      try fields.encode(verdict, forKey: .verdict)
      try fields.encode(lhs, forKey: .lhs)
      try fields.encode(rhs, forKey: .rhs)
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
  /// P, enclosed to 1e-30 or better.
  package var penalty: Enclosure
  /// The distance to the nearest permutation.
  package var distance: Distance
  /// The rounding and what justifies it.
  package var rounding: Rounding
  /// Every claim about one matrix.
  package var claims: [ClaimResult]
  /// `refuted` if a claim is, else `undecided` if one is, else `holds`.
  package var verdict: String

  /// Creates a certificate.
  package init(
    n: Int, rows: [[String]], hypotheses: Hypotheses, penalty: Enclosure, distance: Distance,
    rounding: Rounding, claims: [ClaimResult], verdict: String
  ) {
    schema = Self.schema
    self.n = n
    self.rows = rows
    self.hypotheses = hypotheses
    self.penalty = penalty
    self.distance = distance
    self.rounding = rounding
    self.claims = claims
    self.verdict = verdict
  }
}
