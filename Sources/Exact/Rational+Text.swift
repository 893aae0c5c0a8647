import CGMP

/// Why a text is not a rational number.
package enum RationalSyntaxError: Error, Equatable {
  /// The text is neither a decimal nor `p/q`.
  case notANumber(String)
  /// The text is `p/0`.
  case zeroDenominator(String)
  /// The decimal exponent is beyond `Rational.largestDecimalExponent`.
  case exponentTooLarge(String)

  /// One sentence for a user.
  package var explanation: String {
    switch self {
    case .notANumber(let text):
      return "\"\(text)\" is not a number; write a decimal such as -0.25 or 1e-3, or a fraction p/q"
    case .zeroDenominator(let text):
      return "\"\(text)\" divides by zero; write a fraction p/q with q > 0"
    case .exponentTooLarge(let text):
      return "\"\(text)\" has a decimal exponent beyond \(Rational.largestDecimalExponent)"
    }
  }
}

extension Rational: CustomStringConvertible {
  /// The exact value, `p` or `p/q` in lowest terms.
  package var description: String {
    withValue {
      guard let text = __gmpq_get_str(nil, 10, $0) else { return "0" }
      defer { asn_free(text) }
      return String(cString: text)
    }
  }

  /// The largest decimal exponent that is read.
  ///
  /// Beyond every double's (324), and small enough that no short text asks for much memory: an
  /// exponent of 400 is 166 bytes.
  static var largestDecimalExponent: Int { 400 }

  /// Reads `p`, `p/q` or a decimal with an optional exponent, exactly.
  ///
  /// Decimals are exact decimals: `0.1` is 1/10, not the nearest double. No spaces, no `inf`, no
  /// `nan`.
  package init(parsing text: some StringProtocol) throws(RationalSyntaxError) {
    let bytes = Array(text.utf8)
    if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) {
      let numerator = bytes[..<slash]
      let denominator = bytes[(slash + 1)...]
      guard
        let p = Self.integer(numerator, signed: true),
        let q = Self.integer(denominator, signed: false)
      else { throw .notANumber(String(text)) }
      guard q.sign != 0 else { throw .zeroDenominator(String(text)) }
      self = p / q
      return
    }
    try self.init(decimal: bytes, text: String(text))
  }

  private init(decimal bytes: [UInt8], text: String) throws(RationalSyntaxError) {
    var digits: [UInt8] = []
    var fraction = 0
    var position = 0
    var negative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      position = 1
    }
    var seenPoint = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else if Self.isDigit(byte) {
        digits.append(byte)
        if seenPoint { fraction += 1 }
      } else {
        break
      }
      position += 1
    }
    guard !digits.isEmpty else { throw .notANumber(text) }
    var exponent = 0
    if position < bytes.count {
      guard bytes[position] == UInt8(ascii: "e") || bytes[position] == UInt8(ascii: "E") else {
        throw .notANumber(text)
      }
      let tail = bytes[(position + 1)...]
      guard Self.isInteger(tail, signed: true) else { throw .notANumber(text) }
      guard let value = Int(String(decoding: tail, as: UTF8.self)),
        value.magnitude <= UInt(Self.largestDecimalExponent)
      else { throw .exponentTooLarge(text) }
      exponent = value
    }
    guard let mantissa = Self.integer(digits[...], signed: false) else { throw .notANumber(text) }
    let scale = exponent - fraction
    let power = Self.powerOfTen(scale.magnitude)
    let value = scale >= 0 ? mantissa * power : mantissa / power
    self = negative ? -value : value
  }

  /// The decimal with `digits` places after the point that is nearest below (`up` false) or above.
  ///
  /// Exact when the number has no more places; otherwise the error is below 10^-digits, on the
  /// stated side.
  package func decimal(digits: Int, roundedUp up: Bool) -> String {
    let scaled = self * Self.powerOfTen(UInt(digits))
    let integer = scaled.rounded(up: up)
    let text = integer.magnitude.description
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = integer.sign < 0 ? "-" : ""
    guard digits > 0 else { return sign + padded }
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// The nearest integer below, or above if `up`.
  package func rounded(up: Bool) -> Rational {
    var result = Rational()
    withValue { x in
      result.withMutableValue {
        if up {
          __gmpz_cdiv_q(asn_mpq_numref($0), asn_mpq_numref(x), asn_mpq_denref(x))
        } else {
          __gmpz_fdiv_q(asn_mpq_numref($0), asn_mpq_numref(x), asn_mpq_denref(x))
        }
      }
    }
    return result
  }

  /// 10 to the power `exponent`.
  static func powerOfTen(_ exponent: UInt) -> Rational {
    var result = Rational()
    result.withMutableValue { __gmpz_ui_pow_ui(asn_mpq_numref($0), 10, exponent) }
    return result
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isInteger(_ bytes: ArraySlice<UInt8>, signed: Bool) -> Bool {
    var digits = bytes
    if signed, let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      digits = bytes.dropFirst()
    }
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  private static func integer(_ bytes: ArraySlice<UInt8>, signed: Bool) -> Rational? {
    guard isInteger(bytes, signed: signed) else { return nil }
    // GMP reads a leading minus but not a leading plus.
    var text = Array(bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes)
    text.append(0)
    var result = Rational()
    let status = text.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        result.withMutableValue { __gmpz_set_str(asn_mpq_numref($0), characters.baseAddress, 10) }
      }
    }
    return status == 0 ? result : nil
  }
}
