/// A source of bounded integer choices, from which every random value of the package is built.
///
/// Generators that draw through this protocol work with a seeded `RandomStream` and, unchanged,
/// with a recording source whose choices can be shrunk and replayed.
package protocol ChoiceSource {
  /// Returns an integer in `0...bound`.
  mutating func choose(upTo bound: UInt64) -> UInt64
}

extension ChoiceSource {
  /// Returns an integer in `range`.
  package mutating func int(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
    return range.lowerBound &+ Int(truncatingIfNeeded: choose(upTo: width))
  }

  /// Returns an integer in `0..<count`; `count` must be positive.
  package mutating func index(below count: Int) -> Int {
    precondition(count > 0, "index(below:) needs a positive count")
    return Int(choose(upTo: UInt64(count - 1)))
  }

  /// Returns true once in `count` times on average; never for the choice 0.
  package mutating func oneIn(_ count: Int) -> Bool {
    index(below: count) == count - 1 && count > 1
  }

  /// Returns an element of a collection that is not empty.
  package mutating func element<C: RandomAccessCollection>(of elements: C) -> C.Element {
    elements[elements.index(elements.startIndex, offsetBy: index(below: elements.count))]
  }

  /// Returns the elements in a random order (Fisher-Yates); all choices 0 keep their order.
  package mutating func shuffled<C: Collection>(_ elements: C) -> [C.Element] {
    var result = Array(elements)
    guard result.count > 1 else { return result }
    for i in 0..<(result.count - 1) {
      result.swapAt(i, i + index(below: result.count - i))
    }
    return result
  }
}
