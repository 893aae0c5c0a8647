import ArgumentParser
import CertifiedTraining
import Files
import Foundation
import ImageData
import NeuralNet
import Reporting
import Runs
import Tensor

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

  @Option(parsing: .unconditional, help: "Threads (default: all processors).")
  var threads: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if quick && full { throw ValidationError("choose one of --quick and --full") }
    if quick && data != nil {
      throw ValidationError("--quick uses the built-in images; drop --data")
    }
  }

  func run() throws {
    try Memory.require(0, threads: threads ?? Parallel.threads)
    if let updateBaseline { try OutputFile.requirePlace(for: updateBaseline) }
    let plan: RegressionPlan = quick ? .quick : full ? .full : .standard
    let (images, name) = try input(plan)
    let progress = ProgressLine(isSilent: common.quiet)
    progress.note("data: \(name), \(images.training.count) + \(images.test.count) images")
    let seeds =
      updateBaseline == nil ? plan.seeds : (0..<UInt64(RegressionBaseline.seedCount)).map { $0 }
    progress.note("first steps of each variant")
    let firstSteps = try guarded {
      try ShuffleKind.allCases.map { try FirstSteps(of: $0, threads: threads) }
    }
    let again = try guarded { try FirstSteps(of: .learned, threads: threads) }
    let runs = RegressionRuns(plan, images: images, folder: out, threads: threads)
    var results: [VariantResult] = []
    for seed in seeds {
      for shuffle in ShuffleKind.allCases {
        progress.note("\(shuffle.rawValue) shuffles, seed \(seed)")
        results.append(
          try guarded {
            try runs.result(shuffle, seed: seed) { progress.note(TrainingText.line($0)) }
          })
      }
    }
    if let updateBaseline {
      let baselines = RegressionBaselines.committed.renewed(
        firstSteps, RegressionBaseline(plan: plan, results: results))
      try OutputFile.write(try JSONText.encode(baselines) + "\n", to: updateBaseline)
    }
    let report = RegressionReport(
      plan: plan, data: name, firstSteps: firstSteps, again: [again], variants: results,
      baselines: updateBaseline == nil ? .committed : nil)
    try common.show(report) { RegressionText.lines(report) }
    if report.verdict != "pass" { throw ExitCode(Failure.Code.refuted.rawValue) }
  }

  private func input(_ plan: RegressionPlan) throws -> (images: ImageSplit, name: String) {
    if plan.usesBuiltInImages { return (ImageInput.builtIn, "the built-in shapes") }
    guard data != nil || ImageInput.environmentFolder != nil else {
      throw Failure(
        .missingFile,
        "CIFAR-10 is needed: give --data DIR or set \(ImageInput.variable), or use --quick.")
    }
    return (try ImageInput.read(data).images, "CIFAR-10")
  }
}
