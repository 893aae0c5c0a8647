import Exact

/// The claims, decided again from the definitions.
extension CertificateChecker {
  /// The two sides of a claim that applies, and whether what it asserts of the matrix is true.
  struct Sides {
    let lhs: RadicalSum
    let rhs: RadicalSum
    let isTrue: Bool

    init(_ lhs: RadicalSum, _ rhs: RadicalSum, isTrue: Bool) {
      self.lhs = lhs
      self.rhs = rhs
      self.isTrue = isTrue
    }
  }

  /// A claim's identifier and its sides for a matrix, nil where it does not apply.
  typealias Rule = (id: String, sides: @Sendable (CertificateChecker) -> Sides?)

  /// The identifiers of the claims that a certificate decides, in order.
  package static let claims = rules.map(\.id)

  func checkClaims() throws(CertificateError) {
    try require(
      certificate.claims.map(\.id) == Self.claims, "claims",
      "are not the claims of this format, in order")
    for (claim, rule) in zip(certificate.claims, Self.rules) {
      let field = "claims.\(claim.id)"
      guard let sides = rule.sides(self) else {
        try require(
          claim.verdict == .inapplicable && claim.lhs == nil && claim.rhs == nil, field,
          "does not apply to this matrix")
        continue
      }
      try require(
        claim.verdict == .holds, field + ".verdict", "is not the verdict of the checker, holds")
      guard let lhs = claim.lhs, let rhs = claim.rhs else {
        throw CertificateError(field, "needs both sides")
      }
      try checkEncloses(lhs, sides.lhs, field + ".lhs")
      try checkEncloses(rhs, sides.rhs, field + ".rhs")
      try require(sides.isTrue, field, "fails on this matrix")
    }
    try require(certificate.verdict == .holds, "verdict", "is not what the claims say")
  }

  private static let rules: [Rule] = [
    (
      "T1a",
      { c in
        c.sides(c.penalty, 0, (c.penalty.exactSign() == 0) == c.hasOneEntryALine)
      }
    ),
    (
      "T1b",
      { c in
        guard c.isDoublyStochastic else { return nil }
        return c.sides(c.penalty, 0, (c.penalty.exactSign() == 0) == (c.distance.sign == 0))
      }
    ),
    (
      "T2-upper",
      { c in c.strict(c.penalty, RadicalSum(c.distance), unless: c.isPermutationMatrix) }
    ),
    (
      "T2-lower",
      { c in
        guard c.isDoublyStochastic else { return nil }
        let quadratic = RadicalSum(c.quadratic)
        return c.sides(
          quadratic, c.penalty, c.distance <= 2 * c.quadratic && c.isAtMost(quadratic, c.penalty))
      }
    ),
    ("T2F", { c in c.weak(2 * c.squaredFrobenius * c.sharp, c.penalty) }),
    (
      "T2F-distance",
      { c in c.weak(RadicalSum(c.squaredFrobenius), RadicalSum(Rational(1, 2) * c.distance)) }
    ),
    (
      "T2Q-upper",
      { c in c.strict(RadicalSum(c.quadratic), c.penalty, unless: c.isPermutationMatrix) }
    ),
    (
      "T2Q-lower",
      { c in
        c.weak((1 + .root(Rational(1, c.n))) * c.penalty, RadicalSum(2 * c.quadratic))
      }
    ),
    (
      "T3",
      { c in
        guard c.isDoublyStochastic, let e = c.assignedEntries.map({ 1 - $0 }).max(), e < 1 else {
          return nil
        }
        let lower = RadicalSum((1 - e / (2 * (1 - e))) * c.distance)
        return c.sides(lower, c.penalty, 4 * e <= c.distance && c.isAtMost(lower, c.penalty))
      }
    ),
    (
      "T2-sharp-rows",
      { c in c.strict(Rational(1, 2) * c.distance * c.sharp, c.rowPenalty, unless: c.isHalfMatrix) }
    ),
    (
      "T2-sharp-columns",
      { c in
        c.strict(Rational(1, 2) * c.distance * c.sharp, c.columnPenalty, unless: c.isHalfMatrix)
      }
    ),
    ("T2-sharp", { c in c.strict(c.distance * c.sharp, c.penalty, unless: c.isHalfMatrix) }),
    (
      "T4",
      { c in
        let smaller = c.isAtMost(c.rowPenalty, c.columnPenalty) ? c.rowPenalty : c.columnPenalty
        return c.rounding(smaller, below: c.sharp)
      }
    ),
    (
      "T4-rows",
      { c in
        c.rounding(1 - .root(c.rowSquares.min() ?? 0), below: 1 - .root(Rational(1, 2)))
      }
    ),
    (
      "T4-rational",
      { c in
        c.rounding(RadicalSum(Rational(c.n) - c.argmaxEntries.reduce(0, +)), below: 1)
      }
    ),
    (
      "T5b",
      { c in
        guard c.isRowStochastic else { return nil }
        let bound =
          2 * c.rowPenalty + 2 * c.largestColumnSum * c.columnPenalty + RadicalSum(c.kappa)
        return c.sides(RadicalSum(c.distance), bound, c.isAtMost(RadicalSum(c.distance), bound))
      }
    ),
    (
      "T5c",
      { c in
        guard c.isNonnegative, c.largestEntry <= 1 else { return nil }
        let total = c.magnitude
        let rest = 3 * (Rational(c.n) - total) + 2 * c.largestEntry * c.removedMass
        let bound =
          2 * (c.rowSums.max() ?? 0) * c.rowPenalty + 2 * c.largestColumnSum * c.columnPenalty
          + RadicalSum(rest)
        return c.sides(RadicalSum(c.distance), bound, c.isAtMost(RadicalSum(c.distance), bound))
      }
    ),
    ("T5d", { c in c.nearlyStochasticRounding }),
    (
      "T5e",
      { c in
        guard c.isRowStochastic else { return nil }
        let bound = (2 + .root(2)) * c.rowPenalty + c.kappa * (2 + .root(Rational(1, 2)))
        return c.sides(RadicalSum(c.distance), bound, c.isAtMost(RadicalSum(c.distance), bound))
      }
    ),
  ]

