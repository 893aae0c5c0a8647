extension RationalMatrix {
  /// The entries over one common denominator, when every numerator fits in `bits` bits.
  ///
  /// Gives integer arithmetic of fixed size to algorithms that only add, subtract and compare.
  ///
  /// - Returns: the numerators, row-major, and the denominator; nil when they do not fit.
  package func commonNumerators(fittingIn bits: Int) -> (
    numerators: [Int128], denominator: Rational
  )? {
    let count = rowCount * columnCount
    return withEntries { entries in
      // Entries whose common denominator is far larger than a word are too tiny to fit.
      guard
        let denominator = CommonDenominator(of: count, bits: 4 * bits, { entries + $0 }),
        let numerators = denominator.words(of: count, bits: bits, { entries + $0 })
      else { return nil }
      return (numerators, denominator.value)
    }
  }
}
