extension NetworkBuilder {
  /// Returns the layers of ShuffleNet v1 for 3 or 8 groups, from images to logits.
  mutating func shuffleNetV1(groups: Int, classes: Int) -> LayerSequence {
    let firstWidth = groups == 3 ? 240 : 384
    var layers: [any Layer] = [
      pointwise("stem.conv", from: 3, to: NetworkBuilder.stemChannels),
      chain(
        BatchNorm(name: "stem.norm", channels: NetworkBuilder.stemChannels, rectified: true)),
    ]
    var channels = NetworkBuilder.stemChannels
    for (index, stage) in NetworkBuilder.stages.enumerated() {
      let width = firstWidth << index
      for unit in 1...stage.units {
        layers.append(
          unitV1(
            "stage\(stage.number).unit\(unit)", from: channels, to: width, groups: groups,
            strided: unit == 1, firstOfNetwork: index == 0 && unit == 1))
        channels = width
      }
    }
    layers += [PoolLayer(), linear("classifier", from: channels, to: classes)]
    return network(layers)
  }

  private mutating func unitV1(
    _ name: String, from inputs: Int, to outputs: Int, groups: Int, strided: Bool,
    firstOfNetwork: Bool
  ) -> any Layer {
    // A quarter of the stage's width, rounded up to whole groups.
    let bottleneck = (outputs / 4 + groups - 1) / groups * groups
    let branchOutputs = strided ? outputs - inputs : outputs
    let path = name + ".branch"
    let layers: [any Layer] = [
      pointwise(
        path + ".conv1", from: inputs, to: bottleneck, groups: firstOfNetwork ? 1 : groups),
      chain(BatchNorm(name: path + ".norm1", channels: bottleneck, rectified: true)),
      shuffle(name + ".shuffle", size: bottleneck, groups: groups),
      chain(
        depthwise(path + ".depthwise", channels: bottleneck, stride: strided ? 2 : 1),
        BatchNorm(name: path + ".norm2", channels: bottleneck, rectified: false)),
      pointwise(path + ".conv2", from: bottleneck, to: branchOutputs, groups: groups),
    ]
    return UnitV1(
      branch: branch(layers),
      norm: BatchNorm(name: path + ".norm3", channels: branchOutputs, rectified: strided),
      strided: strided, workspace: workspace)
  }
}
