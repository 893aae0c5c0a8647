import RandomStreams

/// A source of choices that records them, drawn at random or read from a script.
///
/// A generated value is a function of its choices, so editing the record and generating again is
/// how values shrink, and storing the record is how a case is replayed.
package struct RecordedChoices: ChoiceSource, Sendable {
  /// The choices made so far.
  package private(set) var values: [UInt64] = []
  private let script: [UInt64]
  /// What follows the script; nil means zeros.
  private var tail: RandomStream?

  /// Choices drawn from `stream`, after those of `script` if one is given.
  package init(drawingFrom stream: RandomStream, after script: [UInt64] = []) {
    self.script = script
    tail = stream
  }

  /// The choices of `script`, then zeros; a choice above its bound becomes the bound.
  package init(replaying script: [UInt64]) {
    self.script = script
    tail = nil
  }

  package mutating func choose(upTo bound: UInt64) -> UInt64 {
    let value: UInt64
    if values.count < script.count {
      value = min(script[values.count], bound)
    } else {
      value = tail?.choose(upTo: bound) ?? 0
    }
    values.append(value)
    return value
  }
}
