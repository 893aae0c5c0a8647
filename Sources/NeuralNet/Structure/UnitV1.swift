/// A ShuffleNet v1 unit.
///
/// The branch is 1x1 group convolution, batch norm, ReLU, shuffle, depthwise 3x3, batch norm, 1x1
/// group convolution, batch norm. At stride 1 the output is `ReLU(branch + input)`; at stride 2 it
/// is `ReLU(pooled input, branch)` concatenated in this order, the pool a 3x3 average of stride 2.
/// Source: Zhang, Zhou, Lin, Sun, CVPR 2018, arXiv 1707.01083.
struct UnitV1: NetworkUnit {
  let conv1: PointwiseLayer
  let norm1: BatchNorm
  let shuffle: ChannelShuffle
  let depthwise: DepthwiseLayer
  let norm2: BatchNorm
  let conv2: PointwiseLayer
  let norm3: BatchNorm

  var layers: [any Layer] { [conv1, norm1, shuffle, depthwise, norm2, conv2, norm3] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let narrow = graph.pointwise(x, conv1, norm1, rectified: true)
    let shuffled = graph.shuffle(narrow, shuffle)
    let filtered = graph.depthwise(shuffled, depthwise, norm2)
    if depthwise.stride == 1 {
      return graph.expansion(filtered, conv2, norm3, adding: x)
    }
    // The inputs are rectified, so their averages need no rectifier.
    return graph.averagePool(x) + graph.expansion(filtered, conv2, norm3, adding: nil)
  }
}
