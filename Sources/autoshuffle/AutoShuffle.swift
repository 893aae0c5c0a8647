import ArgumentParser
import Files
import Reporting

/// The command line.
///
/// Exit codes: 0 holds or done, 1 refuted or regression, 2 undecided, 64 usage, 65 bad data,
/// 66 missing file, 70 internal or standard output cannot be written.
@main
struct AutoShuffle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autoshuffle",
    abstract: "Verify, train and certify learned channel permutations (AutoShuffleNet).",
    discussion: """
      Exit codes: 0 holds or done, 1 refuted or regression found, 2 undecided, 64 usage, \
      65 bad data, 66 missing file, 70 internal error or standard output cannot be written.
      """,
    version: "0.1.0",
    subcommands: [
      Verify.self, Certify.self, Check.self, PenaltyCommand.self, Round.self, Fuzz.self,
      Attack.self, Train.self, Evaluate.self, Export.self, RoutesCommand.self, Regress.self,
      DataCommand.self, Doctor.self,
    ])

  static func main() {
    StandardStream.prepare()
    do {
      do {
        try run(Arguments.ofProcess)
      } catch let error where exitCode(for: error).isSuccess {
        // What was asked for, such as help.
        try Output.write(fullMessage(for: error) + "\n")
      }
    } catch {
      fail(error)
    }
  }

  private static func run(_ arguments: [String]) throws {
    var command = try parseAsRoot(arguments)
    if !(command is any ReadsAnyFileName), let odd = arguments.first(where: FileName.isEscaped) {
      throw Failure(
        .usage, "The argument \(odd) is not UTF-8, which this command needs; rename the file.")
    }
    try command.run()
  }

  /// Ends the program with the message and the exit code of an error.
  private static func fail(_ error: any Error) -> Never {
    if let failure = error as? Failure {
      try? StandardStream.errors.write("autoshuffle: \(DisplayText.escaped(failure.message))\n")
      exit(withError: ExitCode(failure.code.rawValue))
    }
    let message = fullMessage(for: error)
    if !message.isEmpty { try? StandardStream.errors.write(Output.escaped(message) + "\n") }
    exit(withError: exitCode(for: error))
  }
}
