import ArgumentParser
import Claims
import Reporting
import Verification

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide the theorems on generated matrices, without rounding.",
    discussion: """
      Each claim is decided on its known examples, on small instances where its class has some (all \
      doubly stochastic matrices of orders 2 and 3 with denominators up to 6), then on random ones: \
      one witness refutes it; it is undecided if an instance is, or if it applied to none. Claims \
      known to be false must be refuted; they belong to every run without CLAIM.
      """)

  @Argument(help: "Claims to decide, by identifier (see --list); all of them if none is given.")
  var claims: [String] = []

  @Option(help: ArgumentHelp("Orders of the random matrices.", valueName: "range"))
  var sizes = OrderRange(orders: 2...8)

  @Option(help: "Random instances of each claim.")
  var count = 2000

  @Option(help: "Root of all random numbers.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Stop after so many seconds; the rest is undecided.", valueName: "s"))
  var budget: Double?

  @Flag(help: "List the claims and stop.")
  var list = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if count < 0 { throw ValidationError("--count must not be negative") }
    if let budget, !(budget > 0) { throw ValidationError("--budget must be positive") }
  }

  func run() throws {
    let known = Set(ClaimLedger.entries.map(\.id))
    if let unknown = claims.first(where: { !known.contains($0) }) {
      throw Failure(
        .usage,
        "There is no claim \"\(unknown)\"; the claims are "
          + ClaimLedger.entries.map(\.id).joined(separator: ", ") + ".")
    }
    func isChosen(_ id: String) -> Bool { claims.isEmpty || claims.contains(id) }
    if list {
      return try common.show(ClaimLedger.current) {
        let entries = ClaimLedger.entries.filter { isChosen($0.id) }
        let width = (entries.map(\.id.count).max() ?? 0) + 2
        return entries.flatMap { entry in
          let lemmas = entry.lemmas.map { ", " + $0 }.joined()
          let hypotheses = entry.hypotheses.isEmpty ? "" : entry.hypotheses + ": "
          return [
            entry.id.padded(to: width) + entry.status + lemmas,
            "    " + hypotheses + entry.statement,
          ]
        }
      }
    }
    // The verdict of the whole is the worst of its claims.
    let report = ClaimCampaign.run(
      ClaimLedger.executable.filter { isChosen($0.id) },
      instances: ClaimLedger.instances.filter { isChosen($0.id) },
      .init(
        orders: sizes.orders, count: count, seed: seed, budget: budget,
        isSelection: !claims.isEmpty))
    try common.show(report) { CampaignText.lines(report) }
    try finish(with: report.verdict)
  }
}

/// A range of orders, written `A...B`, `A-B` or `A`.
struct OrderRange: ExpressibleByArgument {
  /// The orders, from 1 to at most 64.
  let orders: ClosedRange<Int>

  init(orders: ClosedRange<Int>) {
    self.orders = orders
  }

  init?(argument: String) {
    let separator = argument.contains("...") ? "..." : "-"
    let parts = argument.split(separator: separator, omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ Int($0) }), let last = parts.last.flatMap({ Int($0) }),
      parts.count <= 2, 1 <= first, first <= last, last <= 64
    else { return nil }
    orders = first...last
  }

  var defaultValueDescription: String { "\(orders.lowerBound)...\(orders.upperBound)" }
}
