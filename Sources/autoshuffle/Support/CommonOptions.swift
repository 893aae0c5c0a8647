import ArgumentParser
import Exact
import Files
import Reporting

/// The options that every command has.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on standard output and nothing else there.")
  var json = false

  @Flag(help: "Print no progress on standard error.")
  var quiet = false

  /// Prints `value` as JSON, or else the lines.
  func show(_ value: some Encodable, orLines lines: () -> [String]) throws {
    if json {
      try Output.write(try JSONText.encode(value) + "\n")
    } else {
      try Output.write(lines: lines())
    }
  }
}

/// Exits with the code of a verdict: 0 `holds`, 1 `refuted`, 2 otherwise.
func finish(with verdict: VerdictWord) throws {
  switch verdict {
  case .holds: return
  case .refuted: throw ExitCode(Failure.Code.refuted.rawValue)
  case .undecided, .inapplicable: throw ExitCode(Failure.Code.undecided.rawValue)
  }
}
