import Tensor

/// A ShuffleNet v2 unit of stride 1.
///
/// The first half of the channels passes unchanged, the second goes through 1x1 convolution, batch
/// norm, ReLU, depthwise 3x3, batch norm, 1x1 convolution, batch norm and ReLU; both are
/// concatenated in this order and shuffled. Source: Ma, Zhang, Zheng, Sun, ECCV 2018, arXiv
/// 1807.11164.
final class BasicUnitV2: Layer {
  private let branch: LayerSequence
  private let shuffle: ChannelShuffle
  private let channels: Int
  private let concatenation = TensorBuffer()

  init(branch: LayerSequence, shuffle: ChannelShuffle) {
    self.branch = branch
    self.shuffle = shuffle
    channels = shuffle.size
  }

  var parameters: [Parameter] { branch.parameters + shuffle.parameters }

  var buffers: [(name: String, tensor: Tensor)] { branch.buffers }

  func outputShape(_ input: [Int]) -> [Int] { shuffle.outputShape(input) }

  func multiplyAdds(_ input: [Int]) -> Int {
    branch.multiplyAdds([channels / 2] + input.dropFirst()) + shuffle.multiplyAdds(input)
  }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    let left = 0..<(channels / 2)
    let right = (channels / 2)..<channels
    let joined = concatenation.tensor(shape: input.shape)
    joined.channels(left).copy(from: input.channels(left))
    branch.forward(input.channels(right), into: joined.channels(right), training: training)
    shuffle.forward(joined, into: output, training: training)
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    guard let inputGradient else { preconditionFailure("a unit has a gradient of its input") }
    // The gradient of the concatenation has the input's shape, and its left half is the input's.
    shuffle.backward(gradient, into: inputGradient, accumulating: accumulating)
    let right = inputGradient.channels((channels / 2)..<channels)
    branch.backward(right, into: right, accumulating: false)
  }
}
