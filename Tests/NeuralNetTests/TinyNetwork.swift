import RandomStreams
import Tensor

@testable import NeuralNet

/// A network of one or two units between a stem of few channels and a classifier, with batch norms
/// and biases that are not at their start, and a random batch.
struct TinyNetwork {
  let program: Program
  let images: Tensor
  let logitGradient: Tensor

  /// The grid of all tests whose bounds are derived: small enough for one block a worker, and more
  /// than a panel, so that two workers share it.
  static let grid = ImageGrid(images: 3, height: 5, width: 6)

  /// Adds `units` behind the stem, in place of the channels that it makes.
  init(
    stem channels: Int, kernel: Int = 1, norm: String? = "stem.norm",
    shuffles kind: ShuffleKind = .fixed, grid: ImageGrid = TinyNetwork.grid,
    units: (inout ProgramBuilder, inout [Channel]) -> Void
  ) {
    var builder = ProgramBuilder(seed: 1, shuffles: ShuffleSettings(kind: kind))
    var x = builder.stem("stem.conv", to: channels, kernel: kernel, norm: norm)
    units(&builder, &x)
    builder.classifier(x, "classifier", classes: 4)
    program = builder.program
    var stream = RandomStream(root: 1, name: "tiny network")
    func random(_ tensor: Tensor, around centre: Float) {
      for i in 0..<tensor.count { tensor.pointer[i] = centre + stream.normal() / 2 }
    }
    for parameter in program.layers.flatMap(\.parameters) where parameter.kind == .scaleOrShift {
      random(parameter.value, around: parameter.name.hasSuffix("scale") ? 1 : 0.2)
    }
    images = Tensor(shape: [3, grid.images, grid.height, grid.width])
    random(images, around: 0.3)
    logitGradient = Tensor(shape: [4, grid.images])
    random(logitGradient, around: 0)
  }

  var parameters: [Parameter] { program.layers.flatMap(\.parameters) }
}

/// Layers for units of tests, convolutions with the names of their norms.
extension ProgramBuilder {
  mutating func pointwise(
    _ x: [Channel], _ path: String, to outputs: Int, groups: Int = 1,
    activation: Activation = .rectifier
  ) -> [Channel] {
    pointwise(
      x, path + ".conv", to: outputs, groups: groups, norm: path + ".norm", activation: activation)
  }

  mutating func depthwise(_ x: [Channel], _ path: String, stride: Int = 1) -> [Channel] {
    depthwise(x, path + ".conv", stride: stride, norm: path + ".norm")
  }

  /// A depthwise convolution and its expansion, with the unit's input added or without.
  mutating func expansionUnit(
    _ x: [Channel], _ path: String, to outputs: Int, stride: Int = 1, hasResidual: Bool = false
  ) -> [Channel] {
    let filtered = depthwise(x, path, stride: stride)
    return expansion(
      filtered, path + ".expansion.conv", to: outputs, groups: 2, norm: path + ".expansion.norm",
      adding: hasResidual ? x : nil)
  }
}
