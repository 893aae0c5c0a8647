extension RadicalSum {
  /// How a sign was found, for statistics and tests.
  package enum SignMethod: String, Sendable {
    /// A floating-point value, in doubles or double-doubles, was beyond its error bound.
    case filter
    /// Collecting equal roots left a rational.
    case rational
    /// A rational enclosure did not contain 0.
    case interval
    /// The roots cancel exactly.
    case zeroTest
  }

  /// -1, 0 or 1, always the true sign.
  package func sign() -> Int {
    decidedSign().sign
  }

  /// The true sign and the stage that decided it.
  ///
  /// Filters in doubles and in double-doubles with proved bounds first, the second one repeated
  /// after equal roots are collected; then rational enclosures of doubling precision; the exact
  /// zero test once, when the enclosure is finer than 2^-256 and still contains 0. Intervals alone
  /// would not terminate on a sum that is 0; after the zero test they must.
  package func decidedSign() -> (sign: Int, method: SignMethod) {
    if let sign = filteredSign ?? finelyFilteredSign { return (sign, .filter) }
    let sum = collected
    if sum.terms.isEmpty { return (sum.rational.sign, .rational) }
    // Terms that vanished were magnitude in the first bound; without them it may suffice.
    if let sign = sum.finelyFilteredSign { return (sign, .filter) }
    return sum.refinedSign()
  }

  /// -1, 0 or 1, the true sign, found without floating point.
  ///
  /// Equal roots are collected; then rational enclosures and the algebraic zero test decide. For
  /// checkers that should share nothing with the float filter of `sign`.
  package func exactSign() -> Int {
    let sum = collected
    return sum.terms.isEmpty ? sum.rational.sign : sum.refinedSign().sign
  }

  private func refinedSign() -> (sign: Int, method: SignMethod) {
    var bits = 64
    var knownNonzero = false
    while true {
      if let sign = enclosure(bits: bits).sign { return (sign, .interval) }
      if bits >= 256, !knownNonzero {
        if isZeroByCancellation { return (0, .zeroTest) }
        knownNonzero = true
      }
      bits *= 2
    }
  }

  /// Whether the sum is 0, decided algebraically.
  ///
  /// Two square roots of positive rationals are rationally dependent iff the product of the
  /// radicands is a rational square; grouped by that relation the roots are linearly independent
  /// together with 1 (Besicovitch, J. London Math. Soc. 15, 1940, doi 10.1112/jlms/s1-15.1.3), so
  /// the sum is 0 iff every group's coefficient is. Proofs/paper, file 9.
  ///
  /// - Complexity: at most m (m + 1) / 2 square tests for m terms.
  package var isZeroByCancellation: Bool {
    // Group k holds a radicand b_k and the total factor of sqrt(b_k); the first one is rational.
    var groups: [(radicand: Rational, total: Rational)] = [(1, rational)]
    search: for term in terms {
      let radicand = term.radicand
      for k in groups.indices {
        // sqrt(a) = (sqrt(a b) / b) sqrt(b) when a b is a square.
        if let root = SquareRoot.exact(radicand * groups[k].radicand) {
          groups[k].total += term.coefficient * root / groups[k].radicand
          continue search
        }
      }
      groups.append((radicand, term.coefficient))
    }
    return groups.allSatisfy { $0.total.sign == 0 }
  }
}
