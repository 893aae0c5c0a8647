import Exact

/// Re-checks a certificate from its matrix alone, with sums, products and comparisons of rationals
/// and integer square roots; it searches for nothing and shares no code with what made it.
package struct CertificateChecker {
  private let certificate: Certificate
  private let matrix: RationalMatrix
  private let n: Int
  /// The precision of square roots: irrational ones are enclosed on the grid 2^-bits.
  private let bits: Int

  /// Accepts `certificate`, or throws the first field that is wrong.
  ///
  /// Claims are re-decided with roots of 160 bits, and again with 2560 when that was too coarse:
  /// enough for matrices of floats, whose sides differ by more than that resolves.
  ///
  /// - Complexity: O(n^2) rational operations and 4n square roots.
  package static func check(_ certificate: Certificate) throws(CertificateError) {
    let checker = try CertificateChecker(certificate, bits: 160)
    try checker.checkHypotheses()
    try checker.checkPenalty()
    try checker.checkDistance()
    try checker.checkRounding()
    do {
      try checker.checkClaims()
    } catch {
      try CertificateChecker(certificate, bits: 2560).checkClaims()
    }
  }

  private init(_ certificate: Certificate, bits: Int) throws(CertificateError) {
    self.bits = bits
    guard certificate.schema == Certificate.schema else {
      throw CertificateError("schema", "is \"\(certificate.schema)\", not \(Certificate.schema)")
    }
    n = certificate.n
    guard n > 0, certificate.rows.count == n else {
      throw CertificateError("rows", "has \(certificate.rows.count) rows, n is \(n)")
    }
    var rows: [[Rational]] = []
    for (i, row) in certificate.rows.enumerated() {
      guard row.count == n else {
        throw CertificateError("rows[\(i)]", "has \(row.count) entries, n is \(n)")
      }
      rows.append(try Self.numbers(row, "rows[\(i)]"))
    }
    self.certificate = certificate
    matrix = RationalMatrix(rows)
  }

  private static func number(_ text: String, _ field: String) throws(CertificateError) -> Rational {
    do {
      return try Rational(parsing: text)
    } catch {
      throw CertificateError(field, "is not a number: \(error.explanation)")
    }
  }

  private static func numbers(
    _ texts: [String], _ field: String
  ) throws(CertificateError) -> [Rational] {
    var result: [Rational] = []
    for (k, text) in texts.enumerated() { result.append(try number(text, "\(field)[\(k)]")) }
    return result
  }

  private func require(
    _ condition: Bool, _ field: String, _ problem: String
  ) throws(CertificateError) {
    if !condition { throw CertificateError(field, problem) }
  }

  // MARK: Hypotheses

  private var isNonnegative: Bool {
    (0..<n).allSatisfy { i in (0..<n).allSatisfy { matrix[i, $0].sign >= 0 } }
  }

  private func defect(_ sums: [Rational]) -> Rational {
    sums.map { ($0 - 1).magnitude }.max() ?? 0
  }

  private var isDoublyStochastic: Bool {
    isNonnegative && defect(matrix.rowSums()).sign == 0 && defect(matrix.columnSums()).sign == 0
  }

  private func checkHypotheses() throws(CertificateError) {
    let stated = certificate.hypotheses
    try require(
      stated.nonnegative == isNonnegative, "hypotheses.nonnegative", "is not what the entries say")
    try require(
      Self.number(stated.rowDefect, "hypotheses.rowDefect") == defect(matrix.rowSums()),
      "hypotheses.rowDefect", "is not the largest |row sum - 1|")
    try require(
      Self.number(stated.columnDefect, "hypotheses.columnDefect") == defect(matrix.columnSums()),
      "hypotheses.columnDefect", "is not the largest |column sum - 1|")
  }

  // MARK: Penalty

  /// The root of `square`: itself when it is rational, so that P = 0 is seen, else the ends of one
  /// grid step.
  private func root(_ square: Rational) -> RationalInterval {
    if let root = SquareRoot.exact(square) { return RationalInterval(root, root) }
    let unit = Rational.powerOfTwo(-bits)
    let floor = SquareRoot.scaledFloor(square, bits: bits).floor
    return RationalInterval(floor * unit, (floor + 1) * unit)
  }

  /// An enclosure of `magnitudes` minus the roots of `squares`.
  private func gaps(_ magnitudes: Rational, _ squares: [Rational]) -> RationalInterval {
    var lower = magnitudes
    var upper = magnitudes
    for square in squares {
      let root = root(square)
      lower -= root.upper
      upper -= root.lower
    }
    return RationalInterval(lower, upper)
  }

  private var rowPenalty: RationalInterval {
    gaps(matrix.sum(of: .magnitude), matrix.rowSums(of: .square))
  }

  private var columnPenalty: RationalInterval {
    gaps(matrix.sum(of: .magnitude), matrix.columnSums(of: .square))
  }

  private var penalty: RationalInterval {
    let (rows, columns) = (rowPenalty, columnPenalty)
    return RationalInterval(rows.lower + columns.lower, rows.upper + columns.upper)
  }

  private func checkEncloses(
    _ stated: Certificate.Enclosure, _ value: RationalInterval, _ field: String
  ) throws(CertificateError) {
    let lower = try Self.number(stated.lower, field + ".lower")
    let upper = try Self.number(stated.upper, field + ".upper")
    try require(lower <= value.lower, field + ".lower", "is above the number it should be below")
    try require(value.upper <= upper, field + ".upper", "is below the number it should be above")
    try require(upper - lower <= Self.width, field, "is wider than 1e-30")
  }

  private static var width: Rational {
    Rational(1, 1_000_000_000_000_000) * Rational(1, 1_000_000_000_000_000)
  }

  private func checkPenalty() throws(CertificateError) {
    try checkEncloses(certificate.penalty, penalty, "penalty")
  }

  // MARK: Distance

  private func gain(_ i: Int, _ j: Int) -> Rational {
    matrix[i, j].magnitude - (matrix[i, j] - 1).magnitude
  }

  private func isPermutation(_ images: [Int]) -> Bool {
    images.count == n && images.allSatisfy { (0..<n).contains($0) } && Set(images).count == n
  }

  private func value(_ images: [Int]) -> Rational {
    images.enumerated().reduce(into: Rational()) { $0 += gain($1.offset, $1.element) }
  }

  private func checkDistance() throws(CertificateError) {
    let stated = certificate.distance
    let u = try Self.numbers(stated.rowPotentials, "distance.rowPotentials")
    let v = try Self.numbers(stated.columnPotentials, "distance.columnPotentials")
    try require(u.count == n, "distance.rowPotentials", "has \(u.count) numbers, n is \(n)")
    try require(v.count == n, "distance.columnPotentials", "has \(v.count) numbers, n is \(n)")
    try require(isPermutation(stated.assignment), "distance.assignment", "is not a permutation")
    let best = value(stated.assignment)
    try require(
      (u + v).reduce(0, +) == best, "distance.rowPotentials",
      "and columnPotentials do not sum to the value of the assignment")
    try require(
      Self.number(stated.l1, "distance.l1") == matrix.sum(of: .magnitude) - best, "distance.l1",
      "is not the distance to the assignment")
    var tight: [[Int]] = Array(repeating: [], count: n)
    for i in 0..<n {
      for j in 0..<n {
        let slack = u[i] + v[j] - gain(i, j)
        try require(
          slack.sign >= 0, "distance.rowPotentials[\(i)]",
          "and columnPotentials[\(j)] do not bound the pair")
        if slack.sign == 0 { tight[i].append(j) }
      }
    }
    try checkUniqueness(tight, best)
  }

  private func checkUniqueness(
    _ tight: [[Int]], _ best: Rational
  ) throws(CertificateError) {
    let stated = certificate.distance
    switch (stated.uniqueByOrder, stated.tiedWith) {
    case (let order?, nil):
      try require(isPermutation(order), "distance.uniqueByOrder", "is not an order of the rows")
      var reached = [Bool](repeating: false, count: n)
      for i in order {
        for j in tight[i] where j != stated.assignment[i] {
          try require(
            reached[j], "distance.uniqueByOrder", "has a tight pair (\(i), \(j)) to a later row")
        }
        reached[stated.assignment[i]] = true
      }
    case (nil, let other?):
      try require(
        isPermutation(other) && other != stated.assignment && value(other) == best,
        "distance.tiedWith", "is not another nearest permutation")
    default:
      throw CertificateError("distance", "needs exactly one of uniqueByOrder and tiedWith")
    }
  }

  // MARK: Rounding

  private func checkRounding() throws(CertificateError) {
    let stated = certificate.rounding
    try require(stated.argmax.count == n, "rounding.argmax", "does not have n entries")
    for (i, j) in stated.argmax.enumerated() {
      try require((0..<n).contains(j), "rounding.argmax[\(i)]", "is not a column")
      for k in 0..<n {
        try require(
          k < j ? matrix[i, k] < matrix[i, j] : matrix[i, k] <= matrix[i, j],
          "rounding.argmax[\(i)]", "is not the first largest entry")
      }
    }
    try require(
      stated.argmaxIsPermutation == isPermutation(stated.argmax), "rounding.argmaxIsPermutation",
      "is not what the columns say")
    try require(
      stated.uniqueNearest == (certificate.distance.uniqueByOrder != nil),
      "rounding.uniqueNearest", "is not what the distance says")
    if let claim = stated.claim {
      try require(
        ["T4", "T5d"].contains(claim)
          && certificate.claims.contains { $0.id == claim && $0.verdict == "holds" },
        "rounding.claim", "names no rounding theorem that holds here")
    } else {
      try require(
        !certificate.claims.contains { ["T4", "T5d"].contains($0.id) && $0.verdict == "holds" },
        "rounding.claim", "is missing although a rounding theorem holds here")
    }
  }

  // MARK: Claims

  /// The two sides of a claim as this checker computes them, and whether the claim applies.
  private struct Sides {
    var lhs: RationalInterval
    var rhs: RationalInterval
    var applies: Bool
    /// What must hold besides lhs <= rhs for the verdict `holds`.
    var conclusion: Bool

    static let inapplicable = Sides(
      lhs: RationalInterval(0, 0), rhs: RationalInterval(0, 0), applies: false, conclusion: false)
  }

  /// The identifiers of the claims that a certificate decides, in order.
  package static let claims = ["T1a", "T1b", "T2-upper", "T2-lower", "T3", "T4", "T5d"]

  private func checkClaims() throws(CertificateError) {
    try require(
      certificate.claims.map(\.id) == Self.claims,
      "claims", "are not the claims of this format, in order")
    for claim in certificate.claims {
      let sides = self.sides(of: claim.id)
      let field = "claims.\(claim.id)"
      guard sides.applies else {
        try require(
          claim.verdict == "inapplicable" && claim.lhs == nil && claim.rhs == nil, field,
          "does not apply to this matrix")
        continue
      }
      try require(
        claim.verdict == "holds", field + ".verdict", "is not the verdict of the checker, holds")
      guard let lhs = claim.lhs, let rhs = claim.rhs else {
        throw CertificateError(field, "needs both sides")
      }
      try checkEncloses(lhs, sides.lhs, field + ".lhs")
      try checkEncloses(rhs, sides.rhs, field + ".rhs")
      try require(sides.conclusion, field, "fails on this matrix")
    }
    try require(certificate.verdict == "holds", "verdict", "is not what the claims say")
  }

  private func sides(of claim: String) -> Sides {
    let zero = RationalInterval(0, 0)
    let total = penalty
    let distance = matrix.sum(of: .magnitude) - value(certificate.distance.assignment)
    let exactDistance = RationalInterval(distance, distance)
    let quadratic = Rational(n) - matrix.sum(of: .square)
    switch claim {
    case "T1a":
      return Sides(
        lhs: total, rhs: zero, applies: true,
        conclusion: (total == zero) == hasOneEntryALine && (total == zero || total.lower.sign > 0))
    case "T1b":
      return Sides(
        lhs: total, rhs: zero, applies: isDoublyStochastic,
        conclusion: (total == zero) == (distance.sign == 0))
    case "T2-upper":
      return Sides(
        lhs: total, rhs: exactDistance, applies: isDoublyStochastic,
        conclusion: total.upper <= distance)
    case "T2-lower":
      return Sides(
        lhs: RationalInterval(quadratic, quadratic), rhs: total, applies: isDoublyStochastic,
        conclusion: distance <= 2 * quadratic && quadratic <= total.lower)
    case "T3":
      let off = certificate.distance.assignment.enumerated().map {
        1 - matrix[$0.offset, $0.element]
      }
      guard isDoublyStochastic, let largest = off.max(), largest < 1 else { return .inapplicable }
      let lower = (1 - largest / (2 * (1 - largest))) * distance
      return Sides(
        lhs: RationalInterval(lower, lower), rhs: total, applies: true,
        conclusion: 4 * largest <= distance && lower <= total.lower
          && (distance.sign == 0 || total.upper < distance))
    case "T4":
      let (rows, columns) = (rowPenalty, columnPenalty)
      let smaller = rows.upper <= columns.upper ? rows : columns
      return Sides(
        lhs: smaller, rhs: sharpConstant,
        applies: isDoublyStochastic && smaller.upper < sharpConstant.lower,
        conclusion: isPermutation(certificate.rounding.argmax)
          && certificate.rounding.argmax == certificate.distance.assignment
          && certificate.distance.uniqueByOrder != nil
          && certificate.rounding.argmax.enumerated().allSatisfy {
            matrix[$0.offset, $0.element] > Rational(1, 2)
          })
    default:
      return nearlyStochasticSides
    }
  }

  private var sharpConstant: RationalInterval {
    let root = root(2)
    return RationalInterval(2 - root.upper, 2 - root.lower)
  }

  /// T5d: rows divided by their sums, with the columns bounded through the smallest row sum.
  private var nearlyStochasticSides: Sides {
    let sums = matrix.rowSums()
    guard isNonnegative, let smallest = sums.min(), smallest.sign > 0,
      let largest = matrix.columnSums().max(), largest < 2 * smallest
    else { return .inapplicable }
    let factor = 1 - max(0, largest / smallest - 1)
    let lhs = gaps(
      Rational(n), zip(matrix.rowSums(of: .square), sums).map { $0 / $1.squared })
    let rhs = RationalInterval(factor * sharpConstant.lower, factor * sharpConstant.upper)
    let columns = certificate.rounding.argmax
    let strict = columns.enumerated().allSatisfy { i, j in
      (0..<n).allSatisfy { $0 == j || matrix[i, $0] < matrix[i, j] }
    }
    return Sides(
      lhs: lhs, rhs: rhs, applies: lhs.upper < rhs.lower,
      conclusion: strict && isPermutation(columns))
  }

  private var hasOneEntryALine: Bool {
    let rows = (0..<n).map { i in (0..<n).filter { matrix[i, $0].sign != 0 } }
    let used = rows.flatMap { $0 }
    return rows.allSatisfy { $0.count <= 1 } && Set(used).count == used.count
  }
}
