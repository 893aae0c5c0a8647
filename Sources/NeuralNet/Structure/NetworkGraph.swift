import Tensor

/// Something that turns the structure of a network into computations.
///
/// Channels are handed around one by one: splitting, joining and shuffling them are operations on
/// arrays and move no data. The units of the networks are written once against this protocol, for
/// training and for inference.
protocol NetworkGraph: AnyObject {
  /// An output channel of a step.
  associatedtype Channel

  /// The permutations that take the place of learned matrices, by the names of the shuffles.
  var permutations: [String: [Int]] { get }

  /// Returns the rectified, normalised first convolution of the images.
  func stem(_ layer: StemLayer, _ norm: BatchNorm) -> [Channel]

  /// Returns the normalised 1x1 convolution, rectified if asked.
  func pointwise(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, rectified: Bool
  ) -> [Channel]

  /// Returns the normalised depthwise convolution, not rectified.
  func depthwise(_ x: [Channel], _ layer: DepthwiseLayer, _ norm: BatchNorm) -> [Channel]

  /// Returns the rectified sum of the normalised 1x1 convolution of `x` and, if given, another input.
  ///
  /// `x` must come from `depthwise`, through any shuffle.
  func expansion(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, adding residual: [Channel]?
  ) -> [Channel]

  /// Returns the 3x3 average pool with stride 2 and padding 1, which counts as zeros.
  func averagePool(_ x: [Channel]) -> [Channel]

  /// Returns the product of a dense matrix with the channels.
  func product(_ matrix: Parameter, _ x: [Channel]) -> [Channel]

  /// Ends the network: the global average pool and the classifier.
  func classify(_ x: [Channel], _ layer: LinearLayer)
}

extension NetworkGraph {
  /// No matrix is replaced unless a graph says otherwise.
  var permutations: [String: [Int]] { [:] }

  /// Returns the shuffled channels: reordered, or mixed while the shuffle is being learned.
  func shuffle(_ x: [Channel], _ shuffle: ChannelShuffle) -> [Channel] {
    precondition(x.count == shuffle.size, "\(shuffle.name) got \(x.count) channels")
    if let permutation = permutations[shuffle.name] ?? shuffle.permutation {
      return permutation.map { x[$0] }
    }
    guard let matrix = shuffle.mixing else {
      preconditionFailure("\(shuffle.name) has neither matrix nor permutation")
    }
    return product(matrix, x)
  }
}

/// A part of a network.
protocol NetworkUnit {
  /// The layers, in the order of their parameters.
  var layers: [any Layer] { get }

  /// Adds the unit to a graph; returns its output channels.
  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel]
}
