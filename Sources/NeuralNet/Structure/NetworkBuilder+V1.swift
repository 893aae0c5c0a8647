extension NetworkBuilder {
  /// Returns ShuffleNet v1 for 3 or 8 groups.
  mutating func shuffleNetV1(groups: Int, classes: Int) -> Network {
    let firstWidth = groups == 3 ? 240 : 384
    var units: [any NetworkUnit] = []
    var channels = NetworkBuilder.stemChannels
    for (index, stage) in NetworkBuilder.stages.enumerated() {
      let width = firstWidth << index
      for unit in 1...stage.units {
        units.append(
          unitV1(
            "stage\(stage.number).unit\(unit)", from: channels, to: width, groups: groups,
            strided: unit == 1, firstOfNetwork: index == 0 && unit == 1))
        channels = width
      }
    }
    return Network(
      stem: stem(kernel: 1), stemNorm: norm("stem.norm", NetworkBuilder.stemChannels),
      units: units, head: nil, classifier: linear("classifier", from: channels, to: classes))
  }

  private mutating func unitV1(
    _ name: String, from inputs: Int, to outputs: Int, groups: Int, strided: Bool,
    firstOfNetwork: Bool
  ) -> UnitV1 {
    // A quarter of the stage's width, rounded up to whole groups.
    let bottleneck = (outputs / 4 + groups - 1) / groups * groups
    let branchOutputs = strided ? outputs - inputs : outputs
    let path = name + ".branch"
    return UnitV1(
      conv1: pointwise(
        path + ".conv1", from: inputs, to: bottleneck, groups: firstOfNetwork ? 1 : groups),
      norm1: norm(path + ".norm1", bottleneck),
      shuffle: shuffle(name + ".shuffle", size: bottleneck, groups: groups),
      depthwise: depthwise(path + ".depthwise", channels: bottleneck, stride: strided ? 2 : 1),
      norm2: norm(path + ".norm2", bottleneck),
      conv2: pointwise(path + ".conv2", from: bottleneck, to: branchOutputs, groups: groups),
      norm3: norm(path + ".norm3", branchOutputs))
  }
}
