import Claims
import Exact
import Routes

/// A stage of ShuffleNet v2 at one pixel, from two inputs to the layer behind it.
///
/// A branch is a dense 1x1 convolution with norm and rectifier, the depthwise convolution with its
/// norm, and a dense 1x1 convolution with norm and rectifier. The left side of the first unit is
/// one such convolution of the inputs. Behind the stage comes what a strided unit begins with: a
/// depthwise convolution with its norm in front of a dense one on the left, a dense one on the
/// right.
struct StageNetwork: ShuffledNetwork {
  let part: RoutePart
  let p: [[Int]]
  let q: [[Int]]
  /// The matrices left, end, behind left and behind right, then three for each unit.
  ///
  /// `end` has a scale and a shift for each channel behind the stage, `behind` a row of 2h weights
  /// for each of two outputs. A unit has its two convolutions, and between them the scale and shift
  /// of its depthwise one. A row of a convolution ends with the scale and shift of its norm.
  let parameters: [RationalMatrix]
  let functional: [Rational]
  /// The inputs.
  let inputs: [Rational]
  /// h.
  let half: Int
  /// Whether the layer behind has two groups and each output reads one half only.
  let isGroupedBehind: Bool

  /// Takes an instance of `StageClass`.
  init(_ instance: ClaimInstance, isGroupedBehind: Bool = false) {
    let lists = instance.integers
    let units = lists.count / 2
    p = Array(lists[..<units])
    q = Array(lists[units...])
    part = RoutePart(
      stage: "stage", shuffles: (1...units).map { "p\($0)" }, channels: p[0].count)
    half = p[0].count / 2
    inputs = instance.matrices[0].rows[0]
    functional = instance.matrices[1].rows[0]
    parameters = Array(instance.matrices[2...])
    self.isGroupedBehind = isGroupedBehind
  }

  var readers: ChannelGroups {
    isGroupedBehind
      ? ChannelGroups(part.readers.sizes.dropLast() + [half, half]) : part.readers
  }

  func outputs(
    _ theta: [[[RationalTape.Number]]], _ shuffles: [[Int]], on tape: inout RationalTape
  ) -> [RationalTape.Number] {
    let x = inputs.map { tape.variable($0) }
    var channels = Self.convolution(theta[0], x, on: &tape)
    for (unit, shuffle) in shuffles.enumerated() {
      let weights = theta[(4 + 3 * unit)...].prefix(3).map { $0 }
      let read = unit == 0 ? x : Array(channels.suffix(half))
      let narrow = Self.convolution(weights[0], read, on: &tape)
      let filtered = zip(narrow, weights[1]).map { value, row in
        tape.affine(value, scale: row[0], shift: row[1])
      }
      channels = Array(channels.prefix(half)) + Self.convolution(weights[2], filtered, on: &tape)
      channels = shuffle.map { channels[$0] }
    }
    let ends = zip(channels, theta[1]).map { value, row in
      tape.affine(value, scale: row[0], shift: row[1])
    }
    func read(_ output: Int) -> Range<Int> {
      isGroupedBehind ? (output * half)..<((output + 1) * half) : 0..<(2 * half)
    }
    return [(theta[2], ends), (theta[3], channels)].flatMap { weights, values in
      weights.enumerated().map { output, row in
        tape.dot(Array(row[read(output)]), Array(values[read(output)]))
      }
    }
  }

  /// A dense 1x1 convolution with norm and rectifier.
  private static func convolution(
    _ weights: [[RationalTape.Number]], _ x: [RationalTape.Number], on tape: inout RationalTape
  ) -> [RationalTape.Number] {
    weights.map { row in
      let sum = tape.dot(Array(row[..<x.count]), x)
      let normed = tape.affine(sum, scale: row[x.count], shift: row[x.count + 1])
      return tape.rectified(normed)
    }
  }

  func moves(_ names: Relabelling) -> [(rows: [Int]?, columns: [Int]?)] {
    let made = part.sources.parts(of: names.inputs)
    let read = part.readers.parts(of: names.outputs)
    let end = read[read.count - 1]
    let units = p.indices.flatMap { unit -> [(rows: [Int]?, columns: [Int]?)] in
      [(nil, unit == 0 ? nil : read[unit - 1]), (nil, nil), (made[unit + 1], nil)]
    }
    return [(made[0], nil), (end, nil), (nil, end), (nil, end)] + units
  }
}
