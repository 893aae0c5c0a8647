/// A sum `rational + c_1 sqrt(a_1) + ... + c_m sqrt(a_m)` with rational c_k and rational a_k >= 0.
///
/// The value is a real algebraic number held without rounding; every comparison of the penalty's
/// theory is the sign of such a sum, and `sign` always terminates with the true one.
package struct RadicalSum: Sendable {
  /// One term `coefficient * sqrt(radicand)`.
  package struct Term: Sendable {
    /// The rational factor before the root, not zero.
    package let coefficient: Rational
    /// The number under the root as it was added, positive.
    let root: Radicand

    /// The number under the root, positive, in lowest terms.
    package var radicand: Rational { root.value }
  }

  /// The rational part.
  package private(set) var rational: Rational
  /// The terms with roots, in the order they were added; radicands may repeat.
  package private(set) var terms: [Term] = []

  /// The rational number `value`.
  package init(_ value: Rational = 0) {
    rational = value
  }

  /// The number `coefficient * sqrt(radicand)`; `radicand` must not be negative.
  package static func root(_ radicand: Rational, times coefficient: Rational = 1) -> RadicalSum {
    var sum = RadicalSum()
    sum.addRoot(radicand, times: coefficient)
    return sum
  }

  /// Adds `coefficient * sqrt(radicand)`; `radicand` must not be negative.
  package mutating func addRoot(_ radicand: Rational, times coefficient: Rational) {
    addRoot(Radicand(radicand), times: coefficient)
  }

  /// Adds `coefficient * sqrt(radicand)`.
  package mutating func addRoot(_ radicand: Radicand, times coefficient: Rational) {
    addRoots([radicand], times: coefficient)
  }

  /// Adds `coefficient * sqrt(radicand)` for each radicand.
  package mutating func addRoots(_ radicands: [Radicand], times coefficient: Rational) {
    guard coefficient.sign != 0 else { return }
    terms.reserveCapacity(terms.count + radicands.count)
    for radicand in radicands where !radicand.isZero {
      terms.append(Term(coefficient: coefficient, root: radicand))
    }
  }
}

extension RadicalSum: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) {
    self.init(Rational(value))
  }
}

extension RadicalSum {
  /// The exact sum.
  package static func + (a: RadicalSum, b: RadicalSum) -> RadicalSum {
    var result = a
    result.rational += b.rational
    result.terms += b.terms
    return result
  }

  /// The exact difference.
  package static func - (a: RadicalSum, b: RadicalSum) -> RadicalSum {
    a + -1 * b
  }

  /// The exact product with a rational.
  package static func * (factor: Rational, a: RadicalSum) -> RadicalSum {
    guard factor.sign != 0 else { return RadicalSum() }
    var result = RadicalSum(factor * a.rational)
    result.terms = a.terms.map {
      Term(coefficient: factor * $0.coefficient, root: $0.root)
    }
    return result
  }

  /// The exact product, term by term: c sqrt(a) * d sqrt(b) = c d sqrt(a b).
  ///
  /// Products of roots that are rational, such as sqrt 2 * sqrt 8, go to the rational part.
  ///
  /// - Complexity: (k + 1) (m + 1) terms from k and m, with one square test for each pair of roots.
  package static func * (a: RadicalSum, b: RadicalSum) -> RadicalSum {
    var result = a.rational * b
    for term in a.terms {
      result.addRoot(term.root, times: term.coefficient * b.rational)
      let radicand = term.radicand
      for other in b.terms {
        let coefficient = term.coefficient * other.coefficient
        let radicand = radicand * other.radicand
        if let root = SquareRoot.exact(radicand) {
          result.rational += coefficient * root
        } else {
          result.addRoot(radicand, times: coefficient)
        }
      }
    }
    return result
  }
}

extension RadicalSum: Comparable {
  package static func == (a: RadicalSum, b: RadicalSum) -> Bool {
    (a - b).sign() == 0
  }

  package static func < (a: RadicalSum, b: RadicalSum) -> Bool {
    (a - b).sign() < 0
  }

  /// The larger of the number and its negative.
  package var magnitude: RadicalSum {
    sign() < 0 ? -1 * self : self
  }
}
