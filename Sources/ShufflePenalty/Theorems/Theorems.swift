import Claims
import Exact

/// The theorems of the bench as claims, in one file a topic.
package enum Theorems {
  /// All of them, in the order of their identifiers.
  package static let all: [Claim] =
    lines + exactness + errorBounds + sharpErrorBound + rounding + nearlyStochastic + lipschitz
    + concavity + exactPenalisation + trainingStep + basins + floatingPoint
    + stepRounding + further
}

extension RadicalSum {
  /// The constant s = 2 - sqrt 2, sharp in L2, T2* and T4.
  package static var sharpConstant: RadicalSum { 2 - .root(2) }
}
