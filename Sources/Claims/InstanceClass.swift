import RandomStreams

/// A class of instances that claims are about, such as the doubly stochastic matrices.
///
/// A theory brings its own: everything that decides, attacks, shrinks and prints claims asks only
/// what is here.
package protocol InstanceClass: Hashable, Sendable {
  /// What is computed of an instance once for all claims that ask for it.
  associatedtype Facts

  /// The names of an instance's parts.
  static var names: ClaimInstance.Names { get }

  /// Whether all claims about the class are decided on the same samples, so that they share their
  /// facts; otherwise each claim draws its own.
  static var sharesSamples: Bool { get }

  /// The instances of order `n` that are decided before any samples, with denominators up to
  /// `largestDenominator` where they have any; for all classes of the type.
  static func smallInstances(order n: Int, largestDenominator: Int) -> [ClaimInstance]

  /// The facts of an instance.
  static func facts(of instance: ClaimInstance) -> Facts

  /// Whether the instance with these facts belongs to the class.
  func contains(_ facts: Facts) -> Bool

  /// Draws an instance of order `n`, biased to where claims are tight; `n` must be positive.
  func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance
}

extension InstanceClass {
  package static var sharesSamples: Bool { false }

  package static func smallInstances(order n: Int, largestDenominator: Int) -> [ClaimInstance] {
    []
  }

  /// The class, to be compared with others of any type.
  package var erased: AnyHashable { AnyHashable(self) }
}
