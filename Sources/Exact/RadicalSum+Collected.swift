extension RadicalSum {
  /// The same number with each radicand once, in order of first appearance, and no rational root.
  ///
  /// Differences of penalties have nearly all their roots twice with opposite signs; what is left
  /// of them here is far better conditioned than the sum as it was built. Roots of different
  /// radicands that depend on each other, such as sqrt 2 and sqrt 8, stay apart.
  ///
  /// - Complexity: one hash a term and one square test a radicand.
  package var collected: RadicalSum {
    var totals: [(radicand: Rational, coefficient: Rational)] = []
    var positions: [Rational: Int] = [:]
    for term in terms {
      let radicand = term.radicand
      if let k = positions[radicand] {
        totals[k].coefficient += term.coefficient
      } else {
        positions[radicand] = totals.count
        totals.append((radicand, term.coefficient))
      }
    }
    var rationalPart = rational
    var roots = RadicalSum()
    for (radicand, coefficient) in totals where coefficient.sign != 0 {
      if let root = SquareRoot.exact(radicand) {
        rationalPart += coefficient * root
      } else {
        roots.addRoot(radicand, times: coefficient)
      }
    }
    return RadicalSum(rationalPart) + roots
  }
}
