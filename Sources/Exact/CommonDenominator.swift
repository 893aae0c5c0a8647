import CGMP

/// The least common denominator of some rationals.
final class CommonDenominator {
  /// The number itself, a positive integer.
  private let number: UnsafeMutablePointer<__mpz_struct>
  /// Its logarithm to base 2 when it is a power of two, as for floats.
  let exponentOfTwo: Int?

  /// The common denominator of `count` rationals, or nil when it has more than `bits` bits:
  /// unrelated denominators grow without end.
  init?(of count: Int, bits: Int = 4096, _ entry: (Int) -> UnsafePointer<__mpq_struct>) {
    number = .allocate(capacity: 1)
    __gmpz_init_set_ui(number, 1)
    // Powers of two that fit a limb need no arithmetic, so they are collected apart.
    var exponent = 0
    for k in 0..<count {
      let entry = UnsafeMutablePointer(mutating: entry(k))
      if let own = Self.shortExponentOfTwo(entry) {
        exponent = max(exponent, own)
      } else if __gmpz_divisible_p(number, asn_mpq_denref(entry)) == 0 {
        __gmpz_lcm(number, number, asn_mpq_denref(entry))
        if __gmpz_sizeinbase(number, 2) > bits { break }
      }
    }
    let zeros = Int(__gmpz_scan1(number, 0))
    if exponent > zeros { __gmpz_mul_2exp(number, number, UInt(exponent - zeros)) }
    let size = Int(__gmpz_sizeinbase(number, 2))
    exponentOfTwo = size == max(exponent, zeros) + 1 ? size - 1 : nil
    if size > bits { return nil }
  }

  deinit {
    __gmpz_clear(number)
    number.deallocate()
  }

  /// The number as a rational.
  var value: Rational { Rational(integer: number) }

  /// Sets `target` to the integer `entry * value`; `entry` must be one of the numbers it is of.
  func scale(
    _ entry: UnsafePointer<__mpq_struct>, into target: UnsafeMutablePointer<__mpz_struct>
  ) {
    let entry = UnsafeMutablePointer(mutating: entry)
    if let exponentOfTwo {
      let own = __gmpz_scan1(asn_mpq_denref(entry), 0)
      __gmpz_mul_2exp(target, asn_mpq_numref(entry), UInt(exponentOfTwo) - own)
    } else {
      __gmpz_divexact(target, number, asn_mpq_denref(entry))
      __gmpz_mul(target, target, asn_mpq_numref(entry))
    }
  }

  /// The logarithm to base 2 of an entry's denominator when that is a power of two of one limb.
  private static func shortExponentOfTwo(_ entry: UnsafePointer<__mpq_struct>) -> Int? {
    let denominator = entry.pointee._mp_den
    let limb = denominator._mp_d[0]
    guard denominator._mp_size == 1, limb & (limb - 1) == 0 else { return nil }
    return limb.trailingZeroBitCount
  }
}
