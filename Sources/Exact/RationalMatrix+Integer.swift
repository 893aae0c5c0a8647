import CGMP

extension RationalMatrix {
  /// The entries over one common denominator, when every numerator fits in `bits` bits.
  ///
  /// Gives integer arithmetic of fixed size to algorithms that only add, subtract and compare.
  ///
  /// - Complexity: one pass over the limbs for entries that are floats; otherwise a divisibility
  ///   test, an exact division and a product of integers an entry.
  /// - Returns: the numerators, row-major, and the denominator; nil when they do not fit.
  package func commonNumerators(fittingIn bits: Int) -> (
    numerators: [Int128], denominator: Rational
  )? {
    numerators(fittingIn: bits) { high, low in Int128(high) << 64 | Int128(low) }
  }

  /// `commonNumerators` in machine words.
  package func commonWordNumerators(fittingIn bits: Int) -> (
    numerators: [Int], denominator: Rational
  )? {
    numerators(fittingIn: bits) { _, low in Int(low) }
  }

  /// The smallest common denominator of all entries, or nil when it has more than `bits` bits.
  package func commonDenominator(fittingIn bits: Int) -> Rational? {
    var result = Rational(1)
    let isWithin = withEntries { entries in
      result.withMutableValue { target -> Bool in
        guard let common = asn_mpq_numref(target) else { return false }
        for k in 0..<(rowCount * columnCount) {
          let d = asn_mpq_denref(UnsafeMutablePointer(mutating: entries + k))
          // Most entries bring nothing new; the least common multiple costs a gcd.
          if __gmpz_divisible_p(common, d) != 0 { continue }
          __gmpz_lcm(common, common, d)
          if __gmpz_sizeinbase(common, 2) > bits { return false }
        }
        return true
      }
    }
    return isWithin ? result : nil
  }

  /// The common numerators, each made of the two 64-bit halves of its magnitude.
  private func numerators<Number: FixedWidthInteger & SignedInteger>(
    fittingIn bits: Int, _ magnitude: (_ high: UInt64, _ low: UInt64) -> Number
  ) -> (numerators: [Number], denominator: Rational)? {
    precondition(bits < Number.bitWidth, "numerators are \(Number.bitWidth)-bit integers")
    if let dyadic = DyadicEntries(self) {
      guard dyadic.bits <= bits else { return nil }
      return (dyadic.numerators(), .powerOfTwo(dyadic.exponent))
    }
    // Unrelated denominators grow without end; entries that tiny do not fit anyway.
    guard let denominator = commonDenominator(fittingIn: 4 * bits) else { return nil }
    var result: [Number] = []
    result.reserveCapacity(rowCount * columnCount)
    var scaled = Rational()
    let fits = withEntries { entries in
      denominator.withValue { common in
        scaled.withMutableValue { target -> Bool in
          guard let n = asn_mpq_numref(target) else { return false }
          for k in 0..<(rowCount * columnCount) {
            let x = UnsafeMutablePointer(mutating: entries + k)
            __gmpz_divexact(n, asn_mpq_numref(common), asn_mpq_denref(x))
            __gmpz_mul(n, n, asn_mpq_numref(x))
            guard __gmpz_sizeinbase(n, 2) <= bits else { return false }
            let size = magnitude(
              UInt64(__gmpz_getlimbn(n, 1)), UInt64(__gmpz_getlimbn(n, 0)))
            result.append(asn_mpz_sgn(n) < 0 ? 0 - size : size)
          }
          return true
        }
      }
    }
    return fits ? (result, denominator) : nil
  }
}

/// The entries of a matrix whose denominators are powers of two and whose numerators are words.
private struct DyadicEntries {
  /// The numerators, row-major.
  private var words: [Int]
  /// The logarithm of each denominator.
  private var exponents: [Int]
  /// The largest of the logarithms.
  private(set) var exponent = 0
  /// The largest number of bits of a numerator over the common denominator.
  private(set) var bits = 0

  /// Reads `matrix`, or returns nil when it has an entry of another form.
  init?(_ matrix: RationalMatrix) {
    let count = matrix.rowCount * matrix.columnCount
    words = [Int](repeating: 0, count: count)
    exponents = [Int](repeating: 0, count: count)
    // The largest bits - exponent of a nonzero entry: its size before the point.
    var magnitude: Int?
    let isDyadic = matrix.withEntries { entries in
      words.withUnsafeMutableBufferPointer { words in
        exponents.withUnsafeMutableBufferPointer { exponents in
          for k in 0..<count {
            let x = UnsafeMutablePointer(mutating: entries + k)
            guard let n = asn_mpq_numref(x), let d = asn_mpq_denref(x) else { return false }
            let size = n.pointee._mp_size
            if size == 0 { continue }
            let limb = UInt64(n.pointee._mp_d[0])
            guard abs(size) == 1, limb <= UInt64(Int.max), let e = Self.logarithm(d) else {
              return false
            }
            words[k] = size < 0 ? -Int(limb) : Int(limb)
            exponents[k] = e
            exponent = max(exponent, e)
            magnitude = max(magnitude ?? Int.min, 64 - limb.leadingZeroBitCount - e)
          }
          return true
        }
      }
    }
    guard isDyadic else { return nil }
    bits = magnitude.map { $0 + exponent } ?? 0
  }

  /// The numerators over 2^exponent, in integers of at least `bits` + 1 bits.
  func numerators<Number: FixedWidthInteger & SignedInteger>() -> [Number] {
    [Number](unsafeUninitializedCapacity: words.count) { target, count in
      for k in words.indices { target[k] = Number(words[k]) << Number(exponent - exponents[k]) }
      count = words.count
    }
  }

  /// The logarithm of a positive integer that is a power of two, otherwise nil.
  private static func logarithm(_ d: UnsafeMutablePointer<__mpz_struct>) -> Int? {
    let last = Int(d.pointee._mp_size) - 1
    let top = UInt64(d.pointee._mp_d[last])
    guard top & (top - 1) == 0 else { return nil }
    for k in 0..<last where d.pointee._mp_d[k] != 0 { return nil }
    return 64 * last + top.trailingZeroBitCount
  }
}
