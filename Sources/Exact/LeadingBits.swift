import CGMP

/// The leading bits of a positive integer, as a number in [1, 2) times a power of two.
struct LeadingBits {
  /// The number's first 64 bits, the top one set.
  private let first: UInt64
  /// Its next 64 bits.
  private let second: UInt64
  /// The exponent of 2 that belongs to the top bit.
  let exponent: Int

  /// Reads `source`, which must not be 0; its sign is ignored.
  init(of source: UnsafePointer<__mpz_struct>) {
    let limbs = source.pointee
    let count = Int(limbs._mp_size.magnitude)
    precondition(count > 0, "the leading bits of 0")
    let top = UInt64(limbs._mp_d[count - 1])
    let middle = count > 1 ? UInt64(limbs._mp_d[count - 2]) : 0
    let bottom = count > 2 ? UInt64(limbs._mp_d[count - 3]) : 0
    // Swift's shift by 64 gives 0, as is needed for no leading zeros.
    let zeros = top.leadingZeroBitCount
    first = top << zeros | middle >> (64 - zeros)
    second = middle << zeros | bottom >> (64 - zeros)
    exponent = 64 * count - 1 - zeros
  }

  /// The number in [1, 2], relative error at most 2^-53 + 2^-63.
  var double: Double { Double(first) * 0x1p-63 }

  /// The number in [1, 2], relative error at most 2^-105.
  ///
  /// 53 bits are exact, the 64 after them are rounded to 53, those after them are left out.
  var doubleDouble: DoubleDouble {
    let rest = (first & 0x7ff) << 53 | second >> 11
    return DoubleDouble(Double(first >> 11) * 0x1p-52, plusSmaller: Double(rest) * 0x1p-116)
  }
}
