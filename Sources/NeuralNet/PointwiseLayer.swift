import Tensor

/// The 1x1 convolution in groups, without bias.
final class PointwiseLayer: Layer {
  private let groups: Int
  private let weight: Parameter
  private let workspace: Workspace
  private var input: Tensor?

  init(
    name: String, from inputs: Int, to outputs: Int, groups: Int = 1, seed: UInt64,
    workspace: Workspace
  ) {
    precondition(
      inputs % groups == 0 && outputs % groups == 0, "\(name) has groups that do not divide")
    self.groups = groups
    self.workspace = workspace
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [outputs, inputs / groups, 1, 1], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  func outputShape(_ input: [Int]) -> [Int] { [weight.value.rows] + input.dropFirst() }

  func multiplyAdds(_ input: [Int]) -> Int { weight.value.count * ImageGrid(input).count }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    self.input = input
    PointwiseConvolution.forward(input, weights: weight.value, groups: groups, into: output)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    guard let input else { preconditionFailure("backward needs a forward pass") }
    PointwiseConvolution.weightGradient(
      input, gradient: gradient, groups: groups, into: weight.gradient,
      scratch: workspace.partialSums)
    if let inputGradient {
      PointwiseConvolution.inputGradient(
        gradient, weights: weight.value, groups: groups, into: inputGradient,
        accumulating: accumulating)
    }
  }
}
