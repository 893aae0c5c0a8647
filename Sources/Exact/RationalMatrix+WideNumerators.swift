extension RationalMatrix {
  /// Rationals that behave as the entries do in sums, differences and comparisons: the entries
  /// times `denominator`, which are integers, and that common denominator.
  ///
  /// Sums of fractions with long denominators spend nearly all their time on greatest common
  /// divisors; integers need none. If the integers would take more than a gibibyte the entries
  /// themselves are returned, over 1.
  package func wideNumerators() -> (numerators: [Rational], denominator: Rational) {
    let count = max(1, rowCount * columnCount)
    let denominator = commonDenominator(fittingIn: (1 << 33) / count) ?? 1
    let entries = rows.flatMap { $0 }
    return (denominator == 1 ? entries : entries.map { $0 * denominator }, denominator)
  }
}
