import ArgumentParser
import Foundation

/// The command line.
///
/// Exit codes: 0 holds or done, 1 refuted or regression, 2 undecided, 64 usage, 65 bad data,
/// 66 missing file, 70 internal.
@main
struct AutoShuffle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autoshuffle",
    abstract: "Verify, train and certify learned channel permutations (AutoShuffleNet).",
    discussion: """
      Exit codes: 0 holds or done, 1 refuted or regression found, 2 undecided, 64 usage, \
      65 bad data, 66 missing file, 70 internal error.
      """,
    version: "0.1.0",
    subcommands: [
      Verify.self, Certify.self, Check.self, PenaltyCommand.self, Round.self, Fuzz.self,
      Attack.self, Train.self, Evaluate.self, Export.self, RoutesCommand.self, Regress.self,
      DataCommand.self, Doctor.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("autoshuffle: \(failure.message)\n".utf8))
      exit(withError: ExitCode(failure.code.rawValue))
    } catch {
      exit(withError: error)
    }
  }
}
