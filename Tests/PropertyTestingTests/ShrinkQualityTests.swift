import PropertyTesting
import RandomStreams
import Testing

/// Shrinking reaches the counterexample a person would write down.
@Suite struct ShrinkQualityTests {
  /// The shrunk counterexample to "no value satisfies `predicate`", over several seeds.
  private func minimal<Value: Equatable & SendableMetatype>(
    _ generate: @escaping @Sendable (inout RecordedChoices) -> Value,
    such predicate: @escaping @Sendable (Value) -> Bool,
    _ sourceLocation: SourceLocation = #_sourceLocation
  ) -> Value? {
    let property = Property<Value>("minimal", generate: generate) {
      predicate($0) ? .refuted("found") : .holds
    }
    var results: [Value] = []
    for seed in 1...5 as ClosedRange<UInt64> {
      let report = PropertyRunner.run(
        property, seed: seed, budget: PropertyBudget(cases: 5000))
      guard case .refuted(let counterexample) = report.verdict else {
        Issue.record("seed \(seed) found nothing", sourceLocation: sourceLocation)
        continue
      }
      results.append(counterexample.value)
    }
    // Every seed ends at the same value.
    #expect(results.allSatisfy { $0 == results.first }, sourceLocation: sourceLocation)
    return results.first
  }

  /// Integers 0...bound in a list that says before each element whether there is one.
  private static func list(upTo bound: UInt64) -> @Sendable (inout RecordedChoices) -> [UInt64] {
    { choices in
      var result: [UInt64] = []
      while result.count < 40, !choices.oneIn(8), choices.choose(upTo: 1) == 1 {
        result.append(choices.choose(upTo: bound))
      }
      return result
    }
  }

  /// A list that starts with its length.
  private static func counted(upTo bound: UInt64) -> @Sendable (inout RecordedChoices) -> [UInt64] {
    { choices in
      (0..<choices.int(in: 0...20)).map { _ in choices.choose(upTo: bound) }
    }
  }

  @Test(arguments: [1, 2, 13, 100, 4097, 990_001] as [UInt64])
  func anIntegerReachesItsBound(bound: UInt64) {
    #expect(minimal({ $0.choose(upTo: 1_000_000) }, such: { $0 >= bound }) == bound)
  }

  @Test func anIntegerKeepsItsResidue() {
    #expect(minimal({ $0.choose(upTo: .max) }, such: { $0 % 2 == 1 && $0 > 1000 }) == 1001)
  }

  @Test func aListLosesWhatDoesNotMatter() {
    #expect(minimal(Self.list(upTo: 1000), such: { $0.count >= 3 }) == [0, 0, 0])
    #expect(minimal(Self.list(upTo: 1000), such: { $0.contains { $0 >= 500 } }) == [500])
    #expect(minimal(Self.counted(upTo: 1000), such: { $0.count >= 3 }) == [0, 0, 0])
    #expect(minimal(Self.counted(upTo: 1000), such: { $0.contains { $0 >= 500 } }) == [500])
  }

  @Test func aListOutOfOrderShrinksToTwo() {
    #expect(minimal(Self.list(upTo: 1000), such: { $0 != $0.sorted() }) == [1, 0])
    #expect(minimal(Self.counted(upTo: 1000), such: { $0 != $0.sorted() }) == [1, 0])
  }

  /// As many integers as there are bounds.
  private static func tuple(_ bounds: UInt64...) -> @Sendable (inout RecordedChoices) -> [UInt64] {
    { choices in bounds.map { choices.choose(upTo: $0) } }
  }

  @Test func equalElementsAreLoweredTogether() {
    let found = minimal(Self.tuple(30, 30, 9), such: { $0[0] == $0[1] && $0[0] >= 7 })
    #expect(found == [7, 7, 0])
  }

  @Test func aSumMovesToOnePlace() {
    #expect(minimal(Self.tuple(100, 100), such: { $0.reduce(0, +) >= 100 }) == [0, 100])
    #expect(minimal(Self.list(upTo: 100), such: { $0.reduce(0, +) >= 150 }) == [50, 100])
  }

  @Test func aShapeThatDecidesTheRestShrinks() {
    // A square matrix that starts with its order and must have a diagonal of ones: no local edit
    // of the choices goes from one order to the next.
    let square: @Sendable (inout RecordedChoices) -> [[UInt64]] = { choices in
      let n = choices.int(in: 1...4)
      return (0..<n).map { _ in (0..<n).map { _ in choices.choose(upTo: 1) } }
    }
    let isUnitLike: @Sendable ([[UInt64]]) -> Bool = { m in
      m.count >= 2 && m.indices.allSatisfy { m[$0][$0] == 1 }
    }
    #expect(minimal(square, such: isUnitLike) == [[1, 0], [0, 1]])
  }

  @Test func aListGoesAwayFromInFrontOfWhatMatters() {
    // The length is far from the start and the last choice is what matters, so the length has to go
    // down together with its elements.
    let generate: @Sendable (inout RecordedChoices) -> [UInt64] = { choices in
      for _ in 0..<10 { _ = choices.choose(upTo: 1) }
      let list = (0..<choices.int(in: 0...9)).map { _ in choices.choose(upTo: 3) }
      return list + [choices.choose(upTo: 9)]
    }
    #expect(minimal(generate, such: { ($0.last ?? 0) >= 7 }) == [7])
  }

  @Test func aTreeKeepsOnlyItsDepth() {
    #expect(minimal({ Self.tree(&$0, 0) }, such: { $0.contains("(((") }) == "(((0)))")
  }

  /// A nested list as text, of depth 6 at most.
  private static func tree(_ choices: inout RecordedChoices, _ depth: Int) -> String {
    guard depth < 6, choices.oneIn(2) else { return "\(choices.choose(upTo: 9))" }
    return "(" + (0...choices.index(below: 3)).map { _ in tree(&choices, depth + 1) }.joined() + ")"
  }

  @Test func theShrunkCaseStillRefutesForItsOwnReason() {
    let property = Property<UInt64>("reason", generate: { $0.choose(upTo: 1000) }) {
      $0 > 10 ? .refuted("\($0) is above 10") : .holds
    }
    let report = PropertyRunner.run(property, seed: 4, budget: PropertyBudget(cases: 100))
    guard case .refuted(let counterexample) = report.verdict else {
      Issue.record("not refuted")
      return
    }
    #expect(counterexample.value == 11)
    #expect(counterexample.reason == "11 is above 10")
  }

  @Test func shrinkingStopsAtItsLimit() {
    let property = Property<UInt64>("limit", generate: { $0.choose(upTo: .max) }) {
      $0 > 10 ? .refuted("large") : .holds
    }
    let report = PropertyRunner.run(
      property, seed: 4, budget: PropertyBudget(cases: 100, shrinkLimit: 3))
    guard case .refuted(let counterexample) = report.verdict else {
      Issue.record("not refuted")
      return
    }
    #expect(counterexample.shrinkCases == 3)
    #expect(counterexample.value > 11)
  }
}
