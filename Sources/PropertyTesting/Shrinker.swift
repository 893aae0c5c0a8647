import RandomStreams

/// Makes the choices of a refuting case smaller while it refutes the property.
///
/// Smaller means fewer choices, then lexicographically smaller ones; every accepted edit is
/// smaller, so shrinking ends. The edits are those of MacIver and Donaldson, "Test-case reduction
/// via test-case generation", ECOOP 2020, doi 10.4230/LIPIcs.ECOOP.2020.13: delete runs of choices,
/// zero them, lower each one, lower one while its followers are drawn anew, sort, move value
/// between two.
struct Shrinker<Value> {
  /// The smallest refuting choices found.
  private(set) var choices: [UInt64]
  /// The value they generate.
  private(set) var value: Value
  /// Why it refutes the property.
  private(set) var reason: String
  /// The number of cases generated and checked.
  private(set) var tried = 0

  private let property: Property<Value>
  private let limit: Int
  /// The edits tried, and the beginnings with which tails were drawn anew.
  private var seen: Set<[UInt64]> = []
  private var redrawn: Set<[UInt64]> = []

  init(
    _ property: Property<Value>, choices: [UInt64], value: Value, reason: String, limit: Int
  ) {
    self.property = property
    self.choices = choices
    self.value = value
    self.reason = reason
    self.limit = limit
  }

  /// Applies all edits until none helps or the limit is reached.
  mutating func run() {
    var before: [UInt64]
    repeat {
      before = choices
      redrawTails()
      deleteRuns()
      zeroRuns()
      lowerEach()
      lowerEqualOnes()
      sort()
      moveValue()
    } while choices != before && tried < limit
  }

  /// Generates and checks `candidate`; keeps it if it is smaller and refutes the property.
  private mutating func consider(_ candidate: [UInt64]) -> Bool {
    guard candidate != choices, seen.insert(candidate).inserted else { return false }
    return consider(RecordedChoices(replaying: candidate))
  }

  private mutating func consider(_ source: RecordedChoices) -> Bool {
    guard tried < limit else { return false }
    tried += 1
    var source = source
    let newValue = property.generate(&source)
    guard Self.isSmaller(source.values, than: choices) else { return false }
    guard case .refuted(let newReason) = property.check(newValue) else { return false }
    choices = source.values
    value = newValue
    reason = newReason
    return true
  }

  private static func isSmaller(_ a: [UInt64], than b: [UInt64]) -> Bool {
    a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
  }

  private func replacing(_ i: Int, by choice: UInt64) -> [UInt64] {
    var edited = choices
    edited[i] = choice
    return edited
  }

  private mutating func deleteRuns() {
    for length in [16, 8, 4, 3, 2, 1] {
      var end = choices.count
      while end >= length {
        var edited = choices
        edited.removeSubrange((end - length)..<end)
        // After a success the record may be shorter than the edit.
        end = consider(edited) ? min(end, choices.count) : end - 1
      }
    }
  }

  private mutating func zeroRuns() {
    for length in [16, 8, 4, 2] {
      var start = 0
      while start + length <= choices.count {
        var edited = choices
        for k in start..<(start + length) { edited[k] = 0 }
        _ = consider(edited)
        start += 1
      }
    }
  }

  private mutating func lowerEach() {
    var i = 0
    while i < choices.count {
      lower(i) { $0.replacing(i, by: $1) }
      i += 1
    }
  }

  /// Equal choices often have to stay equal: lowers all of one value at once.
  private mutating func lowerEqualOnes() {
    var i = 0
    while i < choices.count {
      let shared = choices[i]
      if shared > 0, choices.dropFirst(i + 1).contains(shared) {
        let places = choices.indices.filter { choices[$0] == shared }
        lower(i) { shrinker, choice in
          var edited = shrinker.choices
          for place in places where place < edited.count { edited[place] = choice }
          return edited
        }
      }
      i += 1
    }
  }

  /// Lowers choice `i` as far as it goes: 0, halving the gap, then steps that keep low bits.
  private mutating func lower(_ i: Int, _ edit: (Self, UInt64) -> [UInt64]) {
    if choices[i] == 0 || consider(edit(self, 0)) { return }
    var low: UInt64 = 0
    while i < choices.count, choices[i] - low > 1 {
      let middle = low + (choices[i] - low) / 2
      if !consider(edit(self, middle)) { low = middle }
      if i < choices.count, choices[i] < low { return }
    }
    for shift in (0..<64).reversed() where i < choices.count {
      let step = UInt64(1) << UInt64(shift)
      if choices[i] >= step { _ = consider(edit(self, choices[i] - step)) }
    }
  }

  /// Lowers an early choice and draws what follows it anew: a choice that decides the shape of all
  /// the rest cannot be lowered by local edits.
  private mutating func redrawTails() {
    var stream = RandomStream(seed: 0)
    for i in 0..<8 {
      guard i < choices.count else { return }
      for lowered in Self.samples(below: choices[i]) {
        guard i < choices.count, lowered < choices[i] else { break }
        let script = choices[..<i] + [lowered]
        guard redrawn.insert(Array(script)).inserted else { continue }
        for _ in 0..<40 {
          let tail = RandomStream(seed: stream.next())
          if consider(RecordedChoices(drawingFrom: tail, after: Array(script))) { break }
        }
      }
    }
  }

  /// All of 0..<bound when there are few, else the ends and some between.
  private static func samples(below bound: UInt64) -> [UInt64] {
    bound <= 8 ? Array(0..<bound) : [0, 1, 2, 3, bound / 4, bound / 2, bound - 1]
  }

  private mutating func sort() {
    var i = 0
    while i + 1 < choices.count {
      if choices[i] > choices[i + 1] {
        var edited = choices
        edited.swapAt(i, i + 1)
        if consider(edited), i > 0 {
          i -= 1
          continue
        }
      }
      i += 1
    }
  }

  /// Moves value from a choice to a later one, for cases that need a sum.
  private mutating func moveValue() {
    for distance in 1...4 {
      var i = 0
      while i + distance < choices.count {
        var step = choices[i]
        while step > 0, i + distance < choices.count {
          var edited = choices
          let (raised, overflow) = edited[i + distance].addingReportingOverflow(step)
          if !overflow, edited[i] >= step {
            edited[i] -= step
            edited[i + distance] = raised
            if consider(edited) { continue }
          }
          step /= 2
        }
        i += 1
      }
    }
  }
}
