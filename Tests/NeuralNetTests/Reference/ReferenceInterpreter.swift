import Tensor

@testable import NeuralNet

/// A program computed in Double, instruction by instruction from the definitions, with bounds on
/// the errors of float32 if asked.
///
/// Nothing is fused, folded or kept in the place of anything else. Given the rows that training has
/// stored, each instruction takes the stored output of the one before for its input, so that errors
/// do not add up.
final class ReferenceInterpreter {
  /// Which statistics batch norms use.
  enum Statistics { case batch, running }

  /// A channel as its readers see it.
  final class Value {
    let grid: ImageGrid
    let value: Approximation
    /// The sum of what readers have contributed so far.
    private(set) var gradient: Approximation?

    init(_ value: Approximation, grid: ImageGrid) {
      self.value = value
      self.grid = grid
    }

    func add(_ contribution: Approximation) {
      gradient = gradient?.adding(contribution) ?? contribution
    }
  }

  /// The rows of each output: raw ones in front of a norm or bias, else as they are read.
  private(set) var outputs: [Approximation] = []
  /// The logits, `[classes, N]`.
  var logits = Approximation([], errors: [])
  /// The gradients of all parameters by their names, after the backward pass.
  var gradients: [String: Approximation] = [:]
  /// What a batch has told a batch norm: mean and biased variance of each channel's values.
  struct BatchStatistics {
    let means: Approximation
    let variances: Approximation
    /// The values of a channel.
    let count: Int
  }

  /// The statistics of the batch, by the names of the running means.
  private(set) var statistics: [String: BatchStatistics] = [:]

  let images: Tensor
  let mode: Statistics
  let isBounded: Bool
  private let stored: [[Float]]?
  /// What to do on the way back, in the order of the instructions.
  var tape: [(ReferenceInterpreter) -> Void] = []
  fileprivate var channels: [Channel: Value] = [:]
  private(set) var logitGradient = Approximation([], errors: [])

  /// Computes the logits of images `[3, N, H, W]`.
  init(
    _ program: Program, images: Tensor, statistics: Statistics = .batch,
    stored: [[Float]]? = nil, isBounded: Bool = true
  ) {
    self.images = images
    self.stored = stored
    mode = statistics
    self.isBounded = isBounded
    let program = program.withoutIndexShuffles()
    for instruction in program.instructions {
      let output = instruction.outputs.first
      let written = run(instruction, output.map { program.outputs[$0] })
      for (channel, value) in zip(output.map(program.channels) ?? [], written) {
        channels[channel] = value
      }
    }
  }

  /// Computes all gradients, given that of the logits.
  func backward(_ logitGradient: Tensor) {
    self.logitGradient = Approximation(exactly: logitGradient)
    for step in tape.reversed() { step(self) }
    tape = []
  }
}

extension ReferenceInterpreter {
  /// What channels are.
  func values(_ channels: [Channel]) -> [Value] {
    channels.map { channel in
      guard let value = self.channels[channel] else {
        preconditionFailure("\(channel) is read before it is written")
      }
      return value
    }
  }

  /// Adds a convolution with the map and the activation behind it; `propagate` brings the raw
  /// gradient to the inputs.
  func convolved(
    _ x: Approximation, _ convolution: BoundedConvolution, into weight: Parameter, _ output: Output,
    propagate: @escaping (Approximation) -> Void
  ) -> [Value] {
    let raw = store(convolution.output(x, roundings: mode == .running ? 1 : 0))
    let mapped = map(raw, output)
    let isRectified = output.activation == .rectifier
    let grid = convolution.convolution.outputGrid
    let values = mapped.map { Value(isRectified ? $0.rectified : $0, grid: grid) }
    tape.append { run in
      let h = zip(values, mapped).map { value, mapped in
        let gradient = value.gradient ?? run.zero(value)
        return isRectified ? mapped.mask(gradient) : gradient
      }
      let gradient = run.mapGradient(raw, output.map, h)
      run.gradients[weight.name] = convolution.weightGradient(x, gradient)
      propagate(gradient)
    }
    return values
  }

  /// The channels behind the map of an output.
  private func map(_ raw: Approximation, _ output: Output) -> [Approximation] {
    switch output.map {
    case .identity: raw.split(into: output.count)
    case .bias(let bias):
      zip(raw.split(into: output.count), bias.values).map { row, summand in
        row.adding(Approximation(exactly: row.values.map { _ in summand }))
      }
    case .batchNorm(let norm): normalise(raw, norm)
    }
  }

