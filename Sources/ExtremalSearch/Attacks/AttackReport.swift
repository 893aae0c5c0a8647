import Exact

/// What `attack` found, as it is printed.
package struct AttackReport: Encodable, Sendable {
  /// The name of the format.
  package let schema = "autoshuffle.attack/1"
  /// `ratio`, `kappa` or `vertices`.
  package let target: String
  /// The root of all random numbers; absent for an enumeration.
  package let seed: UInt64?
  /// The descents asked for at each order; absent for an enumeration.
  package let starts: Int?
  /// One entry an order of the attack on P / d1.
  package let ratio: [RatioFinding]?
  /// One entry a bound and order of the attack on the coefficient of kappa.
  package let kappa: [KappaFinding]?
  /// One entry a cell whose vertices were enumerated.
  package let vertices: [CellFinding]?
  /// `refuted` by an exact counterexample; otherwise `holds`, of an attack only in the sense that
  /// it found none; `undecided` when an order got no descent in time or two methods disagree.
  package let verdict: VerdictWord

  /// The report of the attack on P / d1.
  init(_ plan: AttackPlan, ratio findings: [RatioFinding]) {
    self.init(
      plan, ratio: findings,
      verdict: Self.verdict(
        refuted: findings.contains { $0.counterexample != nil },
        incomplete: findings.contains { $0.descents == 0 }))
  }

  /// The report of the attack on the coefficient of kappa.
  init(_ plan: AttackPlan, kappa findings: [KappaFinding]) {
    self.init(
      plan, kappa: findings,
      verdict: Self.verdict(
        refuted: findings.contains { $0.refutes },
        incomplete: findings.contains { $0.descents == 0 }))
  }

  /// The report of an enumeration.
  init(vertices findings: [CellFinding]) {
    self.init(
      nil, vertices: findings,
      verdict: Self.verdict(
        refuted: findings.contains { $0.verdict == .refuted },
        incomplete: findings.contains { $0.verdict == .undecided }))
  }

  private init(
    _ plan: AttackPlan?, ratio: [RatioFinding]? = nil, kappa: [KappaFinding]? = nil,
    vertices: [CellFinding]? = nil, verdict: VerdictWord
  ) {
    target = ratio != nil ? "ratio" : kappa != nil ? "kappa" : "vertices"
    seed = plan?.seed
    starts = plan?.starts
    self.ratio = ratio
    self.kappa = kappa
    self.vertices = vertices
    self.verdict = verdict
  }

  private static func verdict(refuted: Bool, incomplete: Bool) -> VerdictWord {
    refuted ? .refuted : incomplete ? .undecided : .holds
  }
}

/// An exact matrix with an exact number that belongs to it, enclosed by two decimals.
package struct ExtremalMatrix: Encodable, Sendable {
  /// The exact entries.
  package let rows: [[String]]
  /// The exact l1 distance d1 to the nearest permutation matrix.
  package let distance: String
  /// A decimal at most the number, and within 2e-12 of it; equal to `upper` if it is the number.
  package let lower: String
  /// A decimal at least the number, and within 2e-12 of it.
  package let upper: String
  /// Whether the matrix is no direct sum, whatever the order of lines.
  package let connected: Bool

  init(_ matrix: RationalMatrix, distance: Rational, number: RadicalSum) {
    rows = matrix.rows.map { $0.map(\.description) }
    self.distance = distance.description
    let interval = Self.enclosure(of: number)
    lower = interval.lower.decimal(digits: 12, roundedUp: false)
    upper = interval.upper.decimal(digits: 12, roundedUp: true)
    connected = ExactBounds.isConnected(matrix)
  }

  /// A narrow interval around the number, of width 0 if that is a simple fraction.
  private static func enclosure(of number: RadicalSum) -> RationalInterval {
    let interval = number.enclosure(width: .powerOfTwo(-48))
    guard
      let fraction = SimplestFraction.near(interval.lower.truncatedDouble, within: 1e-9),
      number == RadicalSum(fraction)
    else { return interval }
    return RationalInterval(fraction, fraction)
  }
}

/// The result of the attack on P / d1 at one order.
package struct RatioFinding: Encodable, Sendable {
  /// N.
  package let n: Int
  /// The descents made.
  package let descents: Int
  /// The linear programs solved.
  package let programs: Int
  /// The descents whose linear programs ended at a half matrix or the identity.
  package let endedAtHalfMatrices: Int
  /// The smallest P / d1 of a doubly stochastic matrix that is no half matrix.
  package let smallest: ExtremalMatrix?
  /// The smallest of those that are no direct sums.
  package let smallestConnected: ExtremalMatrix?
  /// A doubly stochastic matrix with P < (2 - sqrt 2) d1; there is none by T2*.
  package let counterexample: ExtremalMatrix?
}

/// The result of the attack on one bound at one order.
package struct KappaFinding: Encodable, Sendable {
  /// `T5b` or `T5e`.
  package let claim: String
  /// N.
  package let n: Int
  /// The descents made.
  package let descents: Int
  /// The linear programs solved.
  package let programs: Int
  /// The row-stochastic matrix that demands the largest coefficient of kappa, with that number.
  package let largest: ExtremalMatrix?
  /// Its sum of |column sum - 1|.
  package let kappa: String?
  /// Whether it demands more than the proved coefficient, which would refute the theorem.
  package let refutes: Bool
}

/// All vertices of one cell, with the claim that is decided at them.
package struct CellFinding: Encodable, Sendable {
  /// `T2*` or `T5e`.
  package let claim: String
  /// N.
  package let n: Int
  /// The column sums that are at least 1, for T5e; the others are at most 1.
  package let overloadedColumns: Int?
  /// The number of vertices, by the double description method.
  package let vertices: Int
  /// Whether each is feasible with tight inequalities of full rank, decided exactly.
  package let certified: Bool
  /// The number of bases that lexicographic pivoting visited.
  package let bases: Int
  /// Whether it found the same vertices.
  package let methodsAgree: Bool
  /// The permutation matrices among the vertices.
  package let permutations: Int
  /// The half matrices that are no permutations.
  package let halfMatrices: Int
  /// The vertices at which the claim is an equality, permutations left out.
  package let equalities: Int
  /// For T2* the smallest P / d1 at vertices that are no half matrices; for T5e the largest
  /// coefficient of kappa that a vertex demands.
  package let extremal: ExtremalMatrix?
  /// The vertices at which the claim fails.
  package let counterexamples: [ExtremalMatrix]
  /// `holds`, `refuted`, or `undecided` if the methods disagree.
  package let verdict: VerdictWord
}
