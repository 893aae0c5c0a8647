import CGMP

/// An exact rational number of any size, always in lowest terms with a positive denominator.
///
/// A value type over one GMP `mpq`; copies share storage until one of them is changed. All
/// arithmetic is exact; the cost is that of GMP plus one allocation for a new value.
package struct Rational: @unchecked Sendable {
  // Unchecked: storage is written only while uniquely referenced.

  /// One `mpq` in a heap object that clears it when the last reference goes.
  private final class Storage: ManagedBuffer<Void, __mpq_struct> {
    deinit {
      withUnsafeMutablePointerToElements { __gmpq_clear($0) }
    }

    static func make() -> Storage {
      let buffer = Storage.create(minimumCapacity: 1) { _ in }
      buffer.withUnsafeMutablePointerToElements { __gmpq_init($0) }
      return unsafeDowncast(buffer, to: Storage.self)
    }
  }

  private var storage: Storage

  /// Zero.
  package init() {
    storage = Storage.make()
  }

  /// The integer `value`.
  package init(_ value: Int) {
    self.init()
    withMutableValue { __gmpq_set_si($0, value, 1) }
  }

  /// The fraction `numerator / denominator`; `denominator` must not be zero.
  package init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator != 0, "a rational needs a nonzero denominator")
    self.init()
    withMutableValue {
      __gmpq_set_si($0, numerator, denominator.magnitude)
      if denominator < 0 { __gmpq_neg($0, $0) }
      __gmpq_canonicalize($0)
    }
  }

  /// The exact value of a finite float, or nil for an infinity or NaN.
  package init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    self.init()
    withMutableValue { __gmpq_set_d($0, value) }
  }

  /// The exact value of a finite float, or nil for an infinity or NaN.
  package init?(exactly value: Float) {
    self.init(exactly: Double(value))
  }

  /// A copy of the number at `source`.
  package init(copying source: UnsafePointer<__mpq_struct>) {
    self.init()
    withMutableValue { __gmpq_set($0, source) }
  }

  /// A copy of the integer at `source`.
  init(integer source: UnsafePointer<__mpz_struct>) {
    self.init()
    withMutableValue { __gmpz_set(asn_mpq_numref($0), source) }
  }

  /// The integer `value`.
  init(integer value: UInt128) {
    self.init()
    withUnsafeBytes(of: value) { bytes in
      withMutableValue { __gmpz_import(asn_mpq_numref($0), 2, -1, 8, 0, 0, bytes.baseAddress) }
    }
  }

  /// The 128-bit integer `numerator` over `denominator`.
  package init(_ numerator: Int128, over denominator: Rational) {
    let magnitude = Rational(integer: numerator.magnitude)
    self = (numerator < 0 ? -magnitude : magnitude) / denominator
  }

  /// Calls `body` with the number for reading.
  package func withValue<Result>(
    _ body: (UnsafeMutablePointer<__mpq_struct>) throws -> Result
  ) rethrows -> Result {
    try storage.withUnsafeMutablePointerToElements(body)
  }

  /// Calls `body` with the number for writing, after making the storage this value's own.
  mutating func withMutableValue<Result>(
    _ body: (UnsafeMutablePointer<__mpq_struct>) throws -> Result
  ) rethrows -> Result {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = Storage.make()
      copy.withUnsafeMutablePointerToElements { target in
        storage.withUnsafeMutablePointerToElements { __gmpq_set(target, $0) }
      }
      storage = copy
    }
    return try storage.withUnsafeMutablePointerToElements(body)
  }

  /// -1, 0 or 1.
  package var sign: Int {
    withValue { Int(asn_mpq_sgn($0)) }
  }

  /// Whether the denominator is 1.
  package var isInteger: Bool {
    withValue { __gmpz_cmp_ui(asn_mpq_denref($0), 1) == 0 }
  }

  /// The number with its sign removed.
  package var magnitude: Rational {
    sign < 0 ? -self : self
  }

  /// The nearest double in the direction of zero: its error is below one unit in the last place,
  /// and it is infinite or zero outside the range of doubles.
  package var truncatedDouble: Double {
    withValue { __gmpq_get_d($0) }
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) {
    self.init(value)
  }
}

extension Rational: Comparable {
  package static func == (a: Rational, b: Rational) -> Bool {
    a.withValue { x in b.withValue { y in __gmpq_equal(x, y) != 0 } }
  }

  package static func < (a: Rational, b: Rational) -> Bool {
    a.withValue { x in b.withValue { y in __gmpq_cmp(x, y) < 0 } }
  }
}

extension Rational: Hashable {
  package func hash(into hasher: inout Hasher) {
    // The double is a function of the value; collisions of close numbers are harmless.
    hasher.combine(truncatedDouble)
  }
}
