import PropertyTesting
import RandomStreams
import Testing

@Suite struct ReplayTests {
  @Test func recordedChoicesReplayAndClamp() {
    var drawn = RecordedChoices(drawingFrom: RandomStream(seed: 9))
    let first = (0..<20).map { drawn.choose(upTo: UInt64($0 * $0)) }
    #expect(drawn.values == first)
    var again = RecordedChoices(replaying: first)
    #expect((0..<20).map { again.choose(upTo: UInt64($0 * $0)) } == first)
    // Missing choices are 0, too large ones the bound, and the record says what was used.
    var edited = RecordedChoices(replaying: [5, 1000])
    #expect([5, 10, 3].map { edited.choose(upTo: $0) } == [5, 10, 0])
    #expect(edited.values == [5, 10, 0])
  }

  @Test func aTailFollowsAScript() {
    var stream = RandomStream(seed: 2)
    var source = RecordedChoices(drawingFrom: RandomStream(seed: 2), after: [3, 4])
    #expect((0..<4).map { _ in source.choose(upTo: 1000) }.prefix(2) == [3, 4])
    #expect(Array(source.values.suffix(2)) == (0..<2).map { _ in stream.choose(upTo: 1000) })
  }

  @Test(arguments: [[], [0], [127], [128], [.max, 0, 1], [1, 2, 3, 300, 70_000]] as [[UInt64]])
  func tokensRoundTrip(choices: [UInt64]) throws {
    let token = ReplayToken(property: "T6a-1.9", choices: choices)
    #expect(token.text.hasPrefix("1:T6a-1.9:"))
    #expect(try ReplayToken(parsing: token.text) == token)
  }

  /// Fixed texts: a token printed by an earlier version must stay readable.
  @Test func theFormatIsFixed() {
    let token = ReplayToken(property: "T4", choices: [1, 0, 300, .max])
    #expect(token.text == "1:T4:AQCsAv___________wFwy-fd")
  }

  @Test(arguments: [
    "", "x", "1:T4", "1::AAAAAA", "1:T4:", "1:T4:A", "1:T4:*", "1:T4:AAA=", "1:a:b:c",
  ])
  func refusesWhatIsNotAToken(text: String) {
    #expect(throws: ReplayTokenError.notAToken(text)) { try ReplayToken(parsing: text) }
  }

  @Test func refusesOtherVersions() {
    #expect(throws: ReplayTokenError.unknownVersion("2")) {
      try ReplayToken(parsing: "2:T4:AAAAAAAA")
    }
  }

  @Test func everyOneCharacterChangeIsNoticed() {
    let text = ReplayToken(property: "T4", choices: [1, 0, 300, 17]).text
    for index in text.indices {
      for replacement in "AZaz09-_" where text[index] != replacement {
        var changed = text
        changed.replaceSubrange(index...index, with: String(replacement))
        #expect(throws: ReplayTokenError.self) { try ReplayToken(parsing: changed) }
      }
      #expect(throws: ReplayTokenError.self) { try ReplayToken(parsing: String(text[..<index])) }
    }
  }

  @Test func everyErrorHasASentence() {
    let errors: [ReplayTokenError] = [
      .notAToken("x"), .unknownVersion("2"), .damaged("1:a:b"), .unknownProperty("a"),
      .otherProperty(expected: "a", found: "b"), .stale(property: "a"),
    ]
    #expect(Set(errors.map(\.explanation)).count == errors.count)
    #expect(errors.allSatisfy { $0.explanation.split(separator: " ").count > 5 })
  }

  @Test func aTokenReplaysItsCase() throws {
    let property = Property<[UInt64]>(
      "list", generate: { c in (0..<c.int(in: 0...9)).map { _ in c.choose(upTo: 99) } },
      check: { $0.reduce(0, +) > 120 ? .refuted("sum \($0.reduce(0, +))") : .holds })
    let report = PropertyRunner.run(property, seed: 12, budget: PropertyBudget(cases: 500))
    guard case .refuted(let found) = report.verdict else {
      Issue.record("\(report.verdict)")
      return
    }
    let replayed = try PropertyRunner.replay(property, ReplayToken(parsing: found.token.text))
    #expect(replayed.value == found.value)
    #expect(replayed.outcome == .refuted(found.reason))
  }

  @Test func aTokenOfAnotherCaseIsRefused() {
    let property = Property<UInt64>("p", generate: { $0.choose(upTo: 9) }, check: { _ in .holds })
    #expect(throws: ReplayTokenError.otherProperty(expected: "p", found: "q")) {
      try PropertyRunner.replay(property, ReplayToken(property: "q", choices: [1]))
    }
    // Too few, too many and too large choices: the generator is not the one that made the token.
    for choices in [[], [1, 1], [10]] as [[UInt64]] {
      #expect(throws: ReplayTokenError.stale(property: "p")) {
        try PropertyRunner.replay(property, ReplayToken(property: "p", choices: choices))
      }
    }
  }
}
