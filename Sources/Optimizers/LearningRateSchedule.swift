import Foundation

/// How the learning rate of the weights moves over a run, as a fraction of its peak.
///
/// The fraction at a step is that of the warm-up times that of the shape. Time is counted in
/// epochs, a step being 1 / stepsPerEpoch of one; the rate changes at every step.
package struct LearningRateSchedule: Equatable, Sendable {
  /// The course of the rate after the warm-up.
  package enum Shape: Equatable, Sendable {
    /// The peak throughout.
    case constant
    /// Half a cosine from the peak at the end of the warm-up down to 0 at the end of the run.
    ///
    /// Source: Loshchilov, Hutter, "SGDR", ICLR 2017, arXiv 1608.03983, without restarts.
    case cosine
    /// The peak, multiplied by `factor` (above 0, at most 1) at each of the `milestones`: rising
    /// numbers of epochs, counted from the start of the run, warm-up included.
    case step(milestones: [Double], factor: Double)
    /// A linear rise from the fraction `start` of the peak (0...1) over the fraction `rise` of what
    /// follows the warm-up (at least 0, below 1), then half a cosine down to 0.
    ///
    /// Source: Smith, Topin, "Super-convergence", arXiv 1708.07120, momentum left as it is.
    case oneCycle(rise: Double, start: Double)

    /// What the rate is multiplied by at a milestone if nothing else is said.
    package static let usualFactor = 0.1
    /// The part of a cycle in which the rate rises if nothing else is said.
    package static let usualRise = 0.3
    /// The fraction of the peak at which a cycle starts if nothing else is said.
    package static let usualStart = 0.1
  }

  /// The course of the rate after the warm-up.
  package var shape: Shape
  /// The length of the warm-up in epochs, fractions allowed; 0 for none.
  ///
  /// The rate rises linearly, from one part to all of w + 1 equal parts where the warm-up has w
  /// steps: no step is wasted on the rate 0.
  ///
  /// Source: Goyal et al., "Accurate, large minibatch SGD", arXiv 1706.02677, section 2.2.
  package var warmUp: Double

  /// Joins a shape and a warm-up of some epochs.
  package init(_ shape: Shape, warmUp: Double = 0) {
    self.shape = shape
    self.warmUp = warmUp
  }

  /// Returns the first field that is out of its range in a run of some epochs, and that range.
  package func problem(epochs: Int) -> (field: String, range: String)? {
    switch shape {
    case .constant, .cosine: break
    case .step(let milestones, let factor):
      let bounds = [0] + milestones + [Double(epochs)]
      guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
        return ("milestones", "rising numbers of epochs above 0 and below the \(epochs) of the run")
      }
      guard factor > 0, factor <= 1 else { return ("factor", "above 0 and at most 1") }
    case .oneCycle(let rise, let start):
      guard (0..<1).contains(rise) else { return ("rise", "at least 0 and below 1") }
      guard (0...1).contains(start) else { return ("start", "at least 0 and at most 1") }
    }
    guard warmUp >= 0, warmUp < Double(epochs) else {
      return ("warmUp", "at least 0 and less than the \(epochs) epochs of the run")
    }
    return nil
  }

  /// Returns the fraction of the peak, in 0...1, at step `step` (from 0) of a run.
  package func factor(step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let steps = Double(epochs * stepsPerEpoch)
    precondition(step >= 0 && Double(step) < steps, "the step is not in the run")
    let warmUpSteps = warmUp * Double(stepsPerEpoch)
    precondition(0 <= warmUp && warmUpSteps < steps, "the warm-up is longer than the run")
    let rise = min(Double(step + 1) / (warmUpSteps + 1), 1)
    let progress = max(Double(step) - warmUpSteps, 0) / (steps - warmUpSteps)
    return rise * shapeFactor(progress: progress, epoch: Double(step) / Double(stepsPerEpoch))
  }

  /// The fraction of the peak by the shape alone, at a fraction of what follows the warm-up and at
  /// an epoch of the run.
  private func shapeFactor(progress: Double, epoch: Double) -> Double {
    switch shape {
    case .constant: 1
    case .cosine: Self.halfCosine(progress)
    case .step(let milestones, let factor): pow(factor, Double(milestones.count { $0 <= epoch }))
    case .oneCycle(let rise, let start):
      progress < rise
        ? start + (1 - start) * progress / rise : Self.halfCosine((progress - rise) / (1 - rise))
    }
  }

  private static func halfCosine(_ progress: Double) -> Double {
    (1 + cos(Double.pi * progress)) / 2
  }
}
