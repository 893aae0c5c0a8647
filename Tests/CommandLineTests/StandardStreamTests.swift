import Foundation
import TestSupport
import Testing

/// Where a standard stream is full, closed or read by nobody.
@Suite(.serialized) struct StandardStreamTests {
  private static let matrix = "24/25,1/25\n1/25,24/25\n"

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.matrix, to: "m.csv")
    return folder
  }

  /// What there is to say is lost, the exit code is not.
  @Test(arguments: ["2>/dev/full", "2>&-", "2> >(true)"])
  func errorsThatCannotBeWritten(redirection: String) throws {
    let folder = try folder()
    for (command, code) in [
      ("certify missing.csv", 66), ("certify", 64), ("verify T99", 64), ("certify m.csv", 0),
      ("check m.csv", 65), ("round m.csv", 0), ("attack --sizes 3 --starts 2", 0),
    ] as [(String, Int32)] {
      #expect(
        try Program.shell("$E \(command) \(redirection)", in: folder).code == code,
        "\(command) \(redirection)")
    }
  }

  /// An answer that nobody got is no success, whatever the verdict.
  @Test(arguments: [">/dev/full", ">&-", "> >(exec >&- <&-)"])
  func outputThatCannotBeWritten(redirection: String) throws {
    let folder = try folder()
    for command in [
      "certify m.csv --json", "certify m.csv", "penalty m.csv", "round m.csv --json",
      "check --schema", "--help", "help certify", "--version", "--generate-completion-script bash",
      "verify --list", "doctor",
    ] {
      // The reader of the last redirection must have gone before the program writes.
      let wait = redirection.contains("exec") ? "sleep 0.3; " : ""
      let outcome = try Program.shell("{ \(wait)$E \(command); } \(redirection)", in: folder)
      #expect(outcome.code == 70, "\(command) \(redirection)")
      #expect(
        outcome.errors.hasPrefix("autoshuffle: Standard output cannot be written: "),
        "\(command) \(redirection)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
    let both = try Program.shell("$E certify m.csv --json >/dev/full 2>/dev/full", in: folder)
    #expect(both.code == 70)
  }

  /// A training run goes on without its progress, and no file of the run takes the closed stream's
  /// place.
  @Test(arguments: ["2>/dev/full", "2>&-"])
  func trainingGoesOnUnheard(redirection: String) throws {
    let images = try TinyImages.folder()
    let outcome = try Program.shell(
      "$E train --data . --batch-size 4 --threads 1 --shuffle fixed --epochs 1 --out run "
        + redirection, in: images)
    #expect(outcome.code == 0)
    let metrics = try images.text("run/metrics.jsonl")
    #expect(metrics.split(separator: "\n").count == 1)
    #expect(metrics.hasPrefix("{") && metrics.hasSuffix("}\n"))
  }

  @Test func helpIsWrittenToStandardOutput() throws {
    let outcome = try Program.run("certify", "--help")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("USAGE: autoshuffle certify"))
    #expect(try Program.run("--version").output == "0.1.0\n")
  }
}
