import ArgumentParser
import ExtremalSearch
import Reporting

struct Attack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for matrices at the limits of the theorems; report them exactly.",
    discussion: """
      ratio drives P / d1 of doubly stochastic matrices down towards 2 - sqrt 2 (T2*) by linear \
      programs and reports the smallest away from half matrices. kappa looks for row-stochastic \
      matrices that demand a large coefficient of kappa in T5b and T5e. vertices enumerates the \
      cells of orders up to 4 by two methods and decides T2*, and T5e with coefficient 1, at \
      every vertex, which proves them there. Searches run in floating point; every number \
      reported is that of an exact matrix.
      """)

  /// What is attacked.
  enum Target: String, ExpressibleByArgument, CaseIterable {
    case ratio, kappa, vertices

    var sizes: ClosedRange<Int> {
      switch self {
      case .ratio: 3...12
      case .kappa: 2...8
      case .vertices: 2...4
      }
    }

    var supportedSizes: ClosedRange<Int> { self == .vertices ? 2...4 : 2...16 }
  }

  @Option(help: "What to attack.")
  var target = Target.ratio

  @Option(
    help: ArgumentHelp(
      "Orders (default: 3...12 for ratio, 2...8 for kappa, 2...4 for vertices).",
      valueName: "range"))
  var sizes: OrderRange?

  @Option(help: ArgumentHelp("Descents an order (default: 200).", valueName: "count"))
  var starts: Int?

  @Option(help: ArgumentHelp("Root of all random numbers (default: 1).", valueName: "seed"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Start no descent after so many seconds.", valueName: "s"))
  var budget: Double?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let starts, starts < 1 { throw ValidationError("--starts must be positive") }
    if let budget, !(budget > 0) { throw ValidationError("--budget must be positive") }
    let supported = target.supportedSizes
    if let orders = sizes?.orders,
      !(supported.contains(orders.lowerBound) && supported.contains(orders.upperBound))
    {
      throw ValidationError(
        "--sizes of --target \(target.rawValue) must be in "
          + "\(supported.lowerBound)...\(supported.upperBound)")
    }
    if target == .vertices, starts != nil || seed != nil || budget != nil {
      throw ValidationError("--target vertices enumerates; give no --starts, --seed or --budget")
    }
  }

  func run() throws {
    let report = self.report()
    try common.show(report) { AttackText.lines(report) }
    try finish(with: report.verdict)
  }

  private func report() -> AttackReport {
    let progress = ProgressLine(isSilent: common.quiet)
    let orders = sizes?.orders ?? target.sizes
    let plan = AttackPlan(orders: orders, starts: starts ?? 200, seed: seed ?? 1, budget: budget)
    switch target {
    case .ratio:
      return RatioAttack.run(plan) { order, number in
        progress.update(
          "order \(order), descent \(number)", done: Self.done(order, number, plan))
      }
    case .kappa:
      return KappaAttack.run(
        plan,
        onStart: { bound, order, number in
          let before = bound == KappaBound.allCases.first ? 0.0 : 0.5
          progress.update(
            "\(bound.rawValue), order \(order), descent \(number)",
            done: before + Self.done(order, number, plan) / 2)
        })
    case .vertices:
      return CellStudy.run(orders: orders) { order in
        progress.update("vertices of order \(order)", done: 0)
      }
    }
  }

  /// The part done, when a descent costs about as the cube of the order.
  private static func done(_ order: Int, _ number: Int, _ plan: AttackPlan) -> Double {
    func work(_ n: Int) -> Double { Double(n * n * n) }
    let total = plan.orders.reduce(0) { $0 + work($1) }
    let before = plan.orders.prefix { $0 < order }.reduce(0) { $0 + work($1) }
    return (before + work(order) * Double(number) / Double(plan.starts)) / total
  }
}
