import RandomStreams
import Tensor
import Testing

@testable import NeuralNet

/// Networks for inference: batch norms folded into convolutions, images taken through in blocks.
@Suite struct InferenceTests {
  /// Tiny networks with running statistics that are not at their start, within derived bounds.
  @Test(arguments: TinySample.allCases, 1...2)
  func logitsStayWithinTheirBounds(sample: TinySample, threads: Int) {
    let tiny = sample.make()
    _ = TrainingExecutor(tiny.program, images: ImageGrid(tiny.images.shape)).forward(tiny.images)
    let logits = Parallel.withThreads(threads) {
      InferenceNetwork(tiny.program, rounding: [:]).logits(tiny.images).values
    }
    let reference = ReferenceInterpreter(tiny.program, images: tiny.images, statistics: .running)
    // Measured: off by up to 2e-7 of their length.
    expectClose(logits, reference.logits, "logits", tolerance: 1e-6)
  }

  /// Whole networks; measured, since bounds grow with every layer: logits are off by up to 6e-7 of
  /// their length.
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.learned), (.v1(groups: 3), .fixed),
  ])
  func networksAgreeWithTheirDefinition(architecture: Architecture, kind: ShuffleKind) {
    let (program, images) = (architecture.program(kind), randomImages(6, size: 8))
    _ = TrainingExecutor(program, images: ImageGrid(images.shape)).forward(images)
    let logits = InferenceNetwork(program, rounding: [:]).logits(images).values
    let reference = ReferenceInterpreter(
      program, images: images, statistics: .running, isBounded: false)
    let exact = reference.logits.values
    let error = length(zip(logits, exact).map { Double($0) - $1 })
    #expect(error <= 5e-6 * length(exact))
  }

  /// With the batch's own statistics as the running ones, inference is the way forward of training.
  ///
  /// With twelve values a channel in the last stage some variances are 1e-7, and batch norms
  /// magnify what is rounded. Measured: the logits of training are off by up to 7e-5 of their
  /// length, those of inference, whose statistics do not follow the errors, by 4e-4.
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.learned), (.v1(groups: 3), .fixed),
  ])
  func batchStatisticsGiveTheLogitsOfTraining(architecture: Architecture, kind: ShuffleKind) {
    let (program, images) = (architecture.program(kind), randomImages(3, size: 12))
    let training = TrainingExecutor(program, images: ImageGrid(images.shape)).forward(images).values
    let reference = ReferenceInterpreter(program, images: images, isBounded: false)
    for norm in program.norms {
      guard let batch = reference.statistics[norm.buffers[0].name] else {
        Issue.record("\(norm.buffers[0].name) is unknown")
        continue
      }
      for (buffer, moments) in zip(norm.buffers, [batch.means, batch.variances]) {
        buffer.tensor.copy(
          from: Tensor(shape: buffer.tensor.shape, values: moments.values.map(Float.init)))
      }
    }
    let inference = InferenceNetwork(program, rounding: [:]).logits(images).values
    let exact = reference.logits.values
    for (logits, tolerance) in [(training, 5e-4), (inference, 3e-3)] {
      let difference = length(zip(logits, exact).map { Double($0) - $1 })
      #expect(difference <= tolerance * length(exact))
    }
  }

  /// Blocks of images are counted from the first one on, whoever takes them, and every element of a
  /// block is summed in the same order: neither threads nor other images change a bit.
  @Test(arguments: [Architecture.v2(width: .half), .v1(groups: 8)])
  func eachImageIsAlone(architecture: Architecture) {
    let (program, images) = (architecture.program(.fixed), randomImages(10, size: 8))
    let inference = InferenceNetwork(program, rounding: [:])
    let statistics = program.norms.map { $0.buffers.map(\.tensor.values) }
    let first = inference.logits(images).values
    for threads in 1...3 {
      Parallel.withThreads(threads) {
        #expect(inference.logits(images).values == first)
        #expect(InferenceNetwork(program, rounding: [:]).logits(images).values == first)
      }
    }
    // Others have other contents, one of them none that is a number.
    let others = randomImages(10, size: 8, seed: 2)
    others.pointer[7 * 64] = .nan
    let kept = [0, 5, 9]
    for image in kept {
      for channel in 0..<3 {
        let start = (channel * 10 + image) * 64
        (others.pointer + start).update(from: images.pointer + start, count: 64)
      }
    }
    let mixed = inference.logits(others).values
    for k in 0..<10 {
      #expect(kept.allSatisfy { mixed[k * 10 + $0] == first[k * 10 + $0] })
      #expect(mixed[k * 10 + 1] != first[k * 10 + 1] && mixed[k * 10 + 7].isNaN)
    }
    #expect(program.norms.map { $0.buffers.map(\.tensor.values) } == statistics)
  }

  /// Batches of any size, one after another, in the same memory.
  ///
  /// Only the classifier's product, which OpenBLAS may sum otherwise for another number of columns,
  /// can differ; measured: it does not, but some core may sum 1024 products in another order.
  @Test(arguments: [Architecture.v2(width: .half), .v1(groups: 3)])
  func batchSizesMayChange(architecture: Architecture) {
    let (program, images) = (architecture.program(.learned), randomImages(9, size: 8))
    let inference = InferenceNetwork(program, rounding: [:])
    let all = inference.logits(images).values
    for range in [0..<9, 0..<4, 3..<4, 2..<9, 0..<1, 0..<9] {
      let logits = inference.logits(part(of: images, range))
      #expect(logits.shape == [10, range.count])
      for image in range {
        let one = (0..<10).map { Double(all[$0 * 9 + image]) }
        let other = (0..<10).map {
          Double(logits.pointer[$0 * range.count + image - range.lowerBound])
        }
        let difference = length(zip(one, other).map { $0 - $1 })
        #expect(difference <= 1e-6 * length(one))
      }
    }
    #expect(inference.logits(images).values == all)
    // Images of another size, and back.
    #expect(inference.logits(randomImages(2, size: 9)).values.allSatisfy { $0.isFinite })
    #expect(inference.logits(images).values == all)
  }

  /// The values count that the network had when the first images came.
  @Test func laterChangesDoNotShow() throws {
    let fixture = try NetworkFixture(.v2(width: .half), .learned, images: 2, size: 8)
    let (network, images) = (fixture.network, fixture.images)
    let inference = network.inference()
    let stem = try #require(network.parameters.first)
    stem.value.fill(0.1)
    let logits = inference.logits(images).values
    #expect(network.inference().logits(images).values == logits)
    stem.value.fill(0.2)
    _ = network.forward(images)
    #expect(inference.logits(images).values == logits)
    #expect(network.inference().logits(images).values != logits)
  }

  /// Also where nothing is folded into the weights but a bias.
  @Test func laterChangesOfBiasesDoNotShow() {
    let tiny = TinySample.separableConvolutions.make()
    let inference = InferenceNetwork(tiny.program, rounding: [:])
    let logits = inference.logits(tiny.images).values
    for parameter in tiny.parameters.dropLast(2) { parameter.value.fill(0.3) }
    #expect(inference.logits(tiny.images).values == logits)
    #expect(InferenceNetwork(tiny.program, rounding: [:]).logits(tiny.images).values != logits)
  }

  private func randomImages(_ count: Int, size: Int, seed: UInt64 = 1) -> Tensor {
    var stream = RandomStream(root: seed, name: "inference")
    return Tensor(
      shape: [3, count, size, size],
      values: (0..<(3 * count * size * size)).map { _ in stream.normal() })
  }

  private func part(of images: Tensor, _ range: Range<Int>) -> Tensor {
    let grid = ImageGrid(images.shape)
    let part = Tensor(shape: [3, range.count, grid.height, grid.width])
    for channel in 0..<3 {
      (part.pointer + channel * part.columns).update(
        from: images.pointer + channel * grid.count + range.lowerBound * grid.pixels,
        count: part.columns)
    }
    return part
  }
}
