import ArgumentParser
import Reporting
import Verification

struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Attack the theorems with generated, shrinking cases.",
    discussion: """
      A counterexample is shrunk and printed exactly, with a token that --replay runs again. \
      Planted false claims are attacked when they are named.
      """)

  @Argument(help: "Properties, the identifiers of claims; all theorems if none is given.")
  var properties: [String] = []

  @Option(help: ArgumentHelp("Seconds for the whole campaign (default: 20).", valueName: "s"))
  var budget: Double?

  @Option(help: "Cases a property, instead of a time.")
  var cases: Int?

  @Option(help: "Root of all random numbers.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Run the one case of a token again.", valueName: "token"))
  var replay: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if budget != nil, cases != nil { throw ValidationError("give one of --budget and --cases") }
    if let budget, !(budget > 0) { throw ValidationError("--budget must be positive") }
    if let cases, cases < 1 { throw ValidationError("--cases must be positive") }
    if replay != nil, !properties.isEmpty || budget != nil || cases != nil {
      throw ValidationError("--replay takes everything from its token; give nothing else")
    }
  }

  func run() throws {
    let report = try self.report()
    try common.show(report) { FuzzText.lines(report) }
    try finish(with: report.verdict)
  }

  private func report() throws -> FuzzReport {
    do {
      if let replay { return try FuzzCampaign.replay(replay) }
      let names = properties.isEmpty ? FuzzCampaign.names : properties
      let progress = ProgressLine(isSilent: common.quiet)
      return try FuzzCampaign.run(
        names, seed: seed, budget: cases.map { .cases($0) } ?? .seconds(budget ?? 20),
        onCase: { name, number in
          let done = Double(names.firstIndex(of: name) ?? 0) / Double(names.count)
          progress.update("\(name), case \(number)", done: done)
        })
    } catch {
      throw Failure(.usage, error.explanation)
    }
  }
}
