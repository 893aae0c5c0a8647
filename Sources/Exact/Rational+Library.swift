import CGMP

extension Rational {
  /// The version of GMP, which does the arithmetic.
  package static var libraryVersion: String {
    String(cString: asn_gmp_version())
  }
}
