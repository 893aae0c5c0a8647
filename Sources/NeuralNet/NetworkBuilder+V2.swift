extension NetworkBuilder {
  private static let headChannels = 1024

  /// Returns the layers of ShuffleNet v2, from images to logits.
  mutating func shuffleNetV2(width: Architecture.Width, classes: Int) -> LayerSequence {
    var layers: [any Layer] = [
      patches("stem.conv", from: 3, to: NetworkBuilder.stemChannels),
      chain(
        BatchNorm(name: "stem.norm", channels: NetworkBuilder.stemChannels, rectified: true)),
    ]
    var channels = NetworkBuilder.stemChannels
    for (index, stage) in NetworkBuilder.stages.enumerated() {
      let outputs = width.firstStageChannels << index
      for unit in 1...stage.units {
        let name = "stage\(stage.number).unit\(unit)"
        layers.append(
          unit == 1
            ? stridedUnitV2(name, from: channels, to: outputs) : basicUnitV2(name, outputs))
      }
      channels = outputs
    }
    layers += [
      pointwise("head.conv", from: channels, to: NetworkBuilder.headChannels),
      chain(
        BatchNorm(name: "head.norm", channels: NetworkBuilder.headChannels, rectified: true)),
      PoolLayer(),
      linear("classifier", from: NetworkBuilder.headChannels, to: classes),
    ]
    return network(layers)
  }

  private mutating func basicUnitV2(_ name: String, _ channels: Int) -> any Layer {
    BasicUnitV2(
      branch: mainBranchV2(name + ".branch", from: channels / 2, to: channels / 2, stride: 1),
      shuffle: shuffle(name + ".shuffle", size: channels, groups: 2))
  }

  private mutating func stridedUnitV2(
    _ name: String, from inputs: Int, to outputs: Int
  ) -> any Layer {
    let path = name + ".left"
    let left: [any Layer] = [
      chain(
        depthwise(path + ".depthwise", channels: inputs, stride: 2),
        BatchNorm(name: path + ".norm1", channels: inputs, rectified: false)),
      pointwise(path + ".conv", from: inputs, to: outputs / 2),
      chain(BatchNorm(name: path + ".norm2", channels: outputs / 2, rectified: true)),
    ]
    return StridedUnitV2(
      left: branch(left),
      right: mainBranchV2(name + ".branch", from: inputs, to: outputs / 2, stride: 2),
      shuffle: shuffle(name + ".shuffle", size: outputs, groups: 2), workspace: workspace)
  }

  private func mainBranchV2(
    _ path: String, from inputs: Int, to outputs: Int, stride: Int
  ) -> LayerSequence {
    branch([
      pointwise(path + ".conv1", from: inputs, to: outputs),
      chain(
        BatchNorm(name: path + ".norm1", channels: outputs, rectified: true),
        depthwise(path + ".depthwise", channels: outputs, stride: stride),
        BatchNorm(name: path + ".norm2", channels: outputs, rectified: false)),
      pointwise(path + ".conv2", from: outputs, to: outputs),
      chain(BatchNorm(name: path + ".norm3", channels: outputs, rectified: true)),
    ])
  }
}

extension Architecture.Width {
  fileprivate var firstStageChannels: Int {
    switch self {
    case .half: 48
    case .one: 116
    case .oneAndHalf: 176
    }
  }
}
