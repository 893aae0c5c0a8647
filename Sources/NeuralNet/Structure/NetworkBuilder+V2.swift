extension NetworkBuilder {
  private static let headChannels = 1024

  /// Returns ShuffleNet v2.
  mutating func shuffleNetV2(width: Architecture.Width, classes: Int) -> Network {
    var units: [any NetworkUnit] = []
    var channels = NetworkBuilder.stemChannels
    for (index, stage) in NetworkBuilder.stages.enumerated() {
      let outputs = width.firstStageChannels << index
      for unit in 1...stage.units {
        let name = "stage\(stage.number).unit\(unit)"
        units.append(
          unit == 1
            ? stridedUnitV2(name, from: channels, to: outputs) : basicUnitV2(name, outputs))
      }
      channels = outputs
    }
    return Network(
      stem: stem(kernel: 3), stemNorm: norm("stem.norm", NetworkBuilder.stemChannels),
      units: units,
      head: (
        pointwise("head.conv", from: channels, to: NetworkBuilder.headChannels),
        norm("head.norm", NetworkBuilder.headChannels)
      ),
      classifier: linear("classifier", from: NetworkBuilder.headChannels, to: classes))
  }

  private mutating func basicUnitV2(_ name: String, _ channels: Int) -> BasicUnitV2 {
    BasicUnitV2(
      branch: branchV2(name + ".branch", from: channels / 2, to: channels / 2, stride: 1),
      shuffle: shuffle(name + ".shuffle", size: channels, groups: 2))
  }

  private mutating func stridedUnitV2(
    _ name: String, from inputs: Int, to outputs: Int
  ) -> StridedUnitV2 {
    let path = name + ".left"
    return StridedUnitV2(
      depthwise: depthwise(path + ".depthwise", channels: inputs, stride: 2),
      norm1: norm(path + ".norm1", inputs),
      conv: pointwise(path + ".conv", from: inputs, to: outputs / 2),
      norm2: norm(path + ".norm2", outputs / 2),
      branch: branchV2(name + ".branch", from: inputs, to: outputs / 2, stride: 2),
      shuffle: shuffle(name + ".shuffle", size: outputs, groups: 2))
  }

  private func branchV2(
    _ path: String, from inputs: Int, to outputs: Int, stride: Int
  ) -> BranchV2 {
    BranchV2(
      conv1: pointwise(path + ".conv1", from: inputs, to: outputs),
      norm1: norm(path + ".norm1", outputs),
      depthwise: depthwise(path + ".depthwise", channels: outputs, stride: stride),
      norm2: norm(path + ".norm2", outputs),
      conv2: pointwise(path + ".conv2", from: outputs, to: outputs),
      norm3: norm(path + ".norm3", outputs))
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
