import Tensor

/// A 1x1 convolution in groups.
///
/// Behind an `ExpansionStep` both work on a block of pixels one after the other, so that the many
/// channels between them are read from the cache: forward as part of the expansion, and on the way
/// back the sums that the expansion wants of their gradients as part of this step.
final class PointwiseStep: TrainingStep {
  var outputs: [Activations] { [result] }
  private let result: Activations
  private let input: [TrainingChannel]
  private let weight: Parameter
  private let pass: PointwisePass
  private var uses: [RowPlan.Use] = []
  private let expansion: ExpansionStep?

  init(
    _ input: [TrainingChannel], weight: Parameter, groups: Int, output: Activations,
    scratch: PassScratch, joining expansion: ExpansionStep? = nil
  ) {
    self.input = input
    self.weight = weight
    result = output
    pass = PointwisePass(
      groups: groups, outputs: result.rows.count, inputs: input.count, scratch: scratch)
    self.expansion = expansion
    expansion?.join(self)
  }

  var bytes: Int { result.rows.bytes }

  var multiplyAdds: Int { weight.value.count * result.rows.grid.count }

  /// Lets the output be computed again on the way back, rather than kept, if that costs little: if few
  /// terms make an element, of inputs that are kept.
  ///
  /// No step may have been made yet that reads the output.
  func dropOutputIfCheap() {
    guard weight.value.columns <= Self.fewTerms,
      input.allSatisfy({ $0.activations.recompute == nil })
    else { return }
    result.recompute = { [unowned self] in _ = forwardPass().run() }
  }

  /// Measured in front of learned shuffles of v1 with 8 groups: the outputs of 24 terms, those of the
  /// first unit, are 6 % of the memory and take 1 % of the time to compute again; those of 48 terms
  /// 7 % and 3 %.
  private static let fewTerms = 24

  func plan(_ plan: RowPlan) {
    // A block of all outputs is read before anything is written to its pixels.
    plan.release(result)
    uses = plan.use(input)
  }

  func forward() {
    if expansion == nil { result.update(forwardPass().run()) }
  }

  /// Runs the pass that writes the input, and writes the output meanwhile.
  func forward(behind pass: BlockPass<Void>) {
    result.update(pass.run(followedBy: forwardPass()).1)
  }

  private func forwardPass() -> BlockPass<[Moments]> {
    pass.forward(.channels(input.map(\.source)), weights: weight.value, into: [result.rows])
  }

  func backward() {
    let pass = pass.backward(
      .channels(input.map(\.source)), gradients: result.rawGradients(), weights: weight.value,
      into: weight.gradient, targets: uses.map(\.target), length: result.rows.grid.count)
    uses.record(expansion?.backward(behind: pass) ?? pass.run())
  }
}

extension [RowPlan.Use] {
  /// Stores the sums of the channels that have met their last reader.
  func record(_ sums: [GradientSums]) {
    for (use, sums) in zip(self, sums) where use.isFinishing {
      use.channel.activations.sums[use.channel.index] = sums
    }
  }
}