  /// The gradient of all raw channels; notes those of the map's parameters.
  private func mapGradient(
    _ raw: Approximation, _ map: ChannelMap, _ h: [Approximation]
  ) -> Approximation {
    switch map {
    case .identity: break
    case .bias(let bias):
      // A sum in any order, and one rounding to float32.
      gradients[bias.parameters[0].name] = Approximation(
        joining: h.map { row in row.mapped(roundings: row.values.count) { [$0.reduce(0, +)] } })
    case .batchNorm(let norm): return normGradient(raw, norm, h)
    }
    return Approximation(joining: h)
  }

  /// Notes the output of an instruction; returns it with what is stored of it, from the beginning
  /// on, in its place.
  func store(_ output: Approximation) -> Approximation {
    outputs.append(output)
    guard let stored = stored?[outputs.count - 1] else { return output }
    return Approximation(joining: [
      Approximation(exactly: stored), output.part(stored.count..<output.values.count),
    ])
  }

  /// The channels behind a norm; notes the statistics of the batch.
  func normalise(_ raw: Approximation, _ norm: BatchNorm) -> [Approximation] {
    guard mode == .batch else {
      return raw.split(into: norm.scales.count).enumerated().map { foldedNorm($1, norm, $0) }
    }
    let norms = boundedNorms(raw, norm)
    note(
      norm, means: norms.map(\.mean), variances: norms.map(\.variance),
      count: raw.values.count / norms.count)
    return norms.map(\.output)
  }

  /// Notes the statistics of a batch.
  func note(
    _ norm: BatchNorm, means: [Approximation], variances: [Approximation], count: Int
  ) {
    statistics[norm.buffers[0].name] = BatchStatistics(
      means: Approximation(joining: means), variances: Approximation(joining: variances),
      count: count)
  }

  private func boundedNorms(_ raw: Approximation, _ norm: BatchNorm) -> [BoundedNorm] {
    raw.split(into: norm.scales.count).enumerated().map {
      BoundedNorm($1, scale: norm.scales[$0], shift: norm.shifts[$0])
    }
  }

  /// The map by running values, folded into the weights, which are rounded once more.
  private func foldedNorm(
    _ row: Approximation, _ norm: BatchNorm, _ channel: Int
  ) -> Approximation {
    let (mean, variance) = (
      Double(norm.buffers[0].tensor.pointer[channel]),
      Double(norm.buffers[1].tensor.pointer[channel])
    )
    let factor = norm.scales[channel] / (variance + BatchNorm.epsilon).squareRoot()
    let shift = norm.shifts[channel] - factor * mean
    // The shift is rounded when it is stored, and the sum.
    return Approximation(
      row.values.map { factor * $0 + shift },
      errors: zip(row.errors, row.sizes).map {
        abs(factor) * $0 + ErrorBound.gamma(2) * (abs(factor) * $1 + abs(shift))
      })
  }

  /// The gradient of all raw channels; notes those of the norm's parameters.
  func normGradient(
    _ raw: Approximation, _ norm: BatchNorm, _ h: [Approximation]
  ) -> Approximation {
    let results = zip(boundedNorms(raw, norm), h).map { $0.gradient($1) }
    gradients[norm.parameters[0].name] = Approximation(joining: results.map(\.scale))
    gradients[norm.parameters[1].name] = Approximation(joining: results.map(\.shift))
    return Approximation(joining: results.map(\.input))
  }

  func bounded(
    _ convolution: Reference.Convolution, _ weight: Parameter
  ) -> BoundedConvolution {
    BoundedConvolution(
      convolution: convolution, weights: weight.value.values.map(Double.init),
      isBounded: isBounded)
  }

  func pointwise(
    _ x: [Value], _ outputs: Int, groups: Int
  ) -> Reference.Convolution {
    Reference.Convolution(
      inputs: x.count, outputs: outputs, groups: groups, kernel: 1, stride: 1, padding: 0,
      grid: x[0].grid)
  }

  func joined(_ x: [Value]) -> Approximation { Approximation(joining: x.map(\.value)) }

  func zero(_ channel: Value) -> Approximation {
    Approximation(unbounded: [Double](repeating: 0, count: channel.grid.count))
  }

  static func add(_ gradient: Approximation, to x: [Value]) {
    for (channel, part) in zip(x, gradient.split(into: x.count)) { channel.add(part) }
  }
}

extension BatchNorm {
  /// The factor of each channel.
  var scales: [Double] { parameters[0].value.values.map(Double.init) }

  /// The summand of each channel.
  var shifts: [Double] { parameters[1].value.values.map(Double.init) }
}
