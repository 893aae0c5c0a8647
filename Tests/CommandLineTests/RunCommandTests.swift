import Foundation
import TestSupport
import Testing

/// What `train`, `evaluate`, `regress` and `data` do beside the good way.
@Suite(.serialized) struct RunCommandTests {
  private func train(_ data: TemporaryFolder, _ flags: String...) throws -> Program.Outcome {
    try Program.run(
      [
        "train", "--batch-size", "4", "--threads", "1", "--shuffle", "fixed", "--data",
        data.url.path,
      ]
        + flags)
  }

  private func contents(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data())
      })
  }

  @Test func whetherARunIsKeptIsSaid() throws {
    let data = try TinyImages.folder()
    let note = "nothing is kept of this run"
    let lost = try train(data, "--epochs", "1")
    #expect(lost.code == 0 && lost.errors.contains(note), "\(lost.errors)")
    let kept = try train(data, "--epochs", "1", "--out", data.path("run"))
    #expect(kept.code == 0 && !kept.errors.contains(note), "\(kept.errors)")
  }

  @Test func aRunIsLookedAtWithoutAChange() throws {
    let data = try TinyImages.folder()
    let run = data.path("run")
    #expect(try train(data, "--epochs", "1", "--out", run, "--quiet").code == 0)
    let before = try contents(run)
    let dry = try Program.run(
      "train", "--resume", "--dry-run", "--data", data.url.path, "--out", run)
    #expect(dry.code == 0, "\(dry.errors)")
    #expect(dry.output.contains("epochs = 1\n"))
    #expect(try contents(run) == before)
    // Without its data the run is not tested on others.
    let evaluation = try Program.run("evaluate", "--run", run)
    #expect(evaluation.code == 65 && evaluation.errors.contains("--data"), "\(evaluation.errors)")
  }

  @Test func aConfigurationInTheFolderOfTheRunIsKept() throws {
    let data = try TinyImages.folder()
    try FileManager.default.createDirectory(
      atPath: data.path("run"), withIntermediateDirectories: true)
    let mine = """
      # my notes
      epochs = 1
      [network]
      model = "shufflenet-v2"
      width = "0.5"
      shuffle = "fixed"
      """
    let config = try data.write(mine, to: "run/config.toml")
    let outcome = try Program.run(
      "train", "--batch-size", "4", "--threads", "1", "--data", data.url.path, "--config", config,
      "--out", data.path("run"))
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("kept as \(config).before"))
    #expect(try data.text("run/config.toml.before") == mine)
  }

  /// A class without images has no accuracy, which is said and not left out.
  @Test func aClassWithoutImagesIsNull() throws {
    let data = try TinyImages.folder()
    let run = data.path("run")
    #expect(try train(data, "--epochs", "1", "--out", run, "--quiet").code == 0)
    let outcome = try Program.run("evaluate", "--run", run, "--data", data.url.path, "--json")
    let classes = try #require(try outcome.object()["perClass"] as? [[String: Any]])
    // The test images are of the classes 8 and 9.
    #expect(classes.map { $0["top1"] is NSNull } == (0..<10).map { $0 < 8 })
  }

  @Test func negativeNumbersAreNoMissingValues() throws {
    let data = try TinyImages.folder()
    for flags in [["--seed", "-1"], ["--epochs", "-1"], ["--momentum", "-0.5"]] {
      let outcome = try Program.run(["train", "--dry-run", "--data", data.url.path] + flags)
      #expect(outcome.code == 64)
      #expect(!outcome.errors.contains("Missing value"), "\(outcome.errors)")
    }
  }

  @Test func anEmptyNameIsNoFolder() throws {
    let outcome = try Program.run("train", "--dry-run", "--data", "")
    #expect(
      outcome.code == 64 && outcome.errors.contains("--data has no value"), "\(outcome.errors)")
    let folder = try TemporaryFolder()
    let doctor = try Program.shell("AUTOSHUFFLE_CIFAR10= $E doctor", in: folder)
    #expect(doctor.output.contains("AUTOSHUFFLE_CIFAR10 is not set"))
  }

  /// What cannot be written is known before anything is trained or evaluated: neither has data
  /// here.
  @Test func placesForFilesAreLookedAtFirst() throws {
    let folder = try TemporaryFolder()
    for (command, place) in [
      (["regress", "--update-baseline"], folder.path("none/baseline.json")),
      (["evaluate", "--run", folder.path("none"), "--predictions"], folder.url.path),
    ] {
      let outcome = try Program.run(command + [place])
      #expect(
        outcome.code == 65 && outcome.errors.contains("\(place) cannot be written"),
        "\(outcome.errors)")
    }
  }

  /// 400,000 KiB of addresses hold the program and its images and not the 128 MiB more of OpenBLAS,
  /// which tries for ever; measured: 300,000 to 400,000 are refused, 450,000 suffice.
  @Test func tooLittleMemoryIsSaid() throws {
    let data = try TinyImages.folder()
    let outcome = try Program.shell(
      "ulimit -v 350000; exec timeout -k 5 60 $E train --batch-size 4 --threads 1 --shuffle fixed --epochs 1 --data .",
      in: data)
    #expect(outcome.code == 70 && outcome.errors.contains("too little memory"), "\(outcome)")
  }

  /// Without a network, or where the folder cannot be made, nothing is left behind.
  @Test func fetchingLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    // No curl on the path.
    let outcome = try Program.shell("PATH=/nonexistent $E data fetch new/images", in: folder)
    #expect(outcome.code == 66 && outcome.errors.contains("cannot be fetched"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
  }
}
