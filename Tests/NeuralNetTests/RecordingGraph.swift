import Tensor

@testable import NeuralNet

/// The steps of a training graph, in the order of the data, with the channels that they read and
/// write.
final class StepLog {
  /// How the gradient of a step's output becomes that of its inputs.
  enum Kind {
    /// Blocks of pixels of all channels.
    case pixels
    /// One channel after the other, in place if the images stay as large.
    case channels
    /// A classifier, whose output is no channel.
    case classifier
  }

  struct Step {
    let kind: Kind
    let inputs: [TrainingChannel]
    /// What is added to the output, and gets its gradient.
    var residual: [TrainingChannel] = []
    var outputs: [TrainingChannel] = []

    /// What the outputs are the channels of.
    var activations: [Activations] {
      outputs.reduce(into: []) { all, channel in
        if !all.contains(where: { $0 === channel.activations }) { all.append(channel.activations) }
      }
    }
  }

  fileprivate(set) var steps: [Step] = []

  /// The rows of all outputs of steps after a forward pass, one after another; those that are not
  /// kept are computed again, and what has come to lie in their place is put back.
  var rows: [[Float]] {
    steps.flatMap(\.activations).map { activations in
      let (pointers, length) = (activations.rows.pointers, activations.rows.grid.count)
      func values() -> [[Float]] {
        pointers.map { Array(UnsafeBufferPointer(start: $0, count: length)) }
      }
      guard let recompute = activations.recompute else { return values().flatMap(\.self) }
      let others = values()
      recompute()
      defer {
        for (pointer, row) in zip(pointers, others) { pointer.update(from: row, count: length) }
      }
      return values().flatMap(\.self)
    }
  }
}

extension Network {
  /// The same network, whose training graph notes its steps.
  func recorded(in log: StepLog) -> Network {
    let last = head.map { [PointwiseUnit(first: ($0.conv, $0.norm))] } ?? []
    let units = self.units + last + [PassingUnit()]
    return Network(
      stem: stem, stemNorm: stemNorm,
      units: units.enumerated().map { index, unit in
        RecordedUnit(
          unit: unit, log: log, isFirst: index == 0, isLast: index == units.count - 1)
      }, head: nil, classifier: classifier)
  }
}

/// Hands its input on.
private struct PassingUnit: NetworkUnit {
  var layers: [any Layer] { [] }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    x
  }
}

/// A unit that tells a log what it does in a training graph.
private struct RecordedUnit: NetworkUnit {
  let unit: any NetworkUnit
  let log: StepLog
  let isFirst: Bool
  let isLast: Bool

  var layers: [any Layer] { unit.layers }

  func connect<Graph: NetworkGraph>(_ x: [Graph.Channel], in graph: Graph) -> [Graph.Channel] {
    guard let training = graph as? TrainingGraph, let input = x as? [TrainingChannel] else {
      return unit.connect(x, in: graph)
    }
    if isFirst { log.steps.append(StepLog.Step(kind: .pixels, inputs: [], outputs: input)) }
    let output = unit.connect(input, in: RecordingGraph(training, log))
    if isLast { log.steps.append(StepLog.Step(kind: .classifier, inputs: output)) }
    guard let output = output as? [Graph.Channel] else {
      preconditionFailure("the graph is a training graph")
    }
    return output
  }
}

/// Hands all steps on to a training graph and notes them.
private final class RecordingGraph: NetworkGraph {
  typealias Channel = TrainingChannel

  private let graph: TrainingGraph
  private let log: StepLog

  init(_ graph: TrainingGraph, _ log: StepLog) {
    self.graph = graph
    self.log = log
  }

  var permutations: [String: [Int]] { graph.permutations }

  func stem(_ layer: StemLayer, _ norm: BatchNorm) -> [TrainingChannel] {
    graph.stem(layer, norm)
  }

  func pointwise(
    _ x: [TrainingChannel], _ layer: PointwiseLayer, _ norm: BatchNorm, rectified: Bool
  ) -> [TrainingChannel] {
    let y = graph.pointwise(x, layer, norm, rectified: rectified)
    guard let last = log.steps.indices.last else { return note(.pixels, x, y) }
    let kept = log.steps[last].outputs.filter { $0.index < $0.activations.rows.count }
    // A shuffle may take the convolution over, together with the channels in between.
    guard kept.count < log.steps[last].outputs.count else { return note(.pixels, x, y) }
    log.steps[last].outputs = kept + y
    return y
  }

  func depthwise(
    _ x: [TrainingChannel], _ layer: DepthwiseLayer, _ norm: BatchNorm
  ) -> [TrainingChannel] {
    note(.channels, x, graph.depthwise(x, layer, norm))
  }

  func expansion(
    _ x: [TrainingChannel], _ layer: PointwiseLayer, _ norm: BatchNorm,
    adding residual: [TrainingChannel]?
  ) -> [TrainingChannel] {
    note(
      .pixels, x, residual: residual ?? [],
      graph.expansion(x, layer, norm, adding: residual))
  }

  func averagePool(_ x: [TrainingChannel]) -> [TrainingChannel] {
    note(.channels, x, graph.averagePool(x))
  }

  func product(_ matrix: Parameter, _ x: [TrainingChannel]) -> [TrainingChannel] {
    note(.pixels, x, graph.product(matrix, x))
  }

  func classify(_ x: [TrainingChannel], _ layer: LinearLayer) {
    graph.classify(x, layer)
  }

  private func note(
    _ kind: StepLog.Kind, _ x: [TrainingChannel], residual: [TrainingChannel] = [],
    _ y: [TrainingChannel]
  ) -> [TrainingChannel] {
    log.steps.append(StepLog.Step(kind: kind, inputs: x, residual: residual, outputs: y))
    return y
  }
}
