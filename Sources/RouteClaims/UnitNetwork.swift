import Claims
import Exact
import RandomStreams
import Routes

/// A unit of ShuffleNet v1 at one pixel: a grouped 1x1 convolution, norm, rectifier, the shuffle, the
/// depthwise convolution, norm, and a grouped 1x1 convolution with its norm.
///
/// Every group of the first convolution reads two inputs and every group of the last one makes two
/// outputs. What the unit adds to them, or puts beside them, sees no shuffle and is left out.
struct UnitNetwork: ShuffledNetwork {
  let part: RoutePart
  let p: [[Int]]
  let q: [[Int]]
  /// `first`, two weights, scale and shift for each channel; `depthwise`, weight, scale and shift for
  /// each; `last`, a row of C weights for each output, of which those of its group count; `norm`, scale
  /// and shift for each output.
  let parameters: [RationalMatrix]
  let functional: [Rational]
  /// The inputs, a row of two for each group.
  let inputs: RationalMatrix
  /// The step size, the momentum and the weight decay of training.
  let training: [Rational]

  /// Takes an instance of `UnitClass`.
  init(_ instance: ClaimInstance) {
    let lists = instance.integers
    part = RoutePart(
      shuffle: "shuffle", from: ChannelGroups(lists[0]), to: ChannelGroups(lists[1]))
    (p, q) = ([lists[2]], [lists[3]])
    parameters = Array(instance.matrices[..<4])
    inputs = instance.matrices[4]
    functional = instance.matrices[5].rows.flatMap { $0 }
    training = instance.numbers
  }

  func outputs(
    _ theta: [[[RationalTape.Number]]], _ shuffles: [[Int]], on tape: inout RationalTape
  ) -> [RationalTape.Number] {
    let x = inputs.rows.map { $0.map { tape.variable($0) } }
    let narrow = part.sources.groups.enumerated().map { channel, group in
      let row = theta[0][channel]
      let sum = tape.dot(Array(row[..<2]), x[group])
      let normed = tape.affine(sum, scale: row[2], shift: row[3])
      return tape.rectified(normed)
    }
    let filtered = shuffles[0].enumerated().map { channel, source in
      let row = theta[1][channel]
      let product = tape.product(row[0], narrow[source])
      return tape.affine(product, scale: row[1], shift: row[2])
    }
    return theta[2].indices.map { output in
      let group = part.readers.members[output / 2]
      let sum = tape.dot(Array(theta[2][output][group]), Array(filtered[group]))
      return tape.affine(sum, scale: theta[3][output][0], shift: theta[3][output][1])
    }
  }

  func moves(_ names: Relabelling) -> [(rows: [Int]?, columns: [Int]?)] {
    [(names.inputs, nil), (names.outputs, nil), (nil, names.outputs), (nil, nil)]
  }

  /// Whether weight decay acts on a column of a parameter.
  static func decays(_ parameter: Int, column: Int) -> Bool {
    [2, 1, Int.max, 0][parameter] > column
  }
}

/// Units of ShuffleNet v1 with two shuffles.
enum UnitClass: InstanceClass {
  /// Shuffles with equal tables.
  case equalTables
  /// Shuffles with equal tables, and the numbers of a training run.
  case training
  /// Any shuffles behind a dense convolution.
  case denseBefore
  /// Any shuffles in front of a dense convolution.
  case denseBehind
  /// Any shuffles between grouped convolutions, few channels.
  case grouped
  /// Shuffles whose tables are equal after output groups of one size are exchanged, few channels.
  case exchangedGroups

  static var names: ClaimInstance.Names {
    ClaimInstance.Names(
      matrices: ["first", "depthwise", "last", "norm", "x", "u"],
      numbers: ["rate", "momentum", "decay"], integers: ["A sizes", "B sizes", "p", "q"])
  }

  static func facts(of instance: ClaimInstance) -> UnitNetwork { UnitNetwork(instance) }

  func contains(_ unit: UnitNetwork) -> Bool {
    let (before, after) = (unit.routingOfP.table, unit.routingOfQ.table)
    switch self {
    case .equalTables: return before == after
    case .training: return before == after && unit.training.count == 3
    case .denseBefore: return unit.part.sources.count == 1
    case .denseBehind: return unit.part.readers.count == 1
    case .grouped: return unit.part.sources.count > 1 && unit.part.readers.count > 1
    case .exchangedGroups:
      return before.counts.sorted { $0.lexicographicallyPrecedes($1) }
        == after.counts.sorted { $0.lexicographicallyPrecedes($1) }
    }
  }

  func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    let isSmall = self == .grouped || self == .exchangedGroups || self == .training
    let channels = isSmall ? max(min(n, 4), 2) : n
    let inputs =
      self == .denseBefore ? ChannelGroups([channels]) : groups(of: channels, from: &choices)
    let outputs =
      self == .denseBehind ? ChannelGroups([channels]) : groups(of: channels, from: &choices)
    let p = Routing(choices.shuffled(0..<channels), from: inputs, to: outputs)
    let q: [Int]
    switch self {
    case .equalTables, .training: q = p.randomEquivalent(from: &choices).images
    case .denseBefore, .denseBehind, .grouped: q = choices.shuffled(0..<channels)
    case .exchangedGroups:
      let order = ParameterSampler.exchangedGroups(outputs, from: &choices)
      q = order.map { p.images[$0] }
    }
    let shapes = [
      (channels, 4), (channels, 3), (2 * outputs.count, channels), (2 * outputs.count, 2),
      (inputs.count, 2), (outputs.count, 2),
    ]
    let training: [Rational] =
      self == .training
      ? [
        choices.element(of: [Rational(1, 2), Rational(1, 10), 1]),
        choices.element(of: [Rational(1, 2), 0, Rational(9, 10)]),
        choices.element(of: [0, Rational(1, 10)]),
      ] : []
    return ClaimInstance(
      matrices: shapes.map { ParameterSampler.matrix($0.0, $0.1, from: &choices) },
      numbers: training, integers: [inputs.sizes, outputs.sizes, p.images, q])
  }

  private func groups(of n: Int, from choices: inout some ChoiceSource) -> ChannelGroups {
    self == .grouped && n == 2
      ? ChannelGroups([1, 1]) : GroupSampler.groups(of: n, from: &choices)
  }
}
