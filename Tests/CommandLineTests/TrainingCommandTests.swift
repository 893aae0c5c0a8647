import Foundation
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
    let first = try Program.run(options + ["--batch-size", "4", "--lambda", "0.07"])
    #expect(first.code == 0, "\(first.errors)")
    let parts = first.output.components(separatedBy: "\n\n")
    let config = try folder.write(parts.dropFirst().joined(separator: "\n\n"), to: "run.toml")
    let second = try Program.run(options + ["--config", config])
    #expect(second.output == first.output)
    #expect(first.output.contains("penaltyWeight = 0.07"))
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
    ] {
      let value = try #require(settings[field] as? NSNumber)
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
    let made = try Program.run("data", "synthesise", folder.path("images"))
    #expect(made.code == 0)
    #expect(made.output == "")
    let outcome = try Program.run("data", "inspect", folder.path("images"))
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("training: 10000 images\n"))
    #expect(outcome.output.contains("test: 2000 images\n"))
  }
}
