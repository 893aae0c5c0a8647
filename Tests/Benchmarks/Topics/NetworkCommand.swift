import ArgumentParser
import Foundation
import ImageData
import NeuralNet
import Optimizers
import RandomStreams
import StepArithmetic
import Tensor
import Training

/// Times training steps or inference of a network on random images.
///
/// One configuration a process, so that the peak memory is that of the configuration alone. Prints
/// the lines that the peers print: `sample` with the seconds of a batch, `peak` with bytes.
struct NetworkCommand: ParsableCommand {
  enum Task: String, ExpressibleByArgument {
    case train, infer
  }

  enum Model: String, ExpressibleByArgument, CaseIterable {
    case v13 = "v1-3"
    case v18 = "v1-8"
    case v2Half = "v2-0.5"
    case v2One = "v2-1"
    case v2OneAndHalf = "v2-1.5"

    var architecture: Architecture {
      switch self {
      case .v13: .v1(groups: 3)
      case .v18: .v1(groups: 8)
      case .v2Half: .v2(width: .half)
      case .v2One: .v2(width: .one)
      case .v2OneAndHalf: .v2(width: .oneAndHalf)
      }
    }
  }

  enum Shuffle: String, ExpressibleByArgument {
    case fixed, learned, rounded
  }

  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "Times training steps or inference of a whole network.")

  @Argument(help: "train or infer.")
  var task: Task

  @Argument(help: "v1-3, v1-8, v2-0.5, v2-1 or v2-1.5.")
  var model: Model

  @Argument(help: "fixed, learned, or rounded: learned ones after rounding.")
  var shuffle: Shuffle

  @Option(help: "Threads.")
  var threads = 2

  @Option(help: "Images of a batch.")
  var batch = 128

  @Option(help: "Steps that are timed.")
  var steps = 6

  @Option(help: "Steps before them.")
  var warmUp = 2

  func run() throws {
    Parallel.threads = threads
    let network = TrainableNetwork(
      configuration: try NetworkConfiguration(
        architecture: model.architecture, shuffle: shuffle == .fixed ? .fixed : .learned),
      seed: 1)
    var stream = RandomStream(root: 1, name: "images")
    if shuffle == .rounded {
      for shuffle in network.shuffles {
        shuffle.freeze(to: stream.shuffled(Array(0..<shuffle.size)))
      }
    }
    let images = Tensor(shape: [3, batch, ImageSet.side, ImageSet.side])
    for i in 0..<images.count { images.pointer[i] = stream.normal() }
    let labels = (0..<batch).map { _ in UInt8(stream.index(below: 10)) }
    let operation = operation(network, images, labels)

    for _ in 0..<warmUp { operation() }
    var walls: [Double] = []
    var processors: [Double] = []
    for _ in 0..<steps {
      let (wall, processor) = (Clock.wall, Clock.processor)
      operation()
      walls.append(Clock.wall - wall)
      processors.append(Clock.processor - processor)
    }
    report(wall: median(walls), processor: median(processors))
  }

  private func operation(
    _ network: TrainableNetwork, _ images: Tensor, _ labels: [UInt8]
  ) -> () -> Void {
    guard task == .train else {
      let inference = network.inference()
      return { _ = inference.logits(images) }
    }
    let gradient = Tensor(shape: [10, batch])
    let weights = MomentumSGD(parameters: network.parameters, momentum: 0.9, weightDecay: 4e-5)
    let shuffles = ShuffleOptimizer(shuffles: network.shuffles)
    let step = ShuffleStep(learningRate: 0.01, penaltyWeight: 0.01, projection: .repair)
    return {
      let logits = network.forward(images)
      _ = SoftmaxCrossEntropy.lossAndGradient(logits: logits, labels: labels, gradient: gradient)
      network.backward(gradient)
      weights.step(learningRate: 0.05)
      shuffles.apply(step)
    }
  }

  private func report(wall: Double, processor: Double) {
    let name = "\(task)/\(model.rawValue)-\(shuffle)-\(threads)"
    let sample = Sample(
      program: Sample.own, benchmark: name, wall: wall, processor: processor,
      result: "batch \(batch)")
    print(sample.line)
    let peak = ProcessUsage().peakMemoryMiB
    print(["peak", Sample.own, name, "\(Int(peak * 1_048_576))"].joined(separator: "\t"))
    let text = String(
      format: "%.0f images/s, %.0f a CPU-second, %.0f MiB\n", Double(batch) / wall,
      Double(batch) / processor, peak)
    FileHandle.standardError.write(Data("\(name): \(text)".utf8))
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
