extension RationalMatrix {
  /// The entries over one common denominator, when every numerator fits in `bits` bits.
  ///
  /// Gives integer arithmetic of fixed size to algorithms that only add, subtract and compare.
  ///
  /// - Complexity: two passes over the limbs for entries that are floats; otherwise a divisibility
  ///   test, an exact division and a product of integers an entry.
  /// - Returns: the numerators, row-major, and the denominator; nil when they do not fit.
  package func commonNumerators(fittingIn bits: Int) -> (
    numerators: [Int128], denominator: Rational
  )? {
    numerators(fittingIn: bits)
  }

  /// `commonNumerators` in machine words.
  package func commonWordNumerators(fittingIn bits: Int) -> (
    numerators: [Int], denominator: Rational
  )? {
    numerators(fittingIn: bits)
  }

  /// The smallest common denominator of all entries, or nil when it has more than `bits` bits.
  package func commonDenominator(fittingIn bits: Int) -> Rational? {
    withEntries { entries in
      CommonDenominator(of: rowCount * columnCount, bits: bits) { entries + $0 }?.value
    }
  }

  private func numerators<Number: FixedWidthInteger & SignedInteger>(
    fittingIn bits: Int
  ) -> (numerators: [Number], denominator: Rational)? {
    let count = rowCount * columnCount
    return withEntries { entries in
      // Entries whose common denominator is far larger than a word are too tiny to fit.
      guard
        let denominator = CommonDenominator(of: count, bits: 4 * bits + 64, { entries + $0 }),
        let numerators: [Number] = denominator.numerators(of: count, bits: bits, { entries + $0 })
      else { return nil }
      return (numerators, denominator.value)
    }
  }
}
