import Exact
import Files

/// Re-checks a certificate from its matrix alone, with sums, products and comparisons of rationals,
/// integer square roots and the algebraic test for zero.
///
/// It searches for no proof, uses no floats and shares no code with what made the certificate but
/// the arithmetic of `Exact`.
package struct CertificateChecker {
  let certificate: Certificate
  let matrix: RationalMatrix
  let n: Int
  let rowSums: [Rational]
  let columnSums: [Rational]
  let rowSquares: [Rational]
  let columnSquares: [Rational]
  /// The sum of all |M_ij|.
  let magnitude: Rational
  let isNonnegative: Bool
  let isRowStochastic: Bool
  let isDoublyStochastic: Bool
  let rowPenalty: RadicalSum
  let columnPenalty: RadicalSum

  /// Accepts `certificate`, or throws the first field that is wrong.
  ///
  /// - Complexity: O(n^2) rational operations, a few times 2n square roots, and O(n) more for each
  ///   permutation of a decomposition; where the nearest permutation is tied, n steps for each pair
  ///   with u_i + v_j = g_ij at most.
  package static func check(_ certificate: Certificate) throws(CertificateError) {
    let checker = try CertificateChecker(certificate)
    try checker.checkHypotheses()
    try checker.checkEncloses(
      certificate.penalty, checker.rowPenalty + checker.columnPenalty, "penalty")
    try checker.checkDistance()
    try checker.checkRounding()
    try checker.checkRepair()
    try checker.checkDecomposition()
    try checker.checkShares()
    try checker.checkClaims()
  }

  private init(_ certificate: Certificate) throws(CertificateError) {
    guard certificate.schema == Certificate.schema else {
      throw CertificateError(
        "schema", "is \"\(DisplayText.clipped(certificate.schema))\", not \(Certificate.schema)",
        isMalformed: true)
    }
    n = certificate.n
    guard n > 0, certificate.rows.count == n else {
      throw CertificateError("rows", "has \(certificate.rows.count) rows, n is \(n)")
    }
    var matrix = RationalMatrix(rows: n, columns: n)
    for (i, row) in certificate.rows.enumerated() {
      guard row.count == n else {
        throw CertificateError("rows[\(i)]", "has \(row.count) entries, n is \(n)")
      }
      for (j, text) in row.enumerated() { matrix[i, j] = try Self.number(text, "rows[\(i)][\(j)]") }
    }
    self.certificate = certificate
    self.matrix = matrix
    rowSums = matrix.rowSums()
    columnSums = matrix.columnSums()
    rowSquares = matrix.rowSums(of: .square)
    columnSquares = matrix.columnSums(of: .square)
    magnitude = matrix.sum(of: .magnitude)
    // No entry is negative iff the entries and their magnitudes have the same sum.
    isNonnegative = magnitude == rowSums.reduce(0, +)
    isRowStochastic = isNonnegative && rowSums.allSatisfy { $0 == 1 }
    isDoublyStochastic = isRowStochastic && columnSums.allSatisfy { $0 == 1 }
    rowPenalty = RadicalSum(magnitude) - Self.rootSum(rowSquares)
    columnPenalty = RadicalSum(magnitude) - Self.rootSum(columnSquares)
  }

  // MARK: Tools

  /// The number that a text writes as the format demands, p or p/q in lowest terms: each number has
  /// one text.
  static func number(_ text: String, _ field: String) throws(CertificateError) -> Rational {
    guard let value = try? Rational(parsing: text), value.description == text else {
      throw CertificateError(
        field, "is \"\(DisplayText.clipped(text))\", not a number p or p/q in lowest terms",
        isMalformed: true)
    }
    return value
  }

  static func numbers(_ texts: [String], _ field: String) throws(CertificateError) -> [Rational] {
    var result: [Rational] = []
    for (k, text) in texts.enumerated() { result.append(try number(text, "\(field)[\(k)]")) }
    return result
  }

  static func rootSum(_ squares: [Rational]) -> RadicalSum {
    squares.reduce(into: RadicalSum()) { $0.addRoot($1, times: 1) }
  }

  func require(
    _ condition: Bool, _ field: String, _ problem: String
  ) throws(CertificateError) {
    if !condition { throw CertificateError(field, problem) }
  }

  /// Whether `a <= b`, by enclosures of the roots and the algebraic test for zero.
  func isAtMost(_ a: RadicalSum, _ b: RadicalSum) -> Bool { (b - a).exactSign() >= 0 }

  /// Whether `a < b`.
  func isBelow(_ a: RadicalSum, _ b: RadicalSum) -> Bool { (b - a).exactSign() > 0 }

  func isPermutation(_ images: [Int]) -> Bool {
    images.count == n && images.allSatisfy { (0..<n).contains($0) } && Set(images).count == n
  }

  /// The decimals must be the neighbouring multiples of 10^-36.
  func checkEncloses(
    _ stated: Certificate.Enclosure, _ value: RadicalSum, _ field: String
  ) throws(CertificateError) {
    let (lower, upper) = value.canonicalDecimal(digits: Certificate.digits)
    try require(
      stated.lower == lower, field + ".lower", "is not the largest decimal below the number")
    try require(
      stated.upper == upper, field + ".upper", "is not the smallest decimal above the number")
  }

  // MARK: Hypotheses

  private func checkHypotheses() throws(CertificateError) {
    let stated = certificate.hypotheses
    try require(
      stated.nonnegative == isNonnegative, "hypotheses.nonnegative", "is not what the entries say")
    for (text, sums, field, line) in [
      (stated.rowDefect, rowSums, "hypotheses.rowDefect", "row"),
      (stated.columnDefect, columnSums, "hypotheses.columnDefect", "column"),
    ] {
      let defect = sums.map { ($0 - 1).magnitude }.max() ?? 0
      try require(Self.number(text, field) == defect, field, "is not the largest |\(line) sum - 1|")
    }
  }
}
