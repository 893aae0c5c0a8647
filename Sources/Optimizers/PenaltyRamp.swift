import Foundation

/// How the weight of the permutation penalty grows over a run.
///
/// It rises exponentially from a hundredth of its final value over the first 70 % of the steps and
/// then stays: the gradients of the loss choose among permutations while it is low, and once twice
/// the weight exceeds them the matrices settle (T9b, T9e).
package enum PenaltyRamp {
  /// The fraction of the steps after which the weight is at its final value.
  package static let end = 0.7
  /// The weight at the first step as a fraction of the final one.
  package static let start = 0.01

  /// Returns the fraction of the final weight, in 0.01...1, at step `step` of `total`,
  /// 0 <= `step` < `total`.
  package static func factor(step: Int, of total: Int) -> Double {
    precondition((0..<max(total, 1)).contains(step), "the step is not in the run")
    let remaining = 1 - Double(step) / Double(total) / end
    return remaining > 0 ? pow(start, remaining) : 1
  }
}
