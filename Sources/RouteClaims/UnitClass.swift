import Claims
import Exact
import RandomStreams
import Routes

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
