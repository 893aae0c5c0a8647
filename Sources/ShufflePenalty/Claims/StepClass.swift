import Claims
import Exact
import RandomStreams

/// The training steps that a claim about one step is about, each with a sampler of its own.
package enum StepClass: CaseIterable, Sendable {
  /// Row-stochastic matrices, half of the steps with no gradient and no penalty, so that the
  /// scaling alone acts.
  case scaling
  /// Row-stochastic matrices and steps that leave a zero line, most of them.
  case zeroLine
  /// Permutation matrices.
  case permutation
  /// Nearly a permutation up to scale, with steps that reach it at once or just fail to.
  case capture
  /// Doubly stochastic matrices up to the edge of the basin of the aligned repair.
  case alignedBasin
  /// Doubly stochastic matrices in the small basin of the plain repair.
  case plainBasin
  /// Row-stochastic matrices up to the edge of the basin of one-pass scaling.
  case scalingBasin
  /// Row-stochastic matrices with two rows on one column.
  case collision
  /// Doubly stochastic matrices up to the edge of the basin of the Euclidean projection.
  case projectionBasin
  /// Steps of all the other classes with their numbers rounded to floats.
  case floats

  /// Draws a step of order `n` of the class; `n` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> DescentStep {
    switch self {
    case .scaling: ScalingStepSampler.anyStep(order: n, from: &choices)
    case .zeroLine: ScalingStepSampler.stepToZeroLine(order: n, from: &choices)
    case .permutation: CaptureStepSampler.stepAtPermutation(order: n, from: &choices)
    case .capture: CaptureStepSampler.capturingStep(order: n, from: &choices)
    case .alignedBasin: RepairStepSampler.alignedStep(order: n, from: &choices)
    case .plainBasin: RepairStepSampler.plainStep(order: n, from: &choices)
    case .scalingBasin: ScalingStepSampler.basinStep(order: n, from: &choices)
    case .collision: ScalingStepSampler.collidingStep(order: n, from: &choices)
    case .projectionBasin: RepairStepSampler.projectionStep(order: n, from: &choices)
    case .floats: Self.floatStep(order: n, from: &choices)
    }
  }

  private static func floatStep(order n: Int, from choices: inout some ChoiceSource) -> DescentStep
  {
    let other = choices.element(of: allCases.filter { $0 != .floats })
    let step = other.sample(order: n, from: &choices)
    func rounded(_ matrix: RationalMatrix) -> RationalMatrix {
      RationalMatrix(rows: n, columns: n) { FloatStep.nearest(matrix[$0, $1]) }
    }
    return DescentStep(
      matrix: rounded(step.matrix), gradient: rounded(step.gradient),
      weight: FloatStep.nearest(step.weight),
      rate: max(FloatStep.nearest(step.rate), .powerOfTwo(-20)))
  }
}

extension StepClass: InstanceClass {
  package static var names: ClaimInstance.Names {
    ClaimInstance.Names(matrices: ["M", "G"], numbers: ["lambda", "eta"])
  }

  package static func facts(of instance: ClaimInstance) -> DescentStep { DescentStep(instance) }

  /// Claims about steps say themselves what they assume.
  package func contains(_ step: DescentStep) -> Bool { true }

  package func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    sample(order: n, from: &choices).instance
  }
}
