import Foundation
import NeuralNet

/// How the weight of the permutation penalty grows over a run.
///
/// It is 0 until `begin`, then rises exponentially from `floor` times its final value, which it has
/// from `end` on: the gradients of the loss choose among permutations while it is low, and once
/// twice the weight exceeds them the matrices settle (T9b, T9e).
package struct PenaltyRamp: Codable, Equatable, Sendable {
  /// The fraction of the steps that are taken without the penalty, in 0..<1.
  package var begin = 0.0
  /// The fraction of the steps after which the weight is at its final value, above `begin`, at most
  /// 1.
  package var end = 0.1
  /// The weight at `begin` as a fraction of the final one, in 0...1 without 0.
  package var floor = 0.01

  /// A ramp from the first step to a tenth of the run, from a hundredth of the final weight: the
  /// shuffles settle early, and most of the run trains the network that will be used.
  package init() {}

  /// Makes a ramp; `problem` says whether it is one.
  package init(begin: Double, end: Double, floor: Double) {
    self.begin = begin
    self.end = end
    self.floor = floor
  }

  /// Reads the fields that are there; the others are those of `init()`.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func read(_ key: CodingKeys, into value: inout Double) throws {
      value = try fields.decodeIfPresent(DecodedNumber.self, forKey: key)?.value ?? value
    }
    try read(.begin, into: &begin)
    try read(.end, into: &end)
    try read(.floor, into: &floor)
  }

  /// Returns the first field that is out of its range, and that range.
  package var problem: (field: String, range: String)? {
    if !(0..<1).contains(begin) { return ("begin", "at least 0 and below 1") }
    if !(end > begin && end <= 1) { return ("end", "above the begin of the ramp and at most 1") }
    if !(floor > 0 && floor <= 1) { return ("floor", "above 0 and at most 1") }
    return nil
  }

  /// Returns the fraction of the final weight, in 0...1, at step `step` of `total`,
  /// 0 <= `step` < `total`.
  package func factor(step: Int, of total: Int) -> Double {
    precondition((0..<max(total, 1)).contains(step), "the step is not in the run")
    let time = Double(step) / Double(total)
    guard time >= begin else { return 0 }
    guard time < end else { return 1 }
    return pow(floor, 1 - (time - begin) / (end - begin))
  }
}
