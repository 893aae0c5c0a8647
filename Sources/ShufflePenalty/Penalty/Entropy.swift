import Exact

/// The entropy Ent(M) = -sum M_ij log M_ij of a matrix with entries in [0, 1], with 0 log 0 = 0.
enum Entropy {
  /// An interval that contains the entropy.
  ///
  /// - Complexity: one logarithm a different entry.
  static func enclosure(_ matrix: RationalMatrix, bits: Int) -> RationalInterval {
    let logarithm = NaturalLogarithm(bits: bits)
    var known: [Rational: RationalInterval] = [:]
    var (lower, upper) = (Rational(), Rational())
    for x in matrix.rows.joined() where x.sign > 0 && x != 1 {
      let log = known[x] ?? logarithm.enclosure(of: x)
      known[x] = log
      lower -= x * log.upper
      upper -= x * log.lower
    }
    return RationalInterval(lower, upper)
  }

  /// The sign of Ent(M) - `value` and an interval for Ent(M) that shows it.
  ///
  /// The precision is doubled until it suffices, so the two must differ. They do when `value` is
  /// algebraic and some entry lies strictly between 0 and 1: a sum of rational multiples of
  /// logarithms of rationals is 0 or transcendental (Baker, Transcendental Number Theory, 1975,
  /// theorem 2.2), and this entropy is positive.
  static func comparison(
    _ matrix: RationalMatrix, to value: RadicalSum
  ) -> (sign: Int, enclosure: RationalInterval) {
    var bits = 32
    while true {
      let entropy = enclosure(matrix, bits: bits)
      let other = value.enclosure(bits: bits)
      if entropy.lower > other.upper { return (1, entropy) }
      if entropy.upper < other.lower { return (-1, entropy) }
      bits *= 2
    }
  }
}
