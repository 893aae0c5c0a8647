import ArgumentParser
import Verification

struct FilterStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter-study",
    abstract: "Holds the float filter against exact signs, and counts where decisions end.",
    discussion: "Fails when one decision of the filter is wrong.")

  @Option(help: "Adversarial sums that are decided with and without the filter.")
  var count = 1_000_000

  @Option(help: "Random matrices of each kind whose claims are decided.")
  var matrices = 500

  @Flag(help: "Also count the stages of the default run of `autoshuffle verify`.")
  var verify = false

  @Option(help: "The root seed.")
  var seed: UInt64 = 1

  func run() throws {
    for line in FilterRates(count: matrices, seed: seed).lines { print(line) }
    if verify {
      let report = ClaimCampaign.run(ClaimLedger.executable, ClaimCampaign.Settings())
      print("\nverify, default run: claim, filter, rational, interval, zero test")
      for claim in report.claims {
        let m = claim.methods
        print(claim.id, m.filter, m.rational, m.interval, m.zeroTest)
      }
    }
    let trial = FilterTrial(count: count, seed: seed)
    print("")
    for line in trial.lines { print(line) }
    if trial.total.wrong > 0 { throw ExitCode.failure }
  }
}
