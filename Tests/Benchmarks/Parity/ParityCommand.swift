import ArgumentParser
import Files
import Foundation
import NeuralNet
import Optimizers
import StepArithmetic
import Tensor
import Training

/// Writes what `Tests/Parity/parity.py` compares.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Export a network, a batch and what is computed of them, for Tests/Parity/parity.py.",
    discussion: """
      Writes network.safetensors, the initial weights, and parity.safetensors: images and labels, \
      logits and gradients of the first step, the losses of ten steps, and the state after them.
      """)

  @Option(help: "Folder to write to; it must exist.")
  var out: String

  @Option(help: "v1-3, v1-8, v2-0.5, v2-1 or v2-1.5.")
  var network = "v2-0.5"

  @Option(help: "fixed, learned or relaxed.")
  var shuffle = "learned"

  @Option(help: "Start of training: seeded or conditioned.")
  var start = "seeded"

  @Option(help: "Images of the batch.")
  var batch = 8

  @Option(help: "Height and width of the images.")
  var side = 32

  @Option(help: "The root seed.")
  var seed: UInt64 = 1

  @Option(help: "Threads.")
  var threads = Parallel.threads

  func run() throws {
    guard
      let architecture = ParityCase.architectures.first(where: { $0.name == network })?
        .architecture,
      let kind = ShuffleKind(rawValue: shuffle), let start = ParityCase.Start(rawValue: start)
    else {
      throw ValidationError("there is no \(start) \(network) with \(shuffle) shuffles")
    }
    let subject = try ParityCase(
      architecture, kind, start: start, batch: batch, side: side, seed: seed)
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try NetworkFile.write(
      subject.network, statistics: nil,
      to: folder.appendingPathComponent("network.safetensors").path)
    let outcome = Parallel.withThreads(threads) { subject.run() }
    let bytes = SafetensorsWriter.file(tensors(subject, outcome), metadata: metadata)
    try Data(bytes).write(to: folder.appendingPathComponent("parity.safetensors"))
  }

  private var metadata: [String: String] {
    typealias Recipe = ParityCase.Recipe
    return [
      "network": network, "shuffle": shuffle, "start": start, "batch": "\(batch)",
      "side": "\(side)",
      "seed": "\(seed)", "learningRate": "\(Recipe.learningRate)",
      "momentum": "\(Recipe.momentum)", "weightDecay": "\(Recipe.weightDecay)",
      "shuffleLearningRate": "\(Recipe.shuffleLearningRate)",
      "penaltyWeight": "\(shuffle == "learned" ? Recipe.penaltyWeight : 0)",
      "projection": Recipe.projection.rawValue,
    ]
  }

  private func tensors(
    _ subject: ParityCase, _ outcome: ParityCase.Outcome
  ) -> [SafetensorsWriter.Tensor] {
    let logits = [subject.network.configuration.classes, batch]
    return [
      SafetensorsWriter.Tensor(
        name: "losses", type: .f64, shape: [outcome.losses.count],
        bytes: outcome.losses.map(\.bitPattern.littleEndian).withUnsafeBytes(Array.init)),
      floats("images", subject.images.shape, subject.images.values),
      floats("logits", logits, outcome.logits),
      floats("finalLogits", logits, outcome.finalLogits),
    ]
      + outcome.gradients.map { floats("gradient." + $0.name, $0.shape, $0.values) }
      + outcome.final.map { floats("final." + $0.name, $0.shape, $0.values) }
      + [
        SafetensorsWriter.Tensor(
          name: "labels", type: .u8, shape: [batch], bytes: subject.labels)
      ]
  }

  private func floats(
    _ name: String, _ shape: [Int], _ values: [Float]
  ) -> SafetensorsWriter.Tensor {
    SafetensorsWriter.Tensor(
      name: name, type: .f32, shape: shape,
      bytes: values.map(\.bitPattern.littleEndian).withUnsafeBytes(Array.init))
  }
}
