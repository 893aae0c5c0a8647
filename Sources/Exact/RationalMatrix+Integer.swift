import CGMP

extension RationalMatrix {
  /// The entries over one common denominator, when every numerator fits in `bits` bits.
  ///
  /// Gives integer arithmetic of fixed size to algorithms that only add, subtract and compare.
  ///
  /// - Returns: the numerators, row-major, and the denominator; nil when they do not fit.
  package func commonNumerators(fittingIn bits: Int) -> (
    numerators: [Int128], denominator: Rational
  )? {
    precondition(bits < 128, "numerators are 128-bit integers")
    let count = rowCount * columnCount
    var denominator = Rational(1)
    return withEntries { entries -> ([Int128], Rational)? in
      for k in 0..<count {
        let d = asn_mpq_denref(UnsafeMutablePointer(mutating: entries + k))
        let tooLarge = denominator.withMutableValue { common -> Bool in
          __gmpz_lcm(asn_mpq_numref(common), asn_mpq_numref(common), d)
          return __gmpz_sizeinbase(asn_mpq_numref(common), 2) > 4 * bits
        }
        // Unrelated denominators grow without end; entries that tiny do not fit anyway.
        if tooLarge { return nil }
      }
      var numerators: [Int128] = []
      numerators.reserveCapacity(count)
      var scaled = Rational()
      for k in 0..<count {
        let value = denominator.withValue { common in
          scaled.withMutableValue { target -> Int128? in
            __gmpq_mul(target, entries + k, common)
            let n = asn_mpq_numref(target)
            guard __gmpz_sizeinbase(n, 2) <= bits else { return nil }
            let low = Int128(UInt64(__gmpz_getlimbn(n, 0)))
            let high = Int128(UInt64(__gmpz_getlimbn(n, 1)))
            let magnitude = high << 64 | low
            return asn_mpz_sgn(n) < 0 ? -magnitude : magnitude
          }
        }
        guard let value else { return nil }
        numerators.append(value)
      }
      return (numerators, denominator)
    }
  }
}
