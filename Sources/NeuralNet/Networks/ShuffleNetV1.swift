/// ShuffleNet v1 for small images.
///
/// Source: Zhang, Zhou, Lin, Sun, CVPR 2018, arXiv 1707.01083.
extension ProgramBuilder {
  /// Adds the whole network for 3 or 8 groups.
  mutating func shuffleNetV1(groups: Int, classes: Int) {
    var x = stem("stem.conv", to: ShuffleNetStage.stemChannels, kernel: 1, norm: "stem.norm")
    for (index, stage) in ShuffleNetStage.all.enumerated() {
      let width = (groups == 3 ? 240 : 384) << index
      for unit in 1...stage.units {
        x = shuffleNetV1Unit(
          x, "stage\(stage.number).unit\(unit)", to: width, groups: groups, strided: unit == 1,
          firstGroups: index == 0 && unit == 1 ? 1 : groups)
      }
    }
    classifier(x, "classifier", classes: classes)
  }

  /// Adds a unit, whose first convolution has groups of its own number.
  ///
  /// The branch is 1x1 group convolution, batch norm, ReLU, shuffle, depthwise 3x3, batch norm, 1x1
  /// group convolution, batch norm. At stride 1 the output is `ReLU(branch + input)`; at stride 2
  /// it is `ReLU(pooled input, branch)` concatenated in this order, the pool a 3x3 average of
  /// stride 2.
  mutating func shuffleNetV1Unit(
    _ x: [Channel], _ name: String, to outputs: Int, groups: Int, strided: Bool, firstGroups: Int
  ) -> [Channel] {
    // A quarter of the stage's width, rounded up to whole groups.
    let bottleneck = (outputs / 4 + groups - 1) / groups * groups
    let path = name + ".branch"
    let narrow = pointwise(
      x, path + ".conv1", to: bottleneck, groups: firstGroups, norm: path + ".norm1")
    let shuffled = shuffle(narrow, name + ".shuffle", groups: groups)
    let filtered = depthwise(
      shuffled, path + ".depthwise", stride: strided ? 2 : 1, norm: path + ".norm2")
    // The inputs are rectified, so their averages need no rectifier.
    let pooled = strided ? averagePool(x) : []
    let branch = expansion(
      filtered, path + ".conv2", to: outputs - pooled.count, groups: groups,
      norm: path + ".norm3", adding: strided ? nil : x)
    return pooled + branch
  }
}
