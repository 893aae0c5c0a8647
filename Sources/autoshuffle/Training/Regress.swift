import ArgumentParser
import CertifiedTraining
import Foundation
import ImageData
import NeuralNet
import Reporting
import Training

struct Regress: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The end-to-end regression run: train fixed, learned and relaxed shuffles, certify.",
    discussion: """
      Trains the three variants from the same seeds, certifies every learned matrix exactly after \
      every epoch, rounds, evaluates, and compares accuracies with a committed baseline. \
      --quick uses the built-in data set (minutes); the default and --full use CIFAR-10.
      """)

  @Flag(help: "The built-in data set, a few minutes.")
  var quick = false

  @Flag(help: "All of CIFAR-10, three seeds, hours; give --out to make it resumable.")
  var full = false

  @Option(help: ArgumentHelp("Folder of CIFAR-10 in its binary format.", valueName: "dir"))
  var data: String?

  @Option(
    help: ArgumentHelp("Folder for the runs; finished ones are not repeated.", valueName: "dir"))
  var out: String?

  @Option(
    help: ArgumentHelp("Train five seeds and write the baseline to this file.", valueName: "file"))
  var updateBaseline: String?

  @Option(help: "Threads (default: all processors).")
  var threads: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if quick && full { throw ValidationError("choose one of --quick and --full") }
    if quick && data != nil {
      throw ValidationError("--quick uses the built-in images; drop --data")
    }
  }

  func run() throws {
    let plan: RegressionPlan = quick ? .quick : full ? .full : .standard
    let (images, name) = try input(plan)
    let progress = ProgressLine(isSilent: common.quiet)
    progress.note("data: \(name), \(images.training.count) + \(images.test.count) images")
    let seeds =
      updateBaseline == nil ? plan.seeds : (0..<UInt64(RegressionBaseline.seedCount)).map { $0 }
    var results: [VariantResult] = []
    for seed in seeds {
      for shuffle in ShuffleKind.allCases {
        results.append(try variant(plan, shuffle, seed, images, progress))
      }
    }
    if let updateBaseline {
      let baseline = RegressionBaseline(plan: plan, results: results)
      guard
        (try? Data((try JSONText.encode([baseline]) + "\n").utf8)
          .write(to: URL(fileURLWithPath: updateBaseline))) != nil
      else { throw Failure(.badData, "The baseline \(updateBaseline) cannot be written.") }
    }
    let report = RegressionReport(
      plan: plan, data: name, variants: results,
      baseline: updateBaseline == nil ? .committed(plan) : nil)
    try common.show(report) { RegressionText.lines(report) }
    if report.verdict != "pass" { throw ExitCode(Failure.Code.refuted.rawValue) }
  }

  private func input(_ plan: RegressionPlan) throws -> (images: ImageSplit, name: String) {
    if plan.usesBuiltInImages { return (ImageInput.builtIn, "the built-in shapes") }
    guard let folder = data ?? ProcessInfo.processInfo.environment[ImageInput.variable] else {
      throw Failure(
        .missingFile,
        "CIFAR-10 is needed: give --data DIR or set \(ImageInput.variable), or use --quick")
    }
    return (try ImageInput.read(folder: folder), "CIFAR-10")
  }

  private func variant(
    _ plan: RegressionPlan, _ shuffle: ShuffleKind, _ seed: UInt64, _ images: ImageSplit,
    _ progress: ProgressLine
  ) throws -> VariantResult {
    let name = "\(plan.rawValue)-\(shuffle.rawValue)-\(seed)"
    let finished = out.map { "\($0)/\(name)/result.json" }
    if let finished, let data = FileManager.default.contents(atPath: finished),
      let result = try? JSONDecoder().decode(VariantResult.self, from: data)
    {
      progress.note("\(name) is finished already")
      return result
    }
    var configuration = try plan.configuration(shuffle, seed: seed)
    if let threads { configuration.threads = threads }
    let (trainer, directory) = try start(configuration, name, images)
    progress.note("\(name): \(trainer.configuration.epochs) epochs")
    return try guarded {
      let result = try VariantRun.finish(trainer) { epoch in
        progress.note(TrainingText.line(epoch))
        try directory?.record(epoch, of: trainer)
      }
      try directory?.write(try JSONText.encode(result), to: "result.json")
      return result
    }
  }

  private func start(
    _ configuration: TrainingConfiguration, _ name: String, _ images: ImageSplit
  ) throws -> (Trainer, RunDirectory?) {
    try guarded {
      guard let out else {
        return (
          try Trainer(
            configuration: configuration, images: images, rounding: CertifiedRun.rounding), nil
        )
      }
      let path = "\(out)/\(name)"
      if let directory = try? RunDirectory(opening: path) {
        let trainer = try directory.resumeTrainer(images)
        try directory.truncateLogs(to: trainer.epochsDone)
        return (trainer, directory)
      }
      let trainer = try Trainer(
        configuration: configuration, images: images, rounding: CertifiedRun.rounding)
      return (trainer, try RunDirectory(creating: path, for: configuration))
    }
  }
}
