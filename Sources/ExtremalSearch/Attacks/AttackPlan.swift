/// How long and where an attack searches.
package struct AttackPlan: Sendable {
  /// The orders N.
  package var orders: ClosedRange<Int>
  /// The descents an order.
  package var starts: Int
  /// The root of all random numbers.
  package var seed: UInt64
  /// The time after which no further descent starts; nil for no limit.
  package var deadline: ContinuousClock.Instant?

  /// Creates a plan; a budget is in seconds from now.
  package init(orders: ClosedRange<Int>, starts: Int, seed: UInt64 = 1, budget: Double? = nil) {
    precondition(orders.lowerBound >= 2, "an order below 2 has nothing to search")
    self.orders = orders
    self.starts = starts
    self.seed = seed
    // A duration has no room for every double; thirty years are enough.
    deadline = budget.map { .now + .seconds(min($0, 1e9)) }
  }

  /// Whether a further descent may start.
  var isInTime: Bool { deadline.map { .now < $0 } ?? true }
}
