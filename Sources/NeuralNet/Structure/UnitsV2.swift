/// The main branch of a ShuffleNet v2 unit: 1x1 convolution, batch norm, ReLU, depthwise 3x3, batch
/// norm, 1x1 convolution, batch norm and ReLU.
struct BranchV2: NetworkUnit {
  let conv1: PointwiseLayer
  let norm1: BatchNorm
  let depthwise: DepthwiseLayer
  let norm2: BatchNorm
  let conv2: PointwiseLayer
  let norm3: BatchNorm

  var layers: [any Layer] { [conv1, norm1, depthwise, norm2, conv2, norm3] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let narrow = graph.pointwise(x, conv1, norm1, rectified: true)
    let filtered = graph.depthwise(narrow, depthwise, norm2)
    return graph.pointwise(filtered, conv2, norm3, rectified: true)
  }
}

/// A ShuffleNet v2 unit of stride 1.
///
/// The first half of the channels passes unchanged, the second goes through the branch; both are
/// concatenated in this order and shuffled. Source: Ma, Zhang, Zheng, Sun, ECCV 2018, arXiv
/// 1807.11164.
struct BasicUnitV2: NetworkUnit {
  let branch: BranchV2
  let shuffle: ChannelShuffle

  var layers: [any Layer] { branch.layers + [shuffle] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let left = x.prefix(x.count / 2)
    let right = branch.connect(Array(x.suffix(x.count / 2)), in: graph)
    return graph.shuffle(left + right, shuffle)
  }
}

/// A ShuffleNet v2 unit of stride 2: two branches from the whole input, concatenated and shuffled.
struct StridedUnitV2: NetworkUnit {
  let depthwise: DepthwiseLayer
  let norm1: BatchNorm
  let conv: PointwiseLayer
  let norm2: BatchNorm
  let branch: BranchV2
  let shuffle: ChannelShuffle

  var layers: [any Layer] { [depthwise, norm1, conv, norm2] + branch.layers + [shuffle] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    let filtered = graph.depthwise(x, depthwise, norm1)
    let left = graph.pointwise(filtered, conv, norm2, rectified: true)
    let right = branch.connect(x, in: graph)
    return graph.shuffle(left + right, shuffle)
  }
}
