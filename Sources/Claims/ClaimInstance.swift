import Exact

/// What a claim is decided on: matrices, numbers and lists of integers, named by the claim's
/// subject.
package struct ClaimInstance: Equatable, Sendable {
  /// The matrices.
  package var matrices: [RationalMatrix]
  /// The numbers.
  package var numbers: [Rational]
  /// The lists of integers, such as permutations and sizes of groups.
  package var integers: [[Int]]

  /// Creates an instance.
  package init(
    matrices: [RationalMatrix] = [], numbers: [Rational] = [], integers: [[Int]] = []
  ) {
    self.matrices = matrices
    self.numbers = numbers
    self.integers = integers
  }

  /// The names of the parts of an instance, in their order.
  package struct Names: Equatable, Sendable {
    /// The names of the matrices.
    package let matrices: [String]
    /// The names of the numbers.
    package let numbers: [String]
    /// The names of the lists of integers.
    package let integers: [String]

    /// Names the parts.
    package init(matrices: [String] = [], numbers: [String] = [], integers: [String] = []) {
      self.matrices = matrices
      self.numbers = numbers
      self.integers = integers
    }
  }
}
