/// The structure of a network: its parts from images to logits.
struct Network {
  let stem: StemLayer
  let stemNorm: BatchNorm
  let units: [any NetworkUnit]
  /// The 1x1 convolution behind the last unit, in ShuffleNet v2.
  let head: (conv: PointwiseLayer, norm: BatchNorm)?
  let classifier: LinearLayer

  var layers: [any Layer] {
    let last: [any Layer] = head.map { [$0.conv, $0.norm] } ?? []
    return [stem, stemNorm] + units.flatMap(\.layers) + last + [classifier]
  }

  /// Adds the whole network to a graph.
  func connect<Graph: NetworkGraph>(in graph: Graph) {
    var x = graph.stem(stem, stemNorm)
    for unit in units { x = unit.connect(x, in: graph) }
    if let head { x = graph.pointwise(x, head.conv, head.norm, rectified: true) }
    graph.classify(x, classifier)
  }
}
