import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// The steps of the training graph one at a time, between a stem and a classifier: logits, batch
/// statistics and all gradients against the definitions in Double, within derived bounds.
@Suite struct TrainingStepTests {
  @Test(arguments: [1, 3])
  func stem(kernel: Int) {
    expectAgreement { TinyNetwork(stem: 5, kernel: kernel, units: [], outputs: 5) }
  }

  @Test(arguments: [1, 2], [false, true])
  func pointwise(groups: Int, isRectified: Bool) {
    expectAgreement {
      let unit = PointwiseUnit(
        first: TinyLayers.pointwise("unit", from: 4, to: 14, groups: groups),
        isRectified: isRectified)
      return TinyNetwork(stem: 4, units: [unit], outputs: 14)
    }
  }

  /// Each channel of the stem is read by both convolutions and by the classifier.
  @Test func channelsWithSeveralReaders() {
    expectAgreement {
      let unit = PointwiseUnit(
        first: TinyLayers.pointwise("first", from: 4, to: 5),
        second: TinyLayers.pointwise("second", from: 4, to: 3))
      return TinyNetwork(stem: 4, units: [unit], outputs: 12)
    }
  }

  @Test(arguments: [1, 2])
  func depthwise(stride: Int) {
    expectAgreement {
      let unit = DepthwiseUnit(
        depthwise: TinyLayers.depthwise("unit", channels: 5, stride: stride))
      return TinyNetwork(stem: 5, units: [unit], outputs: 5)
    }
  }

  @Test(arguments: [1, 2], [false, true])
  func expansion(groups: Int, hasResidual: Bool) {
    expectAgreement {
      let unit = ExpansionUnit(
        depthwise: TinyLayers.depthwise("unit", channels: 6, stride: 1),
        expansion: TinyLayers.pointwise("expansion", from: 6, to: 6, groups: groups),
        hasResidual: hasResidual)
      return TinyNetwork(stem: 6, units: [unit], outputs: 6)
    }
  }

  @Test func widerExpansion() {
    expectAgreement {
      let unit = ExpansionUnit(
        depthwise: TinyLayers.depthwise("unit", channels: 4, stride: 2),
        expansion: TinyLayers.pointwise("expansion", from: 4, to: 26, groups: 2),
        hasResidual: false)
      return TinyNetwork(stem: 4, units: [unit], outputs: 26)
    }
  }

  @Test func averagePool() {
    expectAgreement { TinyNetwork(stem: 5, units: [PoolUnit()], outputs: 5) }
  }

  @Test func learnedShuffle() {
    expectAgreement {
      let shuffle = ChannelShuffle(
        name: "shuffle", size: 6, groups: 3, kind: .learned, seed: 1)
      return TinyNetwork(stem: 6, units: [ShuffleUnit(shuffle: shuffle)], outputs: 6)
    }
  }

  /// Whole units, as the networks have them.
  @Test(arguments: [1, 2], [ShuffleKind.fixed, .learned])
  func unitsV1(stride: Int, kind: ShuffleKind) {
    expectAgreement {
      var builder = NetworkBuilder(shuffleKind: kind, seed: 1)
      let unit = UnitV1(
        conv1: builder.pointwise("conv1", from: 6, to: 4, groups: 2),
        norm1: builder.norm("norm1", 4),
        shuffle: builder.shuffle("shuffle", size: 4, groups: 2),
        depthwise: builder.depthwise("depthwise", channels: 4, stride: stride),
        norm2: builder.norm("norm2", 4),
        conv2: builder.pointwise("conv2", from: 4, to: 6, groups: 2),
        norm3: builder.norm("norm3", 6))
      return TinyNetwork(stem: 6, units: [unit], outputs: stride == 1 ? 6 : 12)
    }
  }

  @Test(arguments: [1, 2], [ShuffleKind.fixed, .learned])
  func unitsV2(stride: Int, kind: ShuffleKind) {
    expectAgreement {
      var builder = NetworkBuilder(shuffleKind: kind, seed: 1)
      let inputs = stride == 1 ? 3 : 6
      let branch = BranchV2(
        conv1: builder.pointwise("conv1", from: inputs, to: 3), norm1: builder.norm("norm1", 3),
        depthwise: builder.depthwise("depthwise", channels: 3, stride: stride),
        norm2: builder.norm("norm2", 3), conv2: builder.pointwise("conv2", from: 3, to: 3),
        norm3: builder.norm("norm3", 3))
      let shuffle = builder.shuffle("shuffle", size: 6, groups: 2)
      if stride == 1 {
        let unit = BasicUnitV2(branch: branch, shuffle: shuffle)
        return TinyNetwork(stem: 6, kernel: 3, units: [unit], outputs: 6)
      }
      let unit = StridedUnitV2(
        depthwise: builder.depthwise("left", channels: 6, stride: 2),
        norm1: builder.norm("left.norm1", 6), conv: builder.pointwise("left.conv", from: 6, to: 3),
        norm2: builder.norm("left.norm2", 3), branch: branch, shuffle: shuffle)
      return TinyNetwork(stem: 6, kernel: 3, units: [unit], outputs: 6)
    }
  }

  /// Holds a training step at one and two threads against the reference.
  private func expectAgreement(
    sourceLocation: SourceLocation = #_sourceLocation, _ make: () -> TinyNetwork
  ) {
    for threads in 1...2 {
      let tiny = make()
      let reference = ReferenceGraph(tiny.network, images: tiny.images)
      reference.backward(tiny.logitGradient)
      let grid = ImageGrid(tiny.images.shape)
      let logits = Parallel.withThreads(threads) {
        let graph = TrainingGraph(tiny.network, grid: grid)
        for parameter in tiny.parameters { parameter.gradient.fill(.nan) }
        let logits = graph.forward(tiny.images).values
        graph.backward(tiny.logitGradient)
        return logits
      }
      expectClose(
        logits, reference.logits, "logits", tightness: 1e-3, sourceLocation: sourceLocation)
      for parameter in tiny.parameters {
        guard let exact = reference.gradients[parameter.name] else {
          Issue.record("\(parameter.name) has no gradient", sourceLocation: sourceLocation)
          continue
        }
        expectClose(
          parameter.gradient.values, exact, parameter.name, tightness: 0.02,
          sourceLocation: sourceLocation)
      }
      expectStatistics(tiny, reference, sourceLocation)
    }
  }

  /// The running values are a tenth of the way from their start, 0 and 1, to the batch's.
  private func expectStatistics(
    _ tiny: TinyNetwork, _ reference: ReferenceGraph, _ sourceLocation: SourceLocation
  ) {
    for norm in tiny.network.layers.compactMap({ $0 as? BatchNorm }) {
      guard let batch = reference.statistics[norm.buffers[0].name] else {
        Issue.record("\(norm.buffers[0].name) is unknown", sourceLocation: sourceLocation)
        continue
      }
      let count = Double(batch.count)
      let statistics = [(batch.means, 1, 0.0), (batch.variances, count / (count - 1), 1.0)]
      for (buffer, (exact, factor, start)) in zip(norm.buffers, statistics) {
        let values = exact.values.map { 0.1 * factor * $0 + 0.9 * start }
        let errors = zip(exact.errors, values).map {
          0.1 * factor * $0 + ErrorBound.gamma(1) * abs($1)
        }
        expectClose(
          buffer.tensor.values, Approximation(values, errors: errors), buffer.name,
          tightness: 1e-3, sourceLocation: sourceLocation)
      }
    }
  }
}
