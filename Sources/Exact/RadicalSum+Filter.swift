import CGMP

extension RadicalSum {
  /// The sign read from an evaluation in doubles, or nil when the value is within its error bound.
  ///
  /// Bound, with u = 2^-53: a rational has relative error 3u (numerator, denominator, quotient), so
  /// a term has 3u (coefficient) + 1.5u (half of the radicand's) + u (root) + u (product) = 6.5u to
  /// first order, and m additions of terms give m u. (m + 8) 2u S, with S the computed sum of the
  /// magnitudes, is about twice that, which covers products of errors, the 2^-63 of a conversion
  /// and the error of S for m < 2^20.
  package var filteredSign: Int? { filteredSign(in: Double.self, unit: 0x1p-52) }

  /// The sign read from an evaluation in double-doubles, or nil when the value is within its error
  /// bound.
  ///
  /// Bound: operations have relative errors below 2^-102 and conversions below 2^-105, so a
  /// rational has 1.25 * 2^-102, a term at most 3.5 * 2^-102 to first order, and m additions give m
  /// 2^-102. (m + 8) 2^-101 S, with S the sum of the magnitudes in doubles, is about twice that or
  /// more.
  package var finelyFilteredSign: Int? { filteredSign(in: DoubleDouble.self, unit: 0x1p-101) }

  /// The sign of a computed value that exceeds (m + 8) `unit` times the sum of the magnitudes.
  ///
  /// Rationals outside 2^+-500 leave the question open, so nothing overflows, and what underflows
  /// is below 2^-1074 + 1000 of a term.
  private func filteredSign<Number: FilterNumber>(in type: Number.Type, unit: Double) -> Int? {
    guard terms.count < 1 << 20 else { return nil }
    guard var value = Number(approximating: rational) else { return nil }
    var magnitude = value.leading.magnitude
    for term in terms {
      guard let c = Number(approximating: term.coefficient),
        let a = Number(approximating: term.root)
      else { return nil }
      let product = c * a.squareRoot()
      value = value + product
      magnitude += product.leading.magnitude
    }
    if magnitude == 0 { return 0 }
    let bound = Double(terms.count + 8) * unit * magnitude
    if value.leading > bound { return 1 }
    if value.leading < -bound { return -1 }
    return nil
  }
}

/// A floating-point format that the filter computes in.
private protocol FilterNumber {
  /// The quotient of two numbers in [1, 2] times a power of two.
  init(_ numerator: LeadingBits, over denominator: LeadingBits, negative: Bool, exponent: Int)
  /// Zero.
  static var zero: Self { get }
  static func + (x: Self, y: Self) -> Self
  static func * (x: Self, y: Self) -> Self
  func squareRoot() -> Self
  /// The number rounded to a double.
  var leading: Double { get }
}

extension FilterNumber {
  /// The nearest-ish number, or nil outside 2^+-500.
  fileprivate init?(approximating value: Rational) {
    guard let number = value.withValue({ Self(asn_mpq_numref($0), over: asn_mpq_denref($0)) })
    else { return nil }
    self = number
  }

  /// The nearest-ish number, or nil outside 2^+-500.
  fileprivate init?(approximating value: Radicand) {
    guard let number = value.withFraction({ Self($0, over: $1) }) else { return nil }
    self = number
  }

  private init?(
    _ numerator: UnsafeMutablePointer<__mpz_struct>,
    over denominator: UnsafeMutablePointer<__mpz_struct>
  ) {
    let sign = asn_mpz_sgn(numerator)
    guard sign != 0 else {
      self = .zero
      return
    }
    let (p, q) = (LeadingBits(of: numerator), LeadingBits(of: denominator))
    let exponent = p.exponent - q.exponent
    guard exponent.magnitude < 500 else { return nil }
    self.init(p, over: q, negative: sign < 0, exponent: exponent)
  }
}

extension Double: FilterNumber {
  fileprivate init(
    _ numerator: LeadingBits, over denominator: LeadingBits, negative: Bool, exponent: Int
  ) {
    let quotient = numerator.double / denominator.double
    self = Double(sign: negative ? .minus : .plus, exponent: exponent, significand: quotient)
  }

  fileprivate var leading: Double { self }
}

extension DoubleDouble: FilterNumber {
  fileprivate init(
    _ numerator: LeadingBits, over denominator: LeadingBits, negative: Bool, exponent: Int
  ) {
    let quotient = numerator.doubleDouble / denominator.doubleDouble
    self = quotient.scaled(
      by: Double(sign: negative ? .minus : .plus, exponent: exponent, significand: 1))
  }

  fileprivate static var zero: DoubleDouble { DoubleDouble(0, plusSmaller: 0) }

  fileprivate var leading: Double { high }
}
