import Foundation

/// How the learning rate of the weights moves over a run, as a fraction of its peak.
package enum LearningRateSchedule: String, Codable, CaseIterable, Sendable {
  /// The peak throughout.
  case constant
  /// A linear rise from 0 over the first 5 % of the steps, then the peak.
  case warmUp
  /// Half a cosine from the peak down to 0.
  case cosine
  /// A linear rise from a tenth of the peak over the first 30 % of the steps, then half a cosine
  /// down to 0.
  case oneCycle

  /// Returns the fraction of the peak, in 0...1, at step `step` of `total`, 0 <= `step` < `total`.
  package func factor(step: Int, of total: Int) -> Double {
    precondition((0..<max(total, 1)).contains(step), "the step is not in the run")
    let progress = Double(step) / Double(total)
    return switch self {
    case .constant: 1
    case .warmUp: min(progress / 0.05, 1)
    case .cosine: Self.halfCosine(progress)
    case .oneCycle:
      progress < 0.3
        ? 0.1 + 0.9 * progress / 0.3 : Self.halfCosine((progress - 0.3) / 0.7)
    }
  }

  private static func halfCosine(_ progress: Double) -> Double {
    (1 + cos(Double.pi * progress)) / 2
  }
}
