import Foundation
import TestSupport
import Testing

/// The commands about images, networks and the machine, as far as they take seconds.
@Suite(.serialized) struct TrainingCommandTests {
  @Test func aDryRunShowsTheResolvedSettings() throws {
    let folder = try TinyImages.folder()
    let outcome = try Program.run(
      "train", "--dry-run", "--json", "--data", folder.url.path, "--batch-size", "4",
      "--shuffle", "fixed", "--width", "1", "--epochs", "3", "--limit", "8")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let plan = try outcome.object()
    #expect(plan["schema"] as? String == "autoshuffle.plan/1")
    #expect(plan["parameters"] as? Int == 1_263_854)
    #expect(plan["trainingImages"] as? Int == 8)
    #expect(plan["testImages"] as? Int == 2)
    let settings = try #require(plan["configuration"] as? [String: Any])
    #expect(settings["epochs"] as? Int == 3)
  }

  /// The text of a dry run is the plan and then settings that --config reads back.
  @Test func theSettingsOfADryRunAreAConfiguration() throws {
    let folder = try TinyImages.folder()
    let options = ["train", "--dry-run", "--data", folder.url.path]
    let first = try Program.run(
      options + [
        "--batch-size", "4", "--lambda", "0.07", "--schedule", "step", "--milestones", "12,18.5",
        "--step-factor", "0.2", "--warm-up", "3", "--momentum", "0.8", "--no-nesterov",
        "--weight-decay", "0.001", "--label-smoothing", "0.1", "--no-augmentation",
        "--shuffle-learning-rate", "0.02", "--evaluation-batch-size", "100",
      ])
    #expect(first.code == 0, "\(first.errors)")
    let config = try folder.write(first.output, to: "run.toml")
    let second = try Program.run(options + ["--config", config])
    #expect(withoutMemory(second.output) == withoutMemory(first.output))
    for setting in [
      "penaltyWeight = 0.07", "kind = 'step'", "milestones = [ 12.0, 18.5 ]", "factor = 0.2",
      "warmUp = 3.0", "momentum = 0.8", "nesterov = false", "weightDecay = 0.001",
      "labelSmoothing = 0.1", "augmentation = false", "shuffleLearningRate = 0.02",
      "evaluationBatchSize = 100",
    ] {
      #expect(first.output.contains(setting), "\(setting)")
    }
    // A flag changes its part of the file's schedule; another schedule starts from its own
    // defaults.
    let changed = try Program.run(options + ["--config", config, "--milestones", "7"])
    #expect(
      withoutMemory(changed.output)
        == withoutMemory(
          first.output.replacingOccurrences(of: "[ 12.0, 18.5 ]", with: "[ 7.0 ]")))
    let cycle = try Program.run(
      options + ["--config", config, "--schedule", "one-cycle", "--cycle-rise", "0.5"])
    let schedule = "kind = 'one-cycle'\nrise = 0.5\nstart = 0.1\nwarmUp = 3.0\n"
    #expect(cycle.output.hasSuffix(schedule), "\(cycle.output)")
  }

  /// The text of a dry run but for the line of the peak, which counts what the process has
  /// occupied.
  private func withoutMemory(_ text: String) -> [String] {
    text.components(separatedBy: "\n").filter { !$0.hasPrefix("# peak memory") }
  }

  /// A run keeps its resolved settings; a checkpoint of another format is refused in a sentence.
  @Test func aRunKeepsItsSettings() throws {
    let folder = try TinyImages.folder()
    let options = [
      "--data", folder.url.path, "--batch-size", "4", "--shuffle", "fixed", "--epochs", "1",
      "--schedule", "cosine", "--warm-up", "0.5",
    ]
    let plan = try Program.run(["train", "--dry-run"] + options)
    let run = folder.path("run")
    let outcome = try Program.run(["train", "--quiet", "--out", run] + options)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let settings = try String(contentsOfFile: run + "/config.toml", encoding: .utf8)
    #expect(plan.output.hasSuffix("\n\n" + settings), "\(settings)")

    let checkpoint = URL(fileURLWithPath: run + "/checkpoint.asn")
    var bytes = try Data(contentsOf: checkpoint)
    let version = try #require(bytes.range(of: Data("checkpoint/4".utf8)))
    bytes[version.upperBound - 1] = UInt8(ascii: "1")
    try bytes.write(to: checkpoint)
    for command in [
      ["evaluate", "--run", run, "--data", folder.url.path],
      ["train", "--resume", "--out", run, "--data", folder.url.path],
    ] {
      let refusal = try Program.run(command)
      #expect(refusal.code == 65)
      #expect(refusal.errors.contains("has the format version 1, this program reads version"))
    }
  }

  /// The peak that a dry run tells is that of the run, to within a tenth: measured, at most 5 %
  /// apart, here and on CIFAR-10.
  @Test(arguments: ["fixed", "learned", "relaxed"])
  func thePlannedMemoryIsOccupied(shuffle: String) throws {
    let folder = try TinyImages.folder()
    for k in 1...5 {
      try TinyImages.write((0..<13).map { $0 % 10 }, to: "data_batch_\(k).bin", in: folder)
    }
    let options = [
      "train", "--json", "--data", folder.url.path, "--batch-size", "64", "--shuffle", shuffle,
      "--epochs", "1",
    ]
    let plan = try Program.run(options + ["--dry-run"]).object()
    let planned = try #require((plan["memory"] as? [String: Double])?["peakMiB"])
    let run = try Program.run(options).object()
    let peak = try #require((run["last"] as? [String: Any])?["peakMemoryMiB"] as? Double)
    #expect(abs(planned - peak) <= 0.1 * peak, "\(planned) planned, \(peak) occupied")
  }

  /// Whole numbers need no decimal point in a file.
  @Test func wholeNumbersAreNumbers() throws {
    let folder = try TinyImages.folder()
    let config = try folder.write(
      """
      momentum = 0
      batchSize = 4
      [network]
      model = "shufflenet-v2"
      width = "1"
      shuffle = "fixed"
      [schedule]
      kind = "step"
      milestones = [6, 12]
      """, to: "run.toml")
    let outcome = try Program.run(
      "train", "--dry-run", "--data", folder.url.path, "--config", config)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("momentum = 0.0\n"))
    #expect(outcome.output.contains("milestones = [ 6.0, 12.0 ]"))
  }

  /// The settings that the README shows are all there are, and the defaults.
  @Test func theReadmeTellsTheDefaults() throws {
    let folder = try TinyImages.folder()
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```toml\n").last)
    let config = try folder.write(
      try #require(block.components(separatedBy: "```").first), to: "run.toml")
    let options = ["train", "--dry-run", "--data", folder.url.path, "--limit", "4"]
    let few = ["--batch-size", "4", "--threads", "2"]
    let shown = try Program.run(options + few + ["--config", config])
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(
      withoutMemory(shown.output) == withoutMemory(try Program.run(options + few).output))
    // Every key of the resolved settings is shown; `classes` is for other data than CIFAR-10.
    let keys = shown.output.split(separator: "\n").compactMap { line in
      line.contains(" = ") ? line.split(separator: " ").first.map(String.init) : nil
    }
    #expect(keys.count > 20)
    for key in keys where key != "classes" { #expect(block.contains("\(key) = "), "\(key)") }
  }

  /// The defaults that the help tells are those that a dry run shows.
  @Test func theHelpTellsTheDefaults() throws {
    let folder = try TinyImages.folder()
    // More training images than there are: only the defaults of the settings matter here.
    for k in 1...5 {
      try TinyImages.write(
        [Int](repeating: k, count: 30), to: "data_batch_\(k).bin", in: folder)
    }
    let plan = try Program.run("train", "--dry-run", "--json", "--data", folder.url.path).object()
    let settings = try #require(plan["configuration"] as? [String: Any])
    let help = try Program.run("train", "--help").output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for (option, field) in [
      ("--epochs <epochs> Epochs", "epochs"),
      ("--batch-size <batch-size> Images of a training step", "batchSize"),
      ("--lambda <lambda> Final weight of the permutation penalty", "penaltyWeight"),
      ("--learning-rate <learning-rate> Largest learning rate of the weights", "learningRate"),
      ("--seed <seed> Root of all random numbers", "seed"),
      ("Step size of the shuffle matrices", "shuffleLearningRate"),
      ("What the velocity of the weights keeps at a step", "momentum"),
      ("Weight decay of convolutions and the classifier", "weightDecay"),
      ("Part of each target spread evenly over all classes", "labelSmoothing"),
      ("Images of a batch of the evaluation", "evaluationBatchSize"),
    ] {
      let value = try #require(settings[field] as? NSNumber)
      #expect(help.contains("\(option) (default: \(value))"), "\(field) is \(value)")
    }
    #expect(settings["nesterov"] as? Bool == true && settings["augmentation"] as? Bool == true)
    #expect(help.contains("form of momentum (default: yes)"))
    #expect(help.contains("random flips (default: yes)"))
    let schedule = try #require(settings["schedule"] as? [String: Any])
    #expect(schedule["kind"] as? String == "one-cycle" && schedule["warmUp"] as? Double == 0)
    #expect(help.contains("weights (default: one-cycle)"))
    #expect(help.contains("before any schedule (default: 0)"))
    for (option, field) in [("in which it rises", "rise"), ("it starts from", "start")] {
      let value = try #require(schedule[field] as? NSNumber)
      #expect(help.contains("\(option) (default: \(value))"), "\(field) is \(value)")
    }
  }

  @Test func doctorAnswersInJSON() throws {
    let outcome = try Program.run("doctor", "--json")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    let answer = try outcome.object()
    #expect(answer["schema"] as? String == "autoshuffle.doctor/1")
    #expect((answer["blasCore"] as? String)?.isEmpty == false)
    #expect((answer["gmp"] as? String)?.hasPrefix("6.") == true)
  }

  @Test func handMadeImagesAreInspected() throws {
    let folder = try TinyImages.folder()
    let outcome = try Program.run("data", "inspect", folder.url.path, "--json")
    #expect(outcome.code == 0)
    let answer = try outcome.object()
    #expect(answer["schema"] as? String == "autoshuffle.data/1")
    let test = try #require(answer["test"] as? [String: Any])
    #expect(test["images"] as? Int == 2)
    // Grey 160 and 180 of 255: mean 2/3.
    let statistics = try #require(test["statistics"] as? [String: Any])
    let means = try #require(statistics["means"] as? [Double])
    #expect(means.allSatisfy { ($0 - 2.0 / 3).magnitude < 1e-12 })
  }

  @Test func synthesisedImagesAreInspected() throws {
    let folder = try TemporaryFolder()
    let made = try Program.run("data", "synthesise", folder.path("images"), "--json")
    #expect(made.code == 0)
    let answer = try made.object()
    #expect(answer["schema"] as? String == "autoshuffle.synthesise/1")
    #expect(answer["trainingImages"] as? Int == 10_000 && answer["testImages"] as? Int == 2000)
    // They are not written over.
    let refused = try Program.run("data", "synthesise", folder.path("images"))
    #expect(refused.code == 65 && refused.errors.contains("is there already"), "\(refused.errors)")
    let outcome = try Program.run("data", "inspect", folder.path("images"))
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("training: 10000 images\n"))
    #expect(outcome.output.contains("test: 2000 images\n"))
  }
}
