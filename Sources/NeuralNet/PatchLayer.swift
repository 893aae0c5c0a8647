import Tensor

/// The dense 3x3 convolution with padding 1 and no bias that reads the images of a ShuffleNet v2.
///
/// It is the first layer, so it has no gradient of its input.
final class PatchLayer: Layer {
  private let weight: Parameter
  private let workspace: Workspace
  private var input: Tensor?

  init(name: String, from inputs: Int, to outputs: Int, seed: UInt64, workspace: Workspace) {
    self.workspace = workspace
    weight = InitialValues.convolution(
      name: name + ".weight", shape: [outputs, inputs, 3, 3], seed: seed)
  }

  var parameters: [Parameter] { [weight] }

  func outputShape(_ input: [Int]) -> [Int] { [weight.value.rows] + input.dropFirst() }

  func multiplyAdds(_ input: [Int]) -> Int { weight.value.count * ImageGrid(input).count }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    self.input = input
    PatchConvolution.forward(
      input, weights: weight.value, into: output, scratch: workspace.kernels)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    guard let input else { preconditionFailure("backward needs a forward pass") }
    precondition(inputGradient == nil, "the images have no gradient")
    PatchConvolution.weightGradient(
      input, gradient: gradient, into: weight.gradient, scratch: workspace.kernels,
      partials: workspace.partialSums)
  }
}
