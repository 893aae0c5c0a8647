/// Makes the layers of a network, all from one seed, and keeps the shuffles in the order they are
/// made.
struct NetworkBuilder {
  /// The channels that the first layer makes.
  static let stemChannels = 24

  /// The units of the three stages, which are numbered from 2 as in the papers.
  static let stages = [(number: 2, units: 4), (number: 3, units: 8), (number: 4, units: 4)]

  let shuffleKind: ShuffleKind
  let seed: UInt64
  private(set) var shuffles: [ChannelShuffle] = []

  init(shuffleKind: ShuffleKind, seed: UInt64) {
    self.shuffleKind = shuffleKind
    self.seed = seed
  }

  func stem(kernel: Int) -> StemLayer {
    StemLayer(
      name: "stem.conv", from: 3, to: NetworkBuilder.stemChannels, kernel: kernel, seed: seed)
  }

  func pointwise(
    _ name: String, from inputs: Int, to outputs: Int, groups: Int = 1
  ) -> PointwiseLayer {
    PointwiseLayer(name: name, from: inputs, to: outputs, groups: groups, seed: seed)
  }

  func linear(_ name: String, from inputs: Int, to outputs: Int) -> LinearLayer {
    LinearLayer(name: name, from: inputs, to: outputs, seed: seed)
  }

  func depthwise(_ name: String, channels: Int, stride: Int) -> DepthwiseLayer {
    DepthwiseLayer(name: name, channels: channels, stride: stride, seed: seed)
  }

  func norm(_ name: String, _ channels: Int) -> BatchNorm {
    BatchNorm(name: name, channels: channels)
  }

  mutating func shuffle(_ name: String, size: Int, groups: Int) -> ChannelShuffle {
    let shuffle = ChannelShuffle(
      name: name, size: size, groups: groups, kind: shuffleKind, seed: seed)
    shuffles.append(shuffle)
    return shuffle
  }
}
