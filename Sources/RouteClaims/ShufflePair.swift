import Birkhoff
import Claims
import RandomStreams
import Routes

/// Two shuffles between the same groups, a third one, and new names for the first.
struct ShufflePair: Sendable {
  /// The shuffle p.
  let p: Routing
  /// The shuffle q.
  let q: Routing
  /// The shuffle r.
  let r: Routing
  /// New names within the groups.
  let names: Relabelling

  /// Takes the parts of an instance of `ShufflePairs`.
  init(_ instance: ClaimInstance) {
    let lists = instance.integers
    let (inputs, outputs) = (ChannelGroups(lists[0]), ChannelGroups(lists[1]))
    p = Routing(lists[2], from: inputs, to: outputs)
    q = Routing(lists[3], from: inputs, to: outputs)
    r = Routing(lists[4], from: inputs, to: outputs)
    names = Relabelling(inputs: lists[5], outputs: lists[6])
  }

  /// Everything that keeps the groups, unless there are more than `limit`.
  func allNames(limit: Int) -> [Relabelling]? { AllRelabellings.of(p, limit: limit) }
}

/// Pairs of shuffles of C channels between any groups.
enum ShufflePairs: InstanceClass {
  /// Any two, often with equal tables.
  case any

  static var names: ClaimInstance.Names {
    ClaimInstance.Names(integers: ["A sizes", "B sizes", "p", "q", "r", "alpha", "beta"])
  }

  static func facts(of instance: ClaimInstance) -> ShufflePair { ShufflePair(instance) }

  func contains(_ pair: ShufflePair) -> Bool { true }

  func instance(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    let inputs = GroupSampler.groups(of: n, from: &choices)
    let outputs = GroupSampler.groups(of: n, from: &choices)
    let p = choices.shuffled(0..<n)
    let names = Relabelling(
      inputs: inputs.shuffled(from: &choices), outputs: outputs.shuffled(from: &choices))
    let routing = Routing(p, from: inputs, to: outputs)
    let q =
      choices.oneIn(2) ? choices.shuffled(0..<n) : routing.randomEquivalent(from: &choices).images
    return ClaimInstance(integers: [
      inputs.sizes, outputs.sizes, p, q, choices.shuffled(0..<n), names.inputs, names.outputs,
    ])
  }
}

/// Draws partitions into groups.
enum GroupSampler {
  /// Any sizes with the sum `n`; all choices 0 give one group.
  static func groups(of n: Int, from choices: inout some ChoiceSource) -> ChannelGroups {
    var sizes = [1]
    for _ in 1..<max(n, 1) {
      if choices.index(below: 2) == 1 { sizes.append(1) } else { sizes[sizes.count - 1] += 1 }
    }
    return ChannelGroups(sizes)
  }
}

/// All new names of the channels in front of a shuffle and behind it.
enum AllRelabellings {
  /// Every pair of permutations that keep the groups; nil if there are more than `limit` pairs.
  static func of(_ routing: Routing, limit: Int) -> [Relabelling]? {
    let sizes = routing.inputs.sizes + routing.outputs.sizes
    var count = 1
    for k in sizes.flatMap({ Array(1...$0) }) {
      count *= k
      if count > limit { return nil }
    }
    let outputs = all(keeping: routing.outputs)
    return all(keeping: routing.inputs).flatMap { alpha in
      outputs.map { Relabelling(inputs: alpha, outputs: $0) }
    }
  }

  /// The permutations that keep the groups.
  static func all(keeping groups: ChannelGroups) -> [[Int]] {
    groups.members.reduce([[]]) { heads, group in
      let orders = Permutation.all(group.count).map { $0.images.map { group.lowerBound + $0 } }
      return heads.flatMap { head in orders.map { head + $0 } }
    }
  }
}
