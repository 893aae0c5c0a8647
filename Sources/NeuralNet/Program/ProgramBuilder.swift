import Tensor

/// Writes a program, instruction by instruction, and makes its layers, all from one seed.
///
/// Each function adds an instruction and returns the channels it writes. Convolutions start normal
/// with variance 2 / fan-in, batch norms with scale 1 and shift 0, biases at 0, the classifier
/// uniform in +-1 / sqrt(fan-in). Each tensor draws from the stream of its own name, so that no
/// layer disturbs the values of another.
package struct ProgramBuilder {
  private let seed: UInt64
  private let shuffles: ShuffleSettings

  /// What has been written so far.
  package private(set) var program = Program()

  /// Starts with no instruction.
  package init(seed: UInt64, shuffles: ShuffleSettings = ShuffleSettings()) {
    self.seed = seed
    self.shuffles = shuffles
  }

  /// Adds the first convolution: of the images, 1x1 or 3x3 with padding 1, stride 1.
  ///
  /// The batch norm is named by its path; without one the convolution has a bias, `<name>.bias`.
  package mutating func stem(
    _ name: String, to outputs: Int, kernel: Int, norm: String?,
    activation: Activation = .rectifier
  ) -> [Channel] {
    let layer = StemLayer(name: name, from: 3, to: outputs, kernel: kernel, seed: seed)
    let map = map(name, norm: norm, channels: outputs)
    return add(
      .stem(layer), [], Output(count: outputs, stride: 1, map: map, activation: activation))
  }

  /// Adds a 1x1 convolution in groups, with a norm or a bias as the stem has.
  package mutating func pointwise(
    _ x: [Channel], _ name: String, to outputs: Int, groups: Int = 1, norm: String?,
    activation: Activation = .rectifier
  ) -> [Channel] {
    let layer = PointwiseLayer(name: name, from: x.count, to: outputs, groups: groups, seed: seed)
    let map = map(name, norm: norm, channels: outputs)
    return add(
      .pointwise(layer), x,
      Output(count: outputs, stride: stride(x), map: map, activation: activation))
  }

  /// Adds a depthwise 3x3 convolution with padding 1, with a norm or a bias as the stem has.
  package mutating func depthwise(
    _ x: [Channel], _ name: String, stride: Int, norm: String?, activation: Activation = .none
  ) -> [Channel] {
    let layer = DepthwiseLayer(name: name, channels: x.count, stride: stride, seed: seed)
    let output = Output(
      count: x.count, stride: self.stride(x) * stride,
      map: map(name, norm: norm, channels: x.count), activation: activation)
    return add(.depthwise(layer), x, output)
  }

  /// Adds the rectified sum of a normalised 1x1 convolution in groups and, if given, another input.
  ///
  /// Through any index shuffles, what is convolved must have no activation, and what is added no
  /// norm or bias to be read through; both are checked when a program is laid out.
  package mutating func expansion(
    _ x: [Channel], _ name: String, to outputs: Int, groups: Int = 1, norm: String,
    adding residual: [Channel]?
  ) -> [Channel] {
    precondition(
      residual?.count ?? outputs == outputs, "\(name) adds as many channels as it makes")
    let layer = PointwiseLayer(name: name, from: x.count, to: outputs, groups: groups, seed: seed)
    let operation = Operation.expansion(layer, BatchNorm(name: norm, channels: outputs))
    return add(
      operation, x, adding: residual,
      Output(count: outputs, stride: stride(x), activation: .rectifier))
  }

  /// Adds the 3x3 average pool with stride 2 and padding 1, which counts as zeros.
  package mutating func averagePool(_ x: [Channel]) -> [Channel] {
    add(.averagePool, x, Output(count: x.count, stride: stride(x) * AveragePoolStep.stride))
  }

  /// Adds a shuffle, which comes about as the settings say; `groups` are those of the fixed one.
  package mutating func shuffle(_ x: [Channel], _ name: String, groups: Int) -> [Channel] {
    let layer = ChannelShuffle(
      name: name, size: x.count, groups: groups, settings: shuffles, seed: seed)
    return add(.shuffle(layer), x, Output(count: x.count, stride: stride(x)))
  }

  /// Ends the program with the global average pool and a classifier with biases.
  package mutating func classifier(_ x: [Channel], _ name: String, classes: Int) {
    let layer = LinearLayer(name: name, from: x.count, to: classes, seed: seed)
    program.instructions.append(
      Instruction(operation: .classifier(layer), input: x, outputs: []))
  }

  private mutating func add(
    _ operation: Operation, _ x: [Channel], adding residual: [Channel]? = nil, _ output: Output
  ) -> [Channel] {
    let number = program.outputs.count
    program.outputs.append(output)
    program.instructions.append(
      Instruction(operation: operation, input: x, residual: residual, outputs: [number]))
    return program.channels(number)
  }

  private func map(_ name: String, norm: String?, channels: Int) -> ChannelMap {
    if let norm { return .batchNorm(BatchNorm(name: norm, channels: channels)) }
    return .bias(Bias(name: name + ".bias", channels: channels))
  }

  /// The stride of channels, which have the same one.
  private func stride(_ x: [Channel]) -> Int {
    let strides = Set(x.map { program.outputs[$0.output].stride })
    guard strides.count == 1, let stride = strides.first else {
      preconditionFailure(
        "an operation reads channels of one size, these have the strides \(strides)")
    }
    return stride
  }
}
