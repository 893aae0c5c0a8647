/// ShuffleNet v2 for small images.
///
/// Source: Ma, Zhang, Zheng, Sun, ECCV 2018, arXiv 1807.11164.
extension ProgramBuilder {
  /// The channels of the convolution behind the last unit.
  private static let headChannels = 1024

  /// Adds the whole network.
  mutating func shuffleNetV2(width: Architecture.Width, classes: Int) {
    var x = stem("stem.conv", to: ShuffleNetStage.stemChannels, kernel: 3, norm: "stem.norm")
    for (index, stage) in ShuffleNetStage.all.enumerated() {
      for unit in 1...stage.units {
        let name = "stage\(stage.number).unit\(unit)"
        x =
          unit == 1
          ? stridedShuffleNetV2Unit(x, name, to: width.firstStageChannels << index)
          : shuffleNetV2Unit(x, name)
      }
    }
    x = pointwise(x, "head.conv", to: Self.headChannels, norm: "head.norm")
    classifier(x, "classifier", classes: classes)
  }

  /// Adds a unit of stride 1.
  ///
  /// The first half of the channels passes unchanged, the second goes through the branch; both are
  /// concatenated in this order and shuffled.
  mutating func shuffleNetV2Unit(_ x: [Channel], _ name: String) -> [Channel] {
    let half = x.count / 2
    let right = branchV2(Array(x.suffix(half)), name + ".branch", to: half, stride: 1)
    return shuffle(x.prefix(half) + right, name + ".shuffle", groups: 2)
  }

  /// Adds a unit of stride 2: two branches from the whole input, concatenated and shuffled.
  mutating func stridedShuffleNetV2Unit(
    _ x: [Channel], _ name: String, to outputs: Int
  ) -> [Channel] {
    let path = name + ".left"
    let filtered = depthwise(x, path + ".depthwise", stride: 2, norm: path + ".norm1")
    let left = pointwise(filtered, path + ".conv", to: outputs / 2, norm: path + ".norm2")
    let right = branchV2(x, name + ".branch", to: outputs / 2, stride: 2)
    return shuffle(left + right, name + ".shuffle", groups: 2)
  }

  /// Adds the main branch: 1x1 convolution, batch norm, ReLU, depthwise 3x3, batch norm, 1x1
  /// convolution, batch norm and ReLU.
  private mutating func branchV2(
    _ x: [Channel], _ path: String, to outputs: Int, stride: Int
  ) -> [Channel] {
    let narrow = pointwise(x, path + ".conv1", to: outputs, norm: path + ".norm1")
    let filtered = depthwise(narrow, path + ".depthwise", stride: stride, norm: path + ".norm2")
    return pointwise(filtered, path + ".conv2", to: outputs, norm: path + ".norm3")
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
