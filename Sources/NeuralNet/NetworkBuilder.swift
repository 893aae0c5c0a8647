import Tensor

/// Makes the layers of a network, all from one seed and over one workspace, and keeps the shuffles
/// in the order they are made.
struct NetworkBuilder {
  /// The channels that the first layer makes.
  static let stemChannels = 24

  /// The units of the three stages, which are numbered from 2 as in the papers.
  static let stages = [(number: 2, units: 4), (number: 3, units: 8), (number: 4, units: 4)]

  let shuffleKind: ShuffleKind
  let seed: UInt64
  let workspace = Workspace()
  private(set) var shuffles: [ChannelShuffle] = []

  init(shuffleKind: ShuffleKind, seed: UInt64) {
    self.shuffleKind = shuffleKind
    self.seed = seed
  }

  func pointwise(_ name: String, from inputs: Int, to outputs: Int, groups: Int = 1) -> any Layer {
    PointwiseLayer(
      name: name, from: inputs, to: outputs, groups: groups, seed: seed, workspace: workspace)
  }

  func patches(_ name: String, from inputs: Int, to outputs: Int) -> any Layer {
    PatchLayer(name: name, from: inputs, to: outputs, seed: seed, workspace: workspace)
  }

  func linear(_ name: String, from inputs: Int, to outputs: Int) -> any Layer {
    LinearLayer(name: name, from: inputs, to: outputs, seed: seed, workspace: workspace)
  }

  func depthwise(_ name: String, channels: Int, stride: Int) -> any ChannelwiseLayer {
    DepthwiseLayer(name: name, channels: channels, stride: stride, seed: seed)
  }

  func chain(_ layers: any ChannelwiseLayer...) -> any Layer {
    ChannelwiseChain(layers, workspace: workspace)
  }

  func branch(_ layers: [any Layer]) -> LayerSequence {
    LayerSequence(layers, gradients: workspace.innerGradients)
  }

  func network(_ layers: [any Layer]) -> LayerSequence {
    LayerSequence(layers, gradients: workspace.outerGradients)
  }

  mutating func shuffle(_ name: String, size: Int, groups: Int) -> ChannelShuffle {
    let shuffle = ChannelShuffle(
      name: name, size: size, groups: groups, kind: shuffleKind, seed: seed, workspace: workspace)
    shuffles.append(shuffle)
    return shuffle
  }
}
