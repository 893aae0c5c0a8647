import Tensor

@testable import NeuralNet

/// A network computed in Double, step by step from the definitions, with bounds on the errors of
/// float32 if asked.
///
/// It is built from the same structure as the graphs of training and inference; nothing is fused,
/// folded or kept in the place of anything else. Given the rows that another graph has stored, each
/// step takes the stored output of the one before for its input, so that errors do not add up.
final class ReferenceGraph {
  /// Which statistics batch norms use.
  enum Statistics { case batch, running }

  /// A channel as its readers see it.
  final class Channel {
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

  /// The rows of each step's output: raw ones in front of a batch norm, else as they are read.
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

  let permutations: [String: [Int]] = [:]
  let images: Tensor
  let mode: Statistics
  let isBounded: Bool
  private let stored: [[Float]]?
  /// What to do on the way back, in the order of the steps.
  var tape: [(ReferenceGraph) -> Void] = []
  private(set) var logitGradient = Approximation([], errors: [])

  /// Computes the logits of images `[3, N, H, W]`.
  init(
    _ network: Network, images: Tensor, statistics: Statistics = .batch,
    stored: [[Float]]? = nil, isBounded: Bool = true
  ) {
    self.images = images
    self.stored = stored
    mode = statistics
    self.isBounded = isBounded
    network.connect(in: self)
  }

  /// Computes all gradients, given that of the logits.
  func backward(_ logitGradient: Tensor) {
    self.logitGradient = Approximation(exactly: logitGradient)
    for step in tape.reversed() { step(self) }
    tape = []
  }
}

extension ReferenceGraph {
  /// Adds a convolution with its norm; `propagate` brings the raw gradient to the inputs.
  func normalised(
    _ x: Approximation, _ convolution: BoundedConvolution, _ norm: BatchNorm, rectified: Bool,
    into weight: Parameter, propagate: @escaping (Approximation) -> Void
  ) -> [Channel] {
    let raw = store(convolution.output(x, roundings: mode == .running ? 1 : 0))
    let values = normalise(raw, norm)
    let grid = convolution.convolution.outputGrid
    let output = values.map { Channel(rectified ? $0.rectified : $0, grid: grid) }
    tape.append { graph in
      let h = zip(output, values).map { channel, value in
        let gradient = channel.gradient ?? graph.zero(channel)
        return rectified ? value.mask(gradient) : gradient
      }
      let gradient = graph.normGradient(raw, norm, h)
      graph.gradients[weight.name] = convolution.weightGradient(x, gradient)
      propagate(gradient)
    }
    return output
  }

  /// Notes the output of a step; returns it with what is stored of it, from the beginning on, in its
  /// place.
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
    _ x: [Channel], _ outputs: Int, groups: Int
  ) -> Reference.Convolution {
    Reference.Convolution(
      inputs: x.count, outputs: outputs, groups: groups, kernel: 1, stride: 1, padding: 0,
      grid: x[0].grid)
  }

  func joined(_ x: [Channel]) -> Approximation { Approximation(joining: x.map(\.value)) }

  func zero(_ channel: Channel) -> Approximation {
    Approximation(unbounded: [Double](repeating: 0, count: channel.grid.count))
  }

  static func add(_ gradient: Approximation, to x: [Channel]) {
    for (channel, part) in zip(x, gradient.split(into: x.count)) { channel.add(part) }
  }
}

extension BatchNorm {
  /// The factor of each channel.
  var scales: [Double] { parameters[0].value.values.map(Double.init) }

  /// The summand of each channel.
  var shifts: [Double] { parameters[1].value.values.map(Double.init) }
}
