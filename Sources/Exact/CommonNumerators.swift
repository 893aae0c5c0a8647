import CGMP

extension CommonDenominator {
  /// The integers `entry * value` when all have at most `bits` bits, at most 127, else nil.
  ///
  /// Gives arithmetic of fixed size to what only adds, multiplies and compares: floats of common
  /// sizes fit, as do decimals and small fractions.
  func words(
    of count: Int, bits: Int, _ entry: (Int) -> UnsafePointer<__mpq_struct>
  ) -> [Int128]? {
    precondition(bits < 128, "numerators are 128-bit integers")
    var fit = true
    let words = [Int128](unsafeUninitializedCapacity: count) { buffer, initialized in
      withScratchIntegers(1) { scratch in
        while initialized < count {
          let entry = entry(initialized)
          guard let word = shortWord(entry, bits) ?? word(entry, bits, scratch) else {
            fit = false
            return
          }
          buffer.initializeElement(at: initialized, to: word)
          initialized += 1
        }
      }
    }
    return fit ? words : nil
  }

  /// The word of an entry with one limb over a power of two with one limb, or nil.
  private func shortWord(_ entry: UnsafePointer<__mpq_struct>, _ bits: Int) -> Int128? {
    let (numerator, denominator) = (entry.pointee._mp_num, entry.pointee._mp_den)
    if numerator._mp_size == 0 { return 0 }
    guard let exponentOfTwo, numerator._mp_size.magnitude == 1, denominator._mp_size == 1
    else { return nil }
    let limb = numerator._mp_d[0]
    let shift = exponentOfTwo - denominator._mp_d[0].trailingZeroBitCount
    guard UInt.bitWidth - limb.leadingZeroBitCount + shift <= bits else { return nil }
    let magnitude = Int128(limb) << shift
    return numerator._mp_size < 0 ? -magnitude : magnitude
  }

  private func word(
    _ entry: UnsafePointer<__mpq_struct>, _ bits: Int,
    _ scratch: UnsafeMutablePointer<__mpz_struct>
  ) -> Int128? {
    scale(entry, into: scratch)
    guard __gmpz_sizeinbase(scratch, 2) <= bits else { return nil }
    let low = Int128(UInt64(__gmpz_getlimbn(scratch, 0)))
    let high = Int128(UInt64(__gmpz_getlimbn(scratch, 1)))
    let magnitude = high << 64 | low
    return asn_mpz_sgn(scratch) < 0 ? -magnitude : magnitude
  }
}