  // MARK: Forms of claims

  private func sides(_ lhs: RadicalSum, _ rhs: RadicalSum, _ isTrue: Bool) -> Sides {
    Sides(lhs, rhs, isTrue: isTrue)
  }

  /// `lhs <= rhs` for doubly stochastic matrices.
  private func weak(_ lhs: RadicalSum, _ rhs: RadicalSum) -> Sides? {
    isDoublyStochastic ? sides(lhs, rhs, isAtMost(lhs, rhs)) : nil
  }

  /// `lhs < rhs` for doubly stochastic matrices, and equality when `equality`.
  private func strict(_ lhs: RadicalSum, _ rhs: RadicalSum, unless equality: Bool) -> Sides? {
    isDoublyStochastic ? sides(lhs, rhs, (rhs - lhs).exactSign() == (equality ? 0 : 1)) : nil
  }

  /// The conclusion of T4 for doubly stochastic matrices with `quantity < threshold`.
  private func rounding(_ quantity: RadicalSum, below threshold: RadicalSum) -> Sides? {
    guard isDoublyStochastic, isBelow(quantity, threshold) else { return nil }
    let isCertain =
      isPermutation(certificate.rounding.argmax)
      && certificate.rounding.argmax == certificate.distance.assignment
      && certificate.distance.uniqueByOrder != nil
      && argmaxEntries.allSatisfy { $0 > Rational(1, 2) }
    return sides(quantity, threshold, isCertain)
  }

  /// T5d: rows divided by their sums, with the columns bounded through the smallest row sum.
  private var nearlyStochasticRounding: Sides? {
    guard isNonnegative, let smallest = rowSums.min(), smallest.sign > 0,
      let largest = columnSums.max(), largest < 2 * smallest
    else { return nil }
    let lhs =
      RadicalSum(Rational(n)) - Self.rootSum(zip(rowSquares, rowSums).map { $0 / $1.squared })
    let rhs = (1 - max(0, largest / smallest - 1)) * sharp
    guard isBelow(lhs, rhs) else { return nil }
    let columns = certificate.rounding.argmax
    let isStrict = columns.enumerated().allSatisfy { i, j in
      (0..<n).allSatisfy { $0 == j || matrix.isLess(i, $0, than: i, j) }
    }
    return sides(lhs, rhs, isStrict && isPermutation(columns))
  }

  // MARK: Quantities

  private var penalty: RadicalSum { rowPenalty + columnPenalty }

  /// 2 - sqrt 2.
  private var sharp: RadicalSum { 2 - .root(2) }

  /// N - |M|_F^2.
  private var quadratic: Rational { Rational(n) - rowSquares.reduce(0, +) }

  private var assignedEntries: [Rational] {
    certificate.distance.assignment.enumerated().map { matrix[$0.offset, $0.element] }
  }

  private var argmaxEntries: [Rational] {
    certificate.rounding.argmax.enumerated().map { matrix[$0.offset, $0.element] }
  }

  /// dF^2 of a doubly stochastic matrix.
  private var squaredFrobenius: Rational {
    rowSquares.reduce(0, +) + Rational(n) - 2 * assignedEntries.reduce(0, +)
  }

  /// sum_j |c_j - 1|.
  private var kappa: Rational {
    columnSums.reduce(into: Rational()) { $0 += ($1 - 1).magnitude }
  }

  private var largestColumnSum: Rational { columnSums.max() ?? 0 }

  private var largestEntry: Rational { argmaxEntries.max() ?? 0 }

  /// R of the repair, whose amounts have been checked.
  private var removedMass: Rational {
    // 2R = cost - N + S.
    guard let cost = certificate.repair.flatMap({ try? Rational(parsing: $0.cost) }) else {
      preconditionFailure("a checked repair whose cost is no number")
    }
    return Rational(1, 2) * (cost - Rational(n) + magnitude)
  }

  private var isPermutationMatrix: Bool { distance.sign == 0 }

  private var isHalfMatrix: Bool {
    (0..<n).allSatisfy { i in
      (0..<n).allSatisfy { matrix.sign(i, $0) == 0 || (2 * matrix[i, $0]).isInteger }
    }
  }

  private var hasOneEntryALine: Bool {
    let rows = (0..<n).map { i in (0..<n).filter { matrix.sign(i, $0) != 0 } }
    let used = rows.flatMap { $0 }
    return rows.allSatisfy { $0.count <= 1 } && Set(used).count == used.count
  }
}
