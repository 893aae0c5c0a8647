import CGMP

extension CommonDenominator {
  /// The integers `entry * value` when all have at most `bits` bits, fewer than a `Number` has,
  /// else nil.
  ///
  /// Gives arithmetic of fixed size to what only adds, multiplies and compares: floats of common
  /// sizes fit, as do decimals and small fractions.
  func numerators<Number: FixedWidthInteger & SignedInteger>(
    of count: Int, bits: Int, _ entry: (Int) -> UnsafePointer<__mpq_struct>
  ) -> [Number]? {
    precondition(bits < Number.bitWidth, "numerators are \(Number.bitWidth)-bit integers")
    var fit = true
    let numerators = [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      withScratchIntegers(1) { scratch in
        while initialized < count {
          let entry = entry(initialized)
          guard let number: Number = short(entry, bits) ?? long(entry, bits, scratch) else {
            fit = false
            return
          }
          buffer.initializeElement(at: initialized, to: number)
          initialized += 1
        }
      }
    }
    return fit ? numerators : nil
  }

  /// The numerator of an entry with one limb over a power of two with one limb, or nil.
  private func short<Number: FixedWidthInteger & SignedInteger>(
    _ entry: UnsafePointer<__mpq_struct>, _ bits: Int
  ) -> Number? {
    let (numerator, denominator) = (entry.pointee._mp_num, entry.pointee._mp_den)
    if numerator._mp_size == 0 { return 0 }
    guard let exponentOfTwo, numerator._mp_size.magnitude == 1, denominator._mp_size == 1
    else { return nil }
    let limb = numerator._mp_d[0]
    let shift = exponentOfTwo - denominator._mp_d[0].trailingZeroBitCount
    guard UInt.bitWidth - limb.leadingZeroBitCount + shift <= bits else { return nil }
    let magnitude = Number(limb) << shift
    return numerator._mp_size < 0 ? 0 - magnitude : magnitude
  }

  /// The numerator of any entry, or nil when it is too long.
  private func long<Number: FixedWidthInteger & SignedInteger>(
    _ entry: UnsafePointer<__mpq_struct>, _ bits: Int,
    _ scratch: UnsafeMutablePointer<__mpz_struct>
  ) -> Number? {
    scale(entry, into: scratch)
    guard __gmpz_sizeinbase(scratch, 2) <= bits else { return nil }
    let low = UInt128(__gmpz_getlimbn(scratch, 0))
    let magnitude = Number(UInt128(__gmpz_getlimbn(scratch, 1)) << 64 | low)
    return asn_mpz_sgn(scratch) < 0 ? 0 - magnitude : magnitude
  }
}
