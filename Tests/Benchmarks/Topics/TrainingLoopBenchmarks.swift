import ArgumentParser
import ImageData
import NeuralNet
import Optimizers
import RandomStreams
import StepArithmetic
import Tensor

struct TrainingLoopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loop",
    abstract: "Times what a training step does besides the network: batch, loss, updates.")
  @OptionGroup var options: TimingOptions

  @Option(help: "Threads (default: all processors).")
  var threads = Parallel.threads

  func run() throws {
    let benchmarks = try TrainingLoopBenchmarks.all(seed: options.seed)
    Parallel.withThreads(threads) { options.run(benchmarks) }
  }
}

/// The parts of a training step around ShuffleNet v2 1 with learned shuffles, batches of 128.
enum TrainingLoopBenchmarks {
  private static let batchSize = 128

  static func all(seed: UInt64) throws -> [Benchmark] {
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(architecture: .v2(width: .one), shuffle: .learned),
      seed: seed)
    return [batch(seed: seed), loss(seed: seed), weights(network)]
      + ShuffleProjection.allCases.map { shuffles(network, $0) } + [penalty(network)]
  }

  private static func batch(seed: UInt64) -> Benchmark {
    var stream = RandomStream(root: seed, name: "benchmark-images")
    let count = 5000
    let images = ImageSet(
      pixels: (0..<(count * ImageSet.imageSize)).map { _ in
        UInt8(truncatingIfNeeded: stream.next())
      },
      labels: [UInt8](repeating: 0, count: count), classNames: ["noise"])
    var sampler = BatchSampler(
      images: images, statistics: ChannelStatistics(of: images), batchSize: batchSize,
      isAugmenting: true, state: .init(seed: seed))
    let batch = Tensor(shape: [ImageSet.channels, batchSize, ImageSet.side, ImageSet.side])
    return Benchmark("loop/batch") {
      sampler.nextBatch(into: batch).count
    } text: {
      "\($0)"
    }
  }

  private static func loss(seed: UInt64) -> Benchmark {
    var stream = RandomStream(root: seed, name: "benchmark-logits")
    let logits = Tensor(
      shape: [10, batchSize], values: (0..<(10 * batchSize)).map { _ in stream.normal() })
    let gradient = Tensor(shape: logits.shape)
    let labels = (0..<batchSize).map { UInt8($0 % 10) }
    return Benchmark("loop/loss") {
      SoftmaxCrossEntropy.lossAndGradient(logits: logits, labels: labels, gradient: gradient)
    } text: {
      "\($0.correct)"
    }
  }

  private static func weights(_ network: TrainableNetwork) -> Benchmark {
    let optimizer = MomentumSGD(
      parameters: network.parameters, momentum: 0.9, weightDecay: 5e-4)
    // The rate 0 does all the work of a step and leaves the network as it is.
    return Benchmark("loop/weights") {
      optimizer.step(learningRate: 0)
    } text: {
      "\(optimizer.velocities.count)"
    }
  }

  private static func shuffles(_ network: TrainableNetwork, _ projection: ShuffleProjection)
    -> Benchmark
  {
    let optimizer = ShuffleOptimizer(shuffles: network.shuffles)
    let step = ShuffleStep(learningRate: 0, penaltyWeight: 1e-9, projection: projection)
    return Benchmark("loop/shuffles-\(projection.rawValue)") {
      optimizer.apply(step)
    } text: {
      "\(network.shuffles.count)"
    }
  }

  private static func penalty(_ network: TrainableNetwork) -> Benchmark {
    Benchmark("loop/penalty") {
      network.shuffles.reduce(0.0) { sum, shuffle in
        sum + (shuffle.matrix.map { PermutationPenalty.value(of: $0.value) } ?? 0)
      }
    } text: {
      "\(Int($0))"
    }
  }
}
