import Birkhoff
import Exact

/// Exact matrices from doubles that are close to vertices.
enum SimplestFraction {
  /// The fraction of least denominator within `tolerance` of `value`.
  ///
  /// By continued fractions. Two fractions with denominators up to q differ by at least 1/q^2, so a
  /// number whose error is below `tolerance` is recovered if its denominator is below
  /// 1/sqrt(2 tolerance). Nil for values that are not finite or beyond 10^6.
  static func near(_ value: Double, within tolerance: Double) -> Rational? {
    precondition(tolerance > 0, "a fraction needs a positive tolerance")
    guard value.isFinite, value.magnitude < 1e6 else { return nil }
    if value < 0 { return near(-value, within: tolerance).map { -$0 } }
    if value <= tolerance { return 0 }
    return simplest(between: value - tolerance, value + tolerance, depth: 0)
  }

  /// The fraction of least denominator in [low, high], 0 < low < high.
  private static func simplest(between low: Double, _ high: Double, depth: Int) -> Rational? {
    let whole = low.rounded(.up)
    if whole <= high { return Rational(Int(whole)) }
    // Both ends have the same integer part, which the fraction shares; the rest is inverted. The
    // width at least doubles, so the depth is bounded by that of the tolerance.
    guard depth < 64 else { return nil }
    let part = low.rounded(.down)
    guard let rest = simplest(between: 1 / (high - part), 1 / (low - part), depth: depth + 1)
    else { return nil }
    return Rational(Int(part)) + 1 / rest
  }

  /// Half of the distance that still tells fractions with denominators up to 22,000 apart.
  static let vertexTolerance = 1e-9

  /// The doubly stochastic matrix of simplest entries near the values, row-major.
  ///
  /// When the simplest entries are not doubly stochastic they are repaired exactly (T5a), so
  /// the result always is.
  static func doublyStochastic(_ values: [Double], order n: Int) -> RationalMatrix? {
    guard let matrix = entrywise(values, order: n, tolerance: vertexTolerance) else { return nil }
    return StochasticDefects(matrix).isDoublyStochastic
      ? matrix : ExactProjection.doublyStochastic(ExactProjection.thresholded(matrix))
  }

  /// The nonnegative matrix with row sums 1 of simple entries near the values, row-major.
  ///
  /// A row whose simplest entries do not sum to 1 gets the difference on its largest entry.
  static func rowStochastic(
    _ values: [Double], order n: Int, tolerance: Double = vertexTolerance
  ) -> RationalMatrix? {
    guard let matrix = entrywise(values, order: n, tolerance: tolerance) else { return nil }
    var result = ExactProjection.thresholded(matrix)
    for (i, sum) in result.rowSums().enumerated() where sum != 1 {
      var largest = 0
      for j in 1..<n where result[i, j] > result[i, largest] { largest = j }
      result[i, largest] = result[i, largest] + 1 - sum
    }
    return StochasticDefects(result).isNonnegative ? result : nil
  }

  private static func entrywise(
    _ values: [Double], order n: Int, tolerance: Double
  ) -> RationalMatrix? {
    var entries: [Rational] = []
    for value in values {
      guard let entry = near(value, within: tolerance) else { return nil }
      entries.append(entry)
    }
    return RationalMatrix(rows: n, columns: n) { entries[$0 * n + $1] }
  }
}
