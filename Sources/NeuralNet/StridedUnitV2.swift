import Tensor

/// A ShuffleNet v2 unit of stride 2: two branches from the whole input, concatenated and shuffled.
final class StridedUnitV2: Layer {
  private let left: LayerSequence
  private let right: LayerSequence
  private let shuffle: ChannelShuffle
  private let workspace: Workspace
  private let concatenation = TensorBuffer()

  /// Makes the unit of a left branch, which starts channelwise, and a right one, which starts with
  /// a pointwise convolution.
  init(
    left: LayerSequence, right: LayerSequence, shuffle: ChannelShuffle, workspace: Workspace
  ) {
    self.left = left
    self.right = right
    self.shuffle = shuffle
    self.workspace = workspace
  }

  var parameters: [Parameter] { left.parameters + right.parameters + shuffle.parameters }

  var buffers: [(name: String, tensor: Tensor)] { left.buffers + right.buffers }

  func outputShape(_ input: [Int]) -> [Int] {
    [shuffle.size] + right.outputShape(input).dropFirst()
  }

  func multiplyAdds(_ input: [Int]) -> Int {
    left.multiplyAdds(input) + right.multiplyAdds(input)
      + shuffle.multiplyAdds(outputShape(input))
  }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    let joined = concatenation.tensor(shape: output.shape)
    left.forward(input, into: joined.channels(leftRange), training: training)
    right.forward(input, into: joined.channels(rightRange), training: training)
    shuffle.forward(joined, into: output, training: training)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    let joined = workspace.junctionGradient.tensor(shape: gradient.shape)
    shuffle.backward(gradient, into: joined, accumulating: false)
    left.backward(joined.channels(leftRange), into: inputGradient, accumulating: accumulating)
    right.backward(joined.channels(rightRange), into: inputGradient, accumulating: true)
  }

  private var leftRange: Range<Int> { 0..<(shuffle.size / 2) }

  private var rightRange: Range<Int> { (shuffle.size / 2)..<shuffle.size }
}
