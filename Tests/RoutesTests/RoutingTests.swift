import RandomStreams
import Routes
import Testing

/// Tables, distances and new names of one shuffle (R1, R2).
@Suite struct RoutingTests {
  /// The permutations of 0..<n.
  private func permutations(_ n: Int) -> [[Int]] {
    guard n > 0 else { return [[]] }
    return permutations(n - 1).flatMap { shorter in
      (0..<n).map { place in Array(shorter[..<place]) + [n - 1] + Array(shorter[place...]) }
    }
  }

  /// The lists of positive sizes with the sum n.
  private func groupings(_ n: Int) -> [ChannelGroups] {
    func sizes(_ n: Int) -> [[Int]] {
      n == 0 ? [[]] : (1...n).flatMap { first in sizes(n - first).map { [first] + $0 } }
    }
    return sizes(n).map { ChannelGroups($0) }
  }

  @Test func theTableCountsOutputsByGroups() {
    let routing = Routing(
      [4, 0, 1, 3, 2], from: ChannelGroups([2, 3]), to: ChannelGroups([1, 2, 2]))
    #expect(routing.table == RouteTable([[0, 1], [2, 0], [0, 2]]))
    #expect(routing.table.total == 5)
    #expect(routing.table.description == "(0,1) (2,0) (0,2)")
    #expect(routing.table.transposed == RouteTable([[0, 2, 0], [1, 0, 2]]))
  }

  @Test func groupsKnowTheirChannels() {
    let groups = ChannelGroups([2, 1, 3])
    #expect(groups.channels == 6 && groups.count == 3)
    #expect(groups.groups == [0, 0, 1, 2, 2, 2])
    #expect(groups.members == [0..<2, 2..<3, 3..<6])
    #expect(groups.areKept(by: [1, 0, 2, 5, 3, 4]))
    #expect(!groups.areKept(by: [2, 0, 1, 5, 3, 4]))
    #expect(groups.parts(of: [1, 0, 2, 5, 3, 4]) == [[1, 0], [0], [2, 0, 1]])
    var stream = RandomStream(seed: 1)
    for _ in 0..<20 {
      let images = groups.shuffled(from: &stream)
      #expect(groups.areKept(by: images) && images.sorted() == Array(0..<6))
    }
  }

  /// For every pair of shuffles of 4 channels and all groups, the names found stay within the
  /// groups and leave exactly rho disagreements; fewer than that no names leave.
  @Test func namesAttainTheDistance() {
    let all = permutations(4)
    for inputs in groupings(4) {
      for outputs in groupings(4) {
        let p = Routing([2, 0, 3, 1], from: inputs, to: outputs)
        let alphas = all.filter { inputs.areKept(by: $0) }
        let betas = all.filter { outputs.areKept(by: $0) }
        for images in all {
          let q = Routing(images, from: inputs, to: outputs)
          let rho = p.table.distance(to: q.table)
          let names = p.relabelling(to: q)
          #expect(inputs.areKept(by: names.inputs) && names.inputs.sorted() == Array(0..<4))
          #expect(outputs.areKept(by: names.outputs) && names.outputs.sorted() == Array(0..<4))
          #expect(names.disagreements(p.images, q.images) == rho)
          let least = alphas.flatMap { alpha in
            betas.map { Relabelling(inputs: alpha, outputs: $0).disagreements(p.images, q.images) }
          }.min()
          #expect(least == rho)
          if rho == 0 { #expect(p.relabelled(by: names) == q) }
        }
      }
    }
  }

  @Test func randomEquivalentsKeepTheTable() {
    var stream = RandomStream(seed: 2)
    let groups = ChannelGroups(3, of: 4)
    let p = Routing(stream.shuffled(0..<12), from: groups, to: groups)
    let others = (0..<20).map { _ in p.randomEquivalent(from: &stream) }
    #expect(others.allSatisfy { $0.table == p.table })
    #expect(Set(others.map(\.images)).count == 20)
  }
}
