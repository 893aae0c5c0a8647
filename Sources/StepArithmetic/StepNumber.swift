/// A number with which a step of a shuffle matrix is computed.
///
/// Training computes in Double; the theorems about the step are decided on the same functions with
/// exact rationals. So one text says what a step is, and what is proved of it is what trains.
package protocol StepNumber: Comparable, ExpressibleByIntegerLiteral, Sendable {
  /// Sums of inverses 1/|x|_2 of the norms of lines, not evaluated where that would not be exact.
  associatedtype InverseNorm: InverseNormSum

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static func += (a: inout Self, b: Self)
  static func -= (a: inout Self, b: Self)

  /// An integer as a number; exact.
  init(_ value: Int)

  /// 1/|x|_2 for a line with the given sum of squares; 0 for a line of zeros.
  static func inverseNorm(squares: Self) -> InverseNorm

  /// Returns the product with a sum of inverse norms; rationals round it down, by at most 2^-96 for
  /// each of the norms that is irrational.
  static func * (entry: Self, norms: InverseNorm) -> Self
}

/// A sum of inverse norms.
package protocol InverseNormSum {
  static func + (a: Self, b: Self) -> Self
}

/// An entry of a shuffle matrix or of its gradient as it is stored.
package protocol StepScalar: Comparable, ExpressibleByIntegerLiteral, Sendable {
  /// What is computed with.
  associatedtype Wide: StepNumber

  /// The number; exact.
  var wide: Wide { get }

  /// The nearest entry to a number.
  init(rounding number: Wide)

  static func * (a: Self, b: Self) -> Self
  static func += (a: inout Self, b: Self)
  static func -= (a: inout Self, b: Self)
}

extension Double: InverseNormSum {}

extension Double: StepNumber {
  @inline(__always)
  package static func inverseNorm(squares: Double) -> Double {
    squares > 0 ? 1 / squares.squareRoot() : 0
  }
}

extension Double: StepScalar {
  package typealias Wide = Double
  @inline(__always) package var wide: Double { self }
  @inline(__always) package init(rounding number: Double) { self = number }
}

extension Float: StepScalar {
  @inline(__always) package var wide: Double { Double(self) }
  @inline(__always) package init(rounding number: Double) { self = Float(number) }
}
