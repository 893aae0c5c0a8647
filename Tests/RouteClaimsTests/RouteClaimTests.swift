import Claims
import Exact
import RandomStreams
import Routes
import Testing

@testable import RouteClaims

@Suite struct RouteClaimTests {
  /// The instances of a claim, the same in every run.
  private func instances(
    _ claim: Claim, _ count: Int
  ) -> LazyMapSequence<Range<Int>, ClaimInstance> {
    (0..<count).lazy.map { k in
      var stream = RandomStream(root: UInt64(k), name: claim.id)
      return claim.subject.sample(order: 1 + k % 6, from: &stream)
    }
  }

  private func isRefuted(_ decision: ClaimDecision) -> Bool {
    if case .refuted? = decision.verdict { return true }
    return false
  }

  @Test(arguments: RouteTheorems.all.map(\.id))
  func theoremsHold(id: String) throws {
    let claim = try #require(RouteTheorems.all.first { $0.id == id })
    var decided = 0
    for instance in instances(claim, 60) {
      guard let verdict = claim.decide(instance).verdict else { continue }
      #expect(verdict == .holds, "\(instance)")
      decided += 1
    }
    #expect(decided >= 6)
  }

  @Test(arguments: FalseRouteStatements.all.map(\.id))
  func falseStatementsAreRefuted(id: String) throws {
    let claim = try #require(FalseRouteStatements.all.first { $0.id == id })
    #expect(instances(claim, 3000).contains { isRefuted(claim.decide($0)) })
    for example in claim.examples { #expect(isRefuted(claim.decide(example.instance))) }
  }

  @Test func enumerationsHold() {
    for n in 1...4 {
      #expect(RouteEnumeration.cosets(channels: n).failure == nil)
      #expect(RouteEnumeration.distances(channels: n).failure == nil)
    }
    #expect(RouteEnumeration.countTables(20).fact == "n = 20: 26796 tables")
    #expect(RouteEnumeration.countTables(40).fact == "n = 40: 371091 tables")
  }

  // MARK: The checks can fail

  @Test func enumerationsNoticeAnotherTable() {
    // One row for all outputs, and the permutation itself: too few tables and too many.
    let coarse = RouteEnumeration.cosets(channels: 3) {
      RouteTable([$0.table.counts.reduce([]) { $0 + $1.sorted() }.sorted()])
    }
    #expect(coarse.failure?.hasSuffix("have one table, not one coset") == true)
    let fine = RouteEnumeration.cosets(channels: 3) { RouteTable([$0.images]) }
    #expect(fine.failure?.hasPrefix("a coset has two tables") == true)
    let doubled = RouteEnumeration.distances(channels: 3) { 2 * $0.distance(to: $1) }
    #expect(doubled.failure?.hasPrefix("rho of ") == true)
  }

  /// Parameters at wrong places: each of the moves of a unit and of a stage matters.
  @Test func everyMoveMatters() {
    var unitFailures = Set<Int>()
    var stageFailures = Set<Int>()
    for k in 0..<60 {
      var stream = RandomStream(root: UInt64(k), name: "moves")
      let unit = UnitNetwork(UnitClass.equalTables.instance(order: 4, from: &stream))
      unitFailures.formUnion(failures(of: unit))
      let stage = StageNetwork(StageClass.equalTables.instance(order: 4, from: &stream))
      stageFailures.formUnion(failures(of: stage))
    }
    // The norm of the outputs never moves, nor do the depthwise weights inside a branch.
    #expect(unitFailures == [0, 1, 2])
    #expect(stageFailures.isSuperset(of: [0, 1, 2, 3, 6, 7, 9, 10, 12]))
    #expect(stageFailures.isDisjoint(with: [4, 5, 8, 11, 14]))
  }

  /// The parameters that may not stay where they are while the others move.
  private func failures(of network: some ShuffledNetwork) -> [Int] {
    let names = network.routingOfP.relabelling(to: network.routingOfQ)
    let outputs = network.run(network.parameters, network.p).outputs
    let moved = network.moved(network.parameters, names)
    #expect(network.run(moved, network.q).outputs == outputs)
    return moved.indices.filter { k in
      var wrong = moved
      wrong[k] = network.parameters[k]
      return network.run(wrong, network.q).outputs != outputs
    }
  }

  // MARK: The gradient

  /// The derivative of a small expression, by hand.
  @Test func gradientsAreExact() {
    var tape = RationalTape()
    let (x, y) = (tape.variable(Rational(1, 2)), tape.variable(-3))
    let product = tape.product(x, y)
    let affine = tape.affine(product, scale: y, shift: x)
    let positive = tape.rectified(affine)
    let negative = tape.rectified(product)
    let result = tape.dot([positive, x, negative], [y, y, x])
    // f = y (x y^2 + x) + x y for x y^2 + x > 0 > x y.
    #expect(affine.value == Rational(5) && negative.value == 0)
    #expect(result.value == Rational(-33, 2))
    #expect(tape.gradient(of: result, to: [x, y]) == [-33, Rational(29, 2)])
    let zero = tape.variable(0)
    let atZero = tape.rectified(zero)
    #expect(tape.gradient(of: atZero, to: [zero]) == [0])
  }

  /// The momentum of the second step is seen: with a wrong one the parameters part.
  @Test func stepsHaveMomentum() {
    var stream = RandomStream(root: 3, name: "steps")
    let unit = UnitNetwork(UnitClass.training.instance(order: 3, from: &stream))
    var plain = MomentumSteps(unit, at: unit.parameters, isNesterov: false)
    var nesterov = MomentumSteps(unit, at: unit.parameters, isNesterov: true)
    for _ in 0..<2 {
      plain.step(unit.p)
      nesterov.step(unit.p)
    }
    #expect(plain.parameters != nesterov.parameters)
  }
}
