import ArgumentParser
import Certificates
import CertifiedTraining
import Foundation
import ImageData
import NeuralNet
import Reporting
import Runs
import Tensor
import Training

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluate a trained network: accuracy with its interval, confusion matrix.")

  @Option(name: .customLong("run"), help: ArgumentHelp("Folder of the run.", valueName: "run"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "Safetensors file of a network, in place of a run; see export.", valueName: "file"))
  var weights: String?

  @Option(help: ArgumentHelp("Folder of CIFAR-10 in its binary format.", valueName: "dir"))
  var data: String?

  @Flag(help: "Round every learned matrix to a permutation first.")
  var rounded = false

  @Option(
    help: ArgumentHelp(
      "Write the class that each image is taken for, one number a line, in the order of the data.",
      valueName: "file"))
  var predictions: String?

  @OptionGroup var common: CommonOptions

  private struct Answer: Encodable {
    let schema = "autoshuffle.evaluate/1"
    let images: Int
    let correct: Int
    let top1: Double
    let interval95: [Double]
    let loss: Double
    let perClass: [PerClass]
    let confusion: [[Int]]

    struct PerClass: Encodable {
      let name: String
      /// Null for a class without images.
      @ExplicitNull var top1: Double?
    }
  }

  func validate() throws {
    guard (folder == nil) != (weights == nil) else {
      throw ValidationError("give the network by one of --run RUN and --weights FILE")
    }
  }

  func run() throws {
    if let predictions { try OutputFile.requirePlace(for: predictions) }
    try Memory.require(0, threads: Parallel.threads)
    let (evaluation, images) = try evaluate()
    guard evaluation.isFinite else {
      throw Failure(
        .badData,
        "The network answers with numbers that are infinite or none; its weights are too large to be used."
      )
    }
    if let predictions {
      let text = evaluation.predictions.map { "\($0)\n" }.joined()
      try OutputFile.write(text, to: predictions)
    }
    let interval = evaluation.interval95
    let answer = Answer(
      images: evaluation.images, correct: evaluation.correct, top1: evaluation.top1,
      interval95: [interval.lowerBound, interval.upperBound], loss: evaluation.loss,
      perClass: zip(images.test.classNames, evaluation.top1PerClass).map {
        Answer.PerClass(name: $0, top1: $1)
      }, confusion: evaluation.confusion)
    try common.show(answer) {
      [
        "\(answer.correct) of \(answer.images) right, \(NumberText.percent(answer.top1)), "
          + "95 % interval [\(NumberText.percent(interval.lowerBound)), "
          + "\(NumberText.percent(interval.upperBound))], loss "
          + NumberText.fixed(answer.loss, 4)
      ]
        + answer.perClass.map {
          $0.name.padded(to: 16) + ($0.top1.map(NumberText.percent) ?? "no images")
        }
        + ["confusion (row: true class, column: predicted)"]
        + answer.confusion.map { $0.map { "\($0)".leftPadded(to: 6) }.joined() }
    }
  }

  private func evaluate() throws -> (Evaluation, ImageSplit) {
    if let weights { return try evaluate(try guarded { try NetworkFile(path: weights) }) }
    let directory = try guarded { try RunDirectory(opening: folder ?? "") }
    let (images, _) = try ImageInput.read(data)
    let trainer = try guarded { try directory.trainer(images) }
    return ((rounded ? trainer.evaluateRounded() : nil) ?? trainer.evaluate(), images)
  }

  private func evaluate(_ file: NetworkFile) throws -> (Evaluation, ImageSplit) {
    let network = try guarded { try file.makeNetwork() }
    let statistics = try guarded { try file.requireStatistics() }
    let (images, _) = try ImageInput.read(data)
    let evaluation = try guarded {
      var settings = TrainingConfiguration(network: network.configuration)
      // Nothing is trained, so that any number of training images will do.
      settings.batchSize = 1
      try settings.validate(for: images)
      let permutations = rounded ? CertifiedRun.rounding.permutations(of: network) : nil
      return Evaluation(
        of: network.inference(rounding: permutations ?? [:]), on: images.test,
        statistics: statistics, batchSize: settings.evaluationBatchSize)
    }
    return (evaluation, images)
  }
}
