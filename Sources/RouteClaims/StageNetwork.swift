import Claims
import Exact
import RandomStreams
import Routes

/// A stage of ShuffleNet v2 at one pixel, from two inputs to the layer behind it.
///
/// A branch is a dense 1x1 convolution with norm and rectifier, the depthwise convolution with its norm,
/// and a dense 1x1 convolution with norm and rectifier. The left side of the first unit is one such
/// convolution of the inputs. Behind the stage comes what a strided unit begins with: a depthwise
/// convolution with its norm in front of a dense one on the left, a dense one on the right.
struct StageNetwork: ShuffledNetwork {
  let part: RoutePart
  let p: [[Int]]
  let q: [[Int]]
  /// The matrices left, end, behind left and behind right, then three for each unit.
  ///
  /// `end` has a scale and a shift for each channel behind the stage, `behind` a row of 2h weights for each
  /// of two outputs. A unit has its two convolutions, and between them the scale and shift of its depthwise
  /// one. A row of a convolution ends with the scale and shift of its norm.
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
    func local(_ map: [Int], _ channels: Range<Int>) -> [Int] {
      map[channels].map { $0 - channels.lowerBound }
    }
    let made = part.sources.members.map { local(names.inputs, $0) }
    let read = part.readers.members.map { local(names.outputs, $0) }
    let end = read[read.count - 1]
    let units = p.indices.flatMap { unit -> [(rows: [Int]?, columns: [Int]?)] in
      [(nil, unit == 0 ? nil : read[unit - 1]), (nil, nil), (made[unit + 1], nil)]
    }
    return [(made[0], nil), (end, nil), (nil, end), (nil, end)] + units
  }
}

/// Stages of ShuffleNet v2 of one to four units with two lists of shuffles.
enum StageClass: InstanceClass {
  /// Shuffles with equal lifetimes.
  case equalTables
  /// Shuffles that differ in the last one only.
  case lastShuffle
  /// Shuffles that differ in the first one only, two channels.
  case firstShuffle

  static var names: ClaimInstance.Names {
    ClaimInstance.Names(
      matrices: ["x", "u", "left", "end", "behind left", "behind right"]
        + (1...4).flatMap { ["unit\($0) conv1", "unit\($0) depthwise", "unit\($0) conv2"] },
      integers: (1...8).map { "shuffle \($0)" })
  }

  static func facts(of instance: ClaimInstance) -> StageNetwork { StageNetwork(instance) }

  func contains(_ stage: StageNetwork) -> Bool {
    switch self {
    case .equalTables: stage.routingOfP.table == stage.routingOfQ.table
    case .lastShuffle: stage.p.dropLast() == stage.q.dropLast()
    case .firstShuffle: stage.p.dropFirst() == stage.q.dropFirst()
    }
  }

  func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    let isSmall = self == .firstShuffle
    let units = 1 + choices.index(below: isSmall ? 2 : min(n, 4))
    let half = isSmall ? 1 : 1 + choices.index(below: min(n, 3))
    let part = RoutePart(
      stage: "stage", shuffles: (1...units).map { "p\($0)" }, channels: 2 * half)
    let p = part.randomPermutations(from: &choices)
    var q = p
    switch self {
    case .equalTables: q = part.randomEquivalent(of: p, from: &choices)
    case .lastShuffle: q[units - 1] = choices.shuffled(0..<(2 * half))
    case .firstShuffle: q[0] = choices.shuffled(0..<(2 * half))
    }
    let shapes =
      [(1, 2), (1, 4), (half, 4), (2 * half, 2), (2, 2 * half), (2, 2 * half)]
      + (0..<units).flatMap { [(half, ($0 == 0 ? 2 : half) + 2), (half, 2), (half, half + 2)] }
    return ClaimInstance(
      matrices: shapes.map { ParameterSampler.matrix($0.0, $0.1, from: &choices) },
      integers: p + q)
  }
}

/// Stages of ShuffleNet v2 in front of a layer in two groups, with equal lifetimes, few channels.
struct GroupedStageClass: InstanceClass {
  static var names: ClaimInstance.Names { StageClass.names }

  static func facts(of instance: ClaimInstance) -> StageNetwork {
    StageNetwork(instance, isGroupedBehind: true)
  }

  func contains(_ stage: StageNetwork) -> Bool {
    stage.part.routing(of: stage.p).table == stage.part.routing(of: stage.q).table
  }

  func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    StageClass.equalTables.instance(order: min(n, 2), from: &choices)
  }
}
