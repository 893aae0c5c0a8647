import Foundation
import Testing

/// The help of every command is a committed text, so that a change of it is seen.
///
/// To renew the texts after a change that is meant, run
/// `AUTOSHUFFLE_RENEW_SNAPSHOTS=1 swift test --filter HelpTests` and look at the difference.
@Suite struct HelpTests {
  private static let snapshots = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Snapshots")
  private static let isRenewing =
    ProcessInfo.processInfo.environment["AUTOSHUFFLE_RENEW_SNAPSHOTS"] == "1"

  private static let commands = [
    "", "verify", "certify", "check", "penalty", "round", "fuzz", "attack", "train", "evaluate",
    "export", "routes", "regress", "data", "data synthesise", "data inspect", "data fetch",
    "doctor",
  ]

  @Test(arguments: commands)
  func helpIsAsCommitted(command: String) throws {
    let outcome = try Program.run(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    let name = command.isEmpty ? "autoshuffle" : command.replacingOccurrences(of: " ", with: "-")
    let file = Self.snapshots.appendingPathComponent(name + ".txt")
    if Self.isRenewing {
      try FileManager.default.createDirectory(
        at: Self.snapshots, withIntermediateDirectories: true)
      try Data(outcome.output.utf8).write(to: file)
    }
    #expect(outcome.output == (try String(contentsOf: file, encoding: .utf8)))
  }

  /// A subcommand added to the root is listed in its help and must get a snapshot here.
  @Test func everySubcommandHasASnapshot() throws {
    let help = try Program.run("--help").output
    let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
    let lines = list.components(separatedBy: "\n\n").first?.split(separator: "\n") ?? []
    let listed = lines.compactMap { line in
      line.hasPrefix("   ") ? nil : line.split(separator: " ").first.map(String.init)
    }
    #expect(listed == Self.commands.filter { !$0.isEmpty && !$0.contains(" ") })
  }

  @Test func theVersionIsShown() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.code == 0)
    #expect(outcome.output.split(separator: ".").count == 3)
  }
}
