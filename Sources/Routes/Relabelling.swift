import RandomStreams

/// New names for the channels in front of a shuffle and behind it, each within its group.
package struct Relabelling: Equatable, Sendable {
  /// alpha: input channel j becomes channel `inputs[j]`, of the same input group.
  package let inputs: [Int]
  /// beta: output channel i becomes channel `outputs[i]`, of the same output group.
  package let outputs: [Int]

  /// Takes both permutations.
  package init(inputs: [Int], outputs: [Int]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The number of outputs i at which q(beta(i)) is not alpha(p(i)): what the new names do not
  /// explain of the difference of two shuffles.
  package func disagreements(_ p: [Int], _ q: [Int]) -> Int {
    p.indices.count { q[outputs[$0]] != inputs[p[$0]] }
  }
}

extension Routing {
  /// The shuffle after renaming: the q with q(beta(i)) = alpha(p(i)) for all i.
  package func relabelled(by names: Relabelling) -> Routing {
    var images = self.images
    for (i, j) in self.images.enumerated() { images[names.outputs[i]] = names.inputs[j] }
    return Routing(images, from: inputs, to: outputs)
  }

  /// Draws any of the shuffles with the same table, by random names.
  package func randomEquivalent(from choices: inout some ChoiceSource) -> Routing {
    relabelled(
      by: Relabelling(
        inputs: inputs.shuffled(from: &choices), outputs: outputs.shuffled(from: &choices)))
  }

  /// New names within the groups under which this shuffle and another differ at as few outputs as
  /// any names allow, which is rho of their tables; nowhere when the tables are equal.
  ///
  /// The proof of R2: in every cell (a, b) as many outputs as both shuffles have there are paired,
  /// the rest of beta is filled up within output groups; alpha is then forced on the inputs of the
  /// paired outputs and filled up within input groups.
  ///
  /// - Complexity: O(C + cells).
  package func relabelling(to other: Routing) -> Relabelling {
    precondition(inputs == other.inputs && outputs == other.outputs, "the groups are the same")
    var alpha = [Int?](repeating: nil, count: images.count)
    var beta = alpha
    for (mine, theirs) in zip(cells.joined(), other.cells.joined()) {
      for (i, k) in zip(mine, theirs) {
        beta[i] = k
        alpha[images[i]] = other.images[k]
      }
    }
    return Relabelling(
      inputs: Self.completed(alpha, within: inputs), outputs: Self.completed(beta, within: outputs))
  }

  /// The outputs of each cell, by output group and input group.
  private var cells: [[[Int]]] {
    var result = Array(
      repeating: Array(repeating: [Int](), count: inputs.count), count: outputs.count)
    for (i, j) in images.enumerated() { result[outputs.groups[i]][inputs.groups[j]].append(i) }
    return result
  }

  /// An injective map with its gaps filled, group by group, in order.
  private static func completed(_ map: [Int?], within groups: ChannelGroups) -> [Int] {
    let taken = Set(map.compactMap { $0 })
    return groups.members.flatMap { group in
      var free = group.filter { !taken.contains($0) }.makeIterator()
      return group.compactMap { map[$0] ?? free.next() }
    }
  }
}
