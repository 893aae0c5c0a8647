import RandomStreams
import Tensor

@testable import NeuralNet

/// A network of one or two units between a stem of few channels and a classifier, with batch norms
/// that are not at their start, and a random batch.
struct TinyNetwork {
  let network: Network
  let images: Tensor
  let logitGradient: Tensor

  /// The grid of all tests whose bounds are derived: small enough for one block a worker, and more
  /// than a panel, so that two workers share it.
  static let grid = ImageGrid(images: 3, height: 5, width: 6)

  init(
    stem channels: Int, kernel: Int = 1, units: [any NetworkUnit], outputs: Int,
    grid: ImageGrid = TinyNetwork.grid, seed: UInt64 = 1
  ) {
    let builder = NetworkBuilder(.fixed, seed: seed)
    network = Network(
      stem: StemLayer(name: "stem.conv", from: 3, to: channels, kernel: kernel, seed: seed),
      stemNorm: builder.norm("stem.norm", channels), units: units, head: nil,
      classifier: builder.linear("classifier", from: outputs, to: 4))
    var stream = RandomStream(root: seed, name: "tiny network")
    func random(_ tensor: Tensor, around centre: Float) {
      for i in 0..<tensor.count { tensor.pointer[i] = centre + stream.normal() / 2 }
    }
    for parameter in network.layers.flatMap(\.parameters) where parameter.kind == .scaleOrShift {
      random(parameter.value, around: parameter.name.hasSuffix("scale") ? 1 : 0.2)
    }
    images = Tensor(shape: [3, grid.images, grid.height, grid.width])
    random(images, around: 0.3)
    logitGradient = Tensor(shape: [4, grid.images])
    random(logitGradient, around: 0)
  }

  var parameters: [Parameter] { network.layers.flatMap(\.parameters) }
  var buffers: [(name: String, tensor: Tensor)] { network.layers.flatMap(\.buffers) }
}

/// Layers for units of tests, all from one seed.
enum TinyLayers {
  static func pointwise(
    _ name: String, from inputs: Int, to outputs: Int, groups: Int = 1
  ) -> (conv: PointwiseLayer, norm: BatchNorm) {
    (
      PointwiseLayer(name: name + ".conv", from: inputs, to: outputs, groups: groups, seed: 1),
      BatchNorm(name: name + ".norm", channels: outputs)
    )
  }

  static func depthwise(
    _ name: String, channels: Int, stride: Int
  ) -> (conv: DepthwiseLayer, norm: BatchNorm) {
    (
      DepthwiseLayer(name: name + ".conv", channels: channels, stride: stride, seed: 1),
      BatchNorm(name: name + ".norm", channels: channels)
    )
  }
}

/// A 1x1 convolution, whose inputs may have other readers: behind it come the inputs themselves and
/// a second convolution of them.
struct PointwiseUnit: NetworkUnit {
  let first: (conv: PointwiseLayer, norm: BatchNorm)
  var second: (conv: PointwiseLayer, norm: BatchNorm)?
  var isRectified = true

  var layers: [any Layer] {
    [first.conv, first.norm] + (second.map { [$0.conv, $0.norm] } ?? [])
  }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let y = graph.pointwise(x, first.conv, first.norm, rectified: isRectified)
    guard let second else { return y }
    return x + y + graph.pointwise(x, second.conv, second.norm, rectified: false)
  }
}

/// A depthwise convolution.
struct DepthwiseUnit: NetworkUnit {
  let depthwise: (conv: DepthwiseLayer, norm: BatchNorm)

  var layers: [any Layer] { [depthwise.conv, depthwise.norm] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    graph.depthwise(x, depthwise.conv, depthwise.norm)
  }
}

/// A depthwise convolution and its expansion, with the unit's input added or without.
struct ExpansionUnit: NetworkUnit {
  let depthwise: (conv: DepthwiseLayer, norm: BatchNorm)
  let expansion: (conv: PointwiseLayer, norm: BatchNorm)
  let hasResidual: Bool

  var layers: [any Layer] {
    [depthwise.conv, depthwise.norm, expansion.conv, expansion.norm]
  }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let filtered = graph.depthwise(x, depthwise.conv, depthwise.norm)
    return graph.expansion(
      filtered, expansion.conv, expansion.norm, adding: hasResidual ? x : nil)
  }
}

/// The average pool of the input, and nothing else.
struct PoolUnit: NetworkUnit {
  var layers: [any Layer] { [] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    graph.averagePool(x)
  }
}

/// A shuffle.
struct ShuffleUnit: NetworkUnit {
  let shuffle: ChannelShuffle

  var layers: [any Layer] { [shuffle] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    graph.shuffle(x, shuffle)
  }
}

extension NetworkBuilder {
  /// Makes layers of networks that exist in tests only.
  init(_ kind: ShuffleKind, seed: UInt64) {
    guard
      let configuration = try? NetworkConfiguration(
        architecture: .v2(width: .half), shuffle: kind)
    else { preconditionFailure("the smallest network exists") }
    self.init(configuration: configuration, start: .manual, seed: seed)
  }
}
