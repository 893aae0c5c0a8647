/// Makes the layers of a network, all from one seed, and keeps the shuffles in the order they are
/// made.
struct NetworkBuilder {
  /// The channels that the first layer makes.
  static let stemChannels = 24

  /// The units of the three stages, which are numbered from 2 as in the papers.
  static let stages = [(number: 2, units: 4), (number: 3, units: 8), (number: 4, units: 4)]

  let configuration: NetworkConfiguration
  let start: ShuffleStart
  let seed: UInt64
  private(set) var shuffles: [ChannelShuffle] = []

  init(configuration: NetworkConfiguration, start: ShuffleStart, seed: UInt64) {
    self.configuration = configuration
    self.start = start
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
      name: name, size: size, groups: groups, configuration: configuration, start: start,
      seed: seed)
    shuffles.append(shuffle)
    return shuffle
  }
}
