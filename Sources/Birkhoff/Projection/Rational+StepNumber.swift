import Exact
import StepArithmetic

/// 1/sqrt(s) added up over some positive s: the inverse norms of lines, by their squares.
package struct InverseRoots: InverseNormSum {
  fileprivate let squares: [Rational]

  package static func + (a: InverseRoots, b: InverseRoots) -> InverseRoots {
    InverseRoots(squares: a.squares + b.squares)
  }
}

/// Steps of shuffle matrices in exact arithmetic, but for irrational norms.
extension Rational: StepNumber {
  package static func inverseNorm(squares: Rational) -> InverseRoots {
    InverseRoots(squares: squares.sign == 0 ? [] : [squares])
  }

  /// The product with a nonnegative entry, each root rounded down by at most 2^-96 if it is
  /// irrational.
  package static func * (entry: Rational, norms: InverseRoots) -> Rational {
    if entry.sign == 0 { return 0 }
    let square = entry.squared
    return norms.squares.reduce(into: Rational()) { $0 += RootBounds(square / $1).lower }
  }
}

extension Rational: StepScalar {
  package typealias Wide = Rational
  package var wide: Rational { self }
  package init(rounding number: Rational) { self = number }
}
