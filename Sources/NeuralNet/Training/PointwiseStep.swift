import Tensor

/// A 1x1 convolution in groups, or the product of a learned shuffle.
final class PointwiseStep: TrainingStep {
  var output: Activations? { result }
  private let result: Activations
  private let input: [TrainingChannel]
  private let weight: Parameter
  private let pass: PointwisePass
  private var uses: [GradientPlan.Use] = []

  init(
    _ input: [TrainingChannel], weight: Parameter, groups: Int, output: Activations,
    scratch: PassScratch
  ) {
    self.input = input
    self.weight = weight
    result = output
    pass = PointwisePass(
      groups: groups, outputs: result.rows.count, inputs: input.count, scratch: scratch)
  }

  var bytes: Int { result.rows.bytes + pass.bytes }

  var multiplyAdds: Int { weight.value.count * result.rows.grid.count }

  func plan(_ plan: GradientPlan) {
    // A block of all outputs is read before anything is written to its pixels.
    plan.release(result)
    uses = plan.use(input)
  }

  func forward() {
    result.update(
      pass.forward(.channels(input.map(\.source)), weights: weight.value, into: result.rows))
  }

  func backward() {
    let sums = pass.backward(
      .channels(input.map(\.source)), gradients: result.rawGradients(), weights: weight.value,
      into: weight.gradient, targets: uses.map(\.target), length: result.rows.grid.count)
    uses.record(sums)
  }
}

extension [GradientPlan.Use] {
  /// Stores the sums of the channels that have met their last reader.
  func record(_ sums: [GradientSums]) {
    for (use, sums) in zip(self, sums) where use.isFinishing {
      use.channel.activations.sums[use.channel.index] = sums
    }
  }
}
