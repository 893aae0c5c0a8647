extension RadicalSum {
  /// The exact value as text, such as `4 - 4 sqrt(1/2)`.
  ///
  /// Roots of squares are added to the rational part and dependent roots are collected, so the text
  /// of a rational number has no root. Terms keep the order in which their radicands first appear.
  ///
  /// - Complexity: for each pair of radicands whether their product is a square.
  package var expression: String {
    var rational = self.rational
    var groups: [(radicand: Rational, total: Rational)] = []
    for term in terms {
      if let root = SquareRoot.exact(term.radicand) {
        rational += term.coefficient * root
        continue
      }
      let match = groups.indices.lazy.compactMap { k -> (Int, Rational)? in
        // sqrt(a) = (sqrt(a b) / b) sqrt(b) when a b is a square.
        SquareRoot.exact(term.radicand * groups[k].radicand).map { (k, $0 / groups[k].radicand) }
      }.first
      if let (k, factor) = match {
        groups[k].total += term.coefficient * factor
      } else {
        groups.append((term.radicand, term.coefficient))
      }
    }
    var text = rational.sign == 0 ? "" : rational.description
    for group in groups where group.total.sign != 0 {
      let sign = group.total.sign < 0 ? "-" : "+"
      if text.isEmpty {
        text = sign == "-" ? "-" : ""
      } else {
        text += " \(sign) "
      }
      let factor = group.total.magnitude
      text += (factor == 1 ? "" : "\(factor) ") + "sqrt(\(group.radicand))"
    }
    return text.isEmpty ? "0" : text
  }
}
