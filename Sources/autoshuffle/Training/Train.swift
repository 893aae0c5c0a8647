import ArgumentParser
import CertifiedTraining
import Exact
import Foundation
import ImageData
import NeuralNet
import Reporting
import Runs
import Tensor
import Training

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network; certify its learned shuffles exactly after every epoch.",
    discussion: """
      Without --data and without the environment variable AUTOSHUFFLE_CIFAR10 the built-in data \
      set is used. The run folder holds config.toml, metrics.jsonl, certificates.jsonl, the last \
      checkpoint and the full certificates of the shuffles.
      """)

  @OptionGroup var settings: TrainingOptions

  @Option(help: ArgumentHelp("Folder of CIFAR-10 in its binary format.", valueName: "dir"))
  var data: String?

  @Option(help: ArgumentHelp("Folder for the run.", valueName: "run"))
  var out: String?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("Start from the weights of a safetensors file.", valueName: "file"))
  var initialWeights: String?

  @Flag(help: "Go on with the run in --out from its last checkpoint.")
  var resume = false

  @Flag(help: "Print the resolved settings and the size of the network, and stop.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  private struct Plan: Encodable {
    let schema = "autoshuffle.plan/1"
    let configuration: TrainingConfiguration
    let data: String
    let trainingImages: Int
    let testImages: Int
    let parameters: Int
    let multiplyAddsPerImage: Int
    let memory: MemoryPlan
  }

  private struct Answer: Encodable {
    let schema = "autoshuffle.train/1"
    let last: EpochRecord
    let shuffles: [ShuffleCertificate]
    let run: String?
  }

  func validate() throws {
    if resume, out == nil {
      throw ValidationError("--resume needs --out RUN, the run to go on with")
    }
    if resume, initialWeights != nil {
      throw ValidationError("--resume goes on with the run's own weights; give no --init")
    }
    if initialWeights != nil, settings.permutationsFile != nil {
      throw ValidationError("--init brings its own permutations; give no file of --permutations")
    }
    if resume, settings.isGiven {
      throw ValidationError("--resume goes on with the run's own settings; give no others")
    }
  }

  func run() throws {
    // What the user wrote is judged before images are read or made, which takes a while.
    if resume, let out { return try goOn(out) }
    let configuration = try settings.resolve()
    let (trainer, name) = try makeTrainer(configuration)
    if dryRun { return try show(Self.plan(trainer, name)) }
    try train(trainer, after: [], try makeDirectory(configuration), name)
  }

  private func goOn(_ run: String) throws {
    if dryRun {
      let directory = try guarded { try RunDirectory(opening: run) }
      let (images, name) = try ImageInput.read(data)
      return try show(Self.plan(try guarded { try directory.trainer(images) }, name))
    }
    let directory = try guarded { try RunDirectory(resuming: run) }
    let (images, name) = try ImageInput.read(data)
    let (trainer, past) = try guarded { try directory.resume(images) }
    try train(trainer, after: past, directory, name)
  }

  /// The trainer, and the name of the data; images that are not used are not kept.
  private func makeTrainer(_ configuration: TrainingConfiguration) throws -> (Trainer, String) {
    let start = try start(configuration)
    if start == nil, configuration.network.permutations == .given {
      throw Failure(
        .usage, "The permutations of the run are given by a file: name it by --permutations FILE.")
    }
    let (images, name) = try ImageInput.read(data)
    let trainer = try guarded {
      guard let start else {
        return try Trainer(
          configuration: configuration, images: images, rounding: CertifiedRun.rounding)
      }
      return try Trainer(
        configuration: configuration, start: start, images: images,
        rounding: CertifiedRun.rounding)
    }
    return (trainer, name)
  }

  /// What files give the run to start from, if any.
  private func start(_ configuration: TrainingConfiguration) throws -> Trainer.Start? {
    if let initialWeights {
      return .weights(try guarded { try NetworkFile(path: initialWeights) })
    }
    guard let path = settings.permutationsFile else { return nil }
    let network = TrainableNetwork(configuration: configuration.network, seed: configuration.seed)
    return .permutations(try PermutationFile.read(path, for: network))
  }

  private func makeDirectory(_ configuration: TrainingConfiguration) throws -> RunDirectory? {
    guard let out else { return nil }
    return try guarded { try RunDirectory(creating: out, for: configuration) }
  }

  private func train(
    _ trainer: Trainer, after past: [CertifiedRun.Epoch], _ directory: RunDirectory?, _ data: String
  ) throws {
    let plan = trainer.memoryPlan
    try Memory.require(
      Int((plan.stepMiB + plan.epochEndMiB) * 1_048_576), threads: trainer.configuration.threads)
    let progress = ProgressLine(isSilent: common.quiet)
    progress.note("data: \(data)")
    if directory == nil {
      progress.note("nothing is kept of this run; --out FOLDER keeps its network and certificates")
    }
    for file in directory?.keptAside ?? [] { progress.note("a file in the way is kept as \(file)") }
    let epochs = trainer.configuration.epochs
    trainer.onStep = { event in
      let done = Double(event.epoch - 1) + Double(event.step) / Double(event.stepsPerEpoch)
      progress.update(
        "epoch \(event.epoch)/\(epochs), loss \(NumberText.fixed(event.loss, 3))",
        done: done / Double(epochs))
    }
    let run = CertifiedRun(trainer)
    run.onCertificate = { try directory?.record($0, $1, of: trainer) }
    var refuted = past.flatMap(\.theorems.refuted)
    var last: CertifiedRun.Epoch?
    while let epoch = try guarded({ try run.nextEpoch() }) {
      last = epoch
      refuted += epoch.theorems.refuted
      progress.note(TrainingText.line(epoch))
      try guarded { try directory?.record(epoch, of: trainer) }
    }
    guard let last else {
      throw Failure(.usage, "The run is complete: all \(epochs) epochs are done.")
    }
    if let problem = refuted.first {
      throw Failure(.refuted, "This run refutes a theorem: \(problem).")
    }
    try common.show(
      Answer(last: last.record, shuffles: last.shuffles, run: directory?.path)
    ) { common.quiet ? [TrainingText.line(last)] : [] }
    if last.shuffles.contains(where: { $0.verdict == .refuted }) {
      throw ExitCode(Failure.Code.refuted.rawValue)
    }
  }

  private func show(_ plan: Plan) throws {
    let settings = try ConfigurationFile.text(of: plan.configuration)
    try common.show(plan) {
      [
        // As comments, so that the whole is a file for --config.
        "# data            \(plan.data), \(plan.trainingImages) + \(plan.testImages) images",
        "# parameters      \(plan.parameters)",
        "# multiply-adds   \(plan.multiplyAddsPerImage) an image",
        "# peak memory     \(NumberText.fixed(plan.memory.peakMiB, 0)) MiB, of which "
          + "\(NumberText.fixed(plan.memory.stepMiB, 0)) for a training step",
        "", settings,
      ]
    }
  }

  private static func plan(_ trainer: Trainer, _ name: String) -> Plan {
    Plan(
      configuration: trainer.configuration, data: name,
      trainingImages: trainer.imageCounts.training,
      testImages: trainer.imageCounts.test, parameters: trainer.network.parameterCount,
      multiplyAddsPerImage: trainer.network.multiplyAdds(
        height: ImageSet.side, width: ImageSet.side), memory: trainer.memoryPlan)
  }
}
