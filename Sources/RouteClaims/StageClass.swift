import Claims
import RandomStreams
import Routes

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
