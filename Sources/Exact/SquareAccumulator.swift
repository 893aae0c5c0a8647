import CGMP

/// An exact sum of squares of integers in a word of 256 bits.
struct SquareAccumulator {
  /// The most bits of an integer whose square is added.
  static let largestBits = 103
  /// The most squares that are added; so many integers themselves add up to 127 bits.
  static let largestCount = 1 << 24

  private var high: UInt128 = 0
  private var low: UInt128 = 0

  /// The sum of no squares, 0.
  init() {}

  /// The square of an integer of at most 103 bits.
  init(squareOf value: Int128) {
    let magnitude = value.magnitude
    let small = UInt64(truncatingIfNeeded: magnitude)
    let large = UInt64(truncatingIfNeeded: magnitude >> 64)
    low = Self.product(small, small)
    guard large != 0 else { return }
    // (large 2^64 + small)^2; twice the middle product fits, for large is below 2^39.
    let middle = Self.product(large, small) << 1
    let (sum, carry) = low.addingReportingOverflow(middle << 64)
    low = sum
    high = Self.product(large, large) &+ (middle >> 64) &+ (carry ? 1 : 0)
  }

  /// Adds another sum.
  mutating func add(_ other: SquareAccumulator) {
    let (sum, carry) = low.addingReportingOverflow(other.low)
    low = sum
    high &+= other.high &+ (carry ? 1 : 0)
  }

  /// Sets `target` to the sum.
  func store(in target: UnsafeMutablePointer<__mpz_struct>) {
    withUnsafeBytes(of: (low, high)) { __gmpz_import(target, 4, -1, 8, 0, 0, $0.baseAddress) }
  }

  private static func product(_ x: UInt64, _ y: UInt64) -> UInt128 {
    UInt128(x) &* UInt128(y)
  }
}
