import Tensor
import Testing

@testable import NeuralNet

/// What the passes make of lists of instructions.
@Suite struct FusionTests {
  /// A program, by a letter for each instruction: stem, pointwise, depthwise, expansion, average
  /// pool, shuffle, classifier; two that have been fused in brackets.
  private func text(_ program: Program) -> String {
    program.instructions.map { instruction in
      switch instruction.operation {
      case .stem: "s"
      case .pointwise: "p"
      case .depthwise: "d"
      case .expansion: "e"
      case .averagePool: "a"
      case .shuffle: "m"
      case .classifier: "c"
      case .shuffledPointwise: "(mp)"
      case .expandedPointwise: "(ep)"
      }
    }.joined()
  }

  private func program(
    _ kind: ShuffleKind = .fixed, stem channels: Int = 6,
    units: (inout ProgramBuilder, inout [Channel]) -> Void
  ) -> Program {
    TinyNetwork(stem: channels, shuffles: kind, units: units).program
  }

  @Test func publishedNetworksAreFusedWhereTheyWereMeasured() {
    func stages(_ first: String, _ strided: String, _ basic: String) -> String {
      let basics = [3, 7, 3].map { String(repeating: basic, count: $0) }
      return first + basics[0] + strided + basics[1] + strided + basics[2]
    }
    let v1 = Architecture.v1(groups: 8)
    #expect(text(v1.program(.fixed)) == "s" + stages("pmdae", "pmdae", "pmde") + "c")
    #expect(
      text(v1.program(.fixed).fused()) == "sp" + stages("da(ep)", "da(ep)", "d(ep)").dropLast(4)
        + "ec")
    #expect(
      text(v1.program(.learned).fused())
        == "sp" + stages("mda(ep)", "mda(ep)", "md(ep)").dropLast(4) + "ec")
    let v2 = Architecture.v2(width: .half)
    #expect(text(v2.program(.fixed).fused()) == "s" + stages("dppdp", "dppdp", "pdp") + "pc")
    #expect(
      text(v2.program(.learned).fused())
        == "sdppdp" + String(repeating: "(mp)dp", count: 3) + "mdppdp"
        + String(repeating: "(mp)dp", count: 7) + "mdppdp"
        + String(repeating: "(mp)dp", count: 3) + "mpc")
  }

  /// The same products are taken, with the same parameters.
  @Test(arguments: TinySample.allCases)
  func fusionChangesNoCosts(sample: TinySample) {
    let program = sample.make().program
    #expect(
      program.fused().multiplyAdds(TinyNetwork.grid) == program.multiplyAdds(TinyNetwork.grid))
    #expect(
      Set(program.fused().layers.flatMap(\.parameters).map(\.name))
        == Set(program.layers.flatMap(\.parameters).map(\.name)))
  }

  // MARK: Index shuffles

  @Test func indexShufflesLeaveNothing() {
    let program = program { builder, x in
      x = builder.shuffle(x, "first", groups: 2)
      x = builder.shuffle(x, "second", groups: 3)
    }
    let resolved = program.withoutIndexShuffles()
    #expect(text(program) == "smmc" && text(resolved) == "sc")
    // Six channels in two groups come as 0 3 1 4 2 5; of these 0, 2, 4, 1, 3 and 5 are taken.
    #expect(resolved.instructions[1].input.map(\.index) == [0, 1, 2, 3, 4, 5])
    #expect(resolved.outputs.map(\.count) == [6, 0, 0])
  }

  @Test func learnedShufflesMayBeReplaced() {
    let program = program(.learned) { builder, x in
      x = builder.shuffle(x, "first", groups: 2)
      x = builder.shuffle(x, "second", groups: 2)
    }
    let resolved = program.withoutIndexShuffles(replacing: ["second": [5, 4, 3, 2, 1, 0]])
    #expect(text(resolved) == "smc")
    #expect(resolved.instructions[2].input == program.channels(1).reversed())
  }

  // MARK: Shuffles and convolutions

  /// A learned shuffle of six channels and a convolution of those that `read` says.
  private func shuffled(
    _ read: Range<Int>, to outputs: Int = 3, groups: Int = 1, readTwice: Bool = false
  ) -> Program {
    program(.learned) { builder, x in
      x = builder.shuffle(x, "shuffle", groups: 2)
      let y = builder.pointwise(Array(x[read]), "unit", to: outputs, groups: groups)
      x = (readTwice ? x : Array(x[..<read.lowerBound])) + y
    }
  }

  @Test func aConvolutionOfTheLastChannelsIsMerged() {
    let merged = shuffled(4..<6).withMergedShuffles()
    #expect(text(merged) == "s(mp)c")
    #expect(merged.outputs.map(\.count) == [6, 4, 3])
    #expect(merged.instructions[1].outputs == [1, 2])
    #expect(merged.instructions[1].input == merged.channels(0))
    #expect(merged.readerCounts == [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1]])
  }

  @Test func whatWouldLoseOrCostIsNotMerged() {
    // Others read the channels; they are all, or the first ones; or there are groups.
    for program in [
      shuffled(4..<6, readTwice: true), shuffled(0..<6), shuffled(2..<4),
      shuffled(4..<6, to: 4, groups: 2),
    ] {
      #expect(text(program.withMergedShuffles()) == "smpc")
    }
    // The product has seven rows, the matrix six.
    #expect(text(shuffled(4..<6, to: 7).withMergedShuffles()) == "smpc")
    #expect(text(shuffled(4..<6, to: 6).withMergedShuffles()) == "s(mp)c")
    let other = program(.learned) { builder, x in
      let y = builder.shuffle(x, "shuffle", groups: 2)
      x = y + builder.pointwise(Array(x[4...]), "unit", to: 3)
    }
    #expect(text(other.withMergedShuffles()) == "smpc")
  }

  // MARK: Expansions and their readers

  @Test func anExpansionIsJoinedWithTheConvolutionBehindIt() {
    let joined = program { builder, x in
      x = builder.expansionUnit(x, "unit", to: 8)
      x = builder.pointwise(Array(x[2...]), "next", to: 4)
    }.withJoinedExpansions()
    #expect(text(joined) == "sd(ep)c")
    let parts = joined.instructions[2].parts
    #expect(parts.map(\.outputs) == [[2], [3]])
    #expect(parts[0].input == joined.channels(1))
    #expect(parts[1].input == Array(joined.channels(2)[2...]))
  }

  @Test func anExpansionIsNotJoinedWithWhatComesLaterOrReadsOthers() {
    let later = program { builder, x in
      let y = builder.expansionUnit(x, "unit", to: 8)
      let z = builder.depthwise(y, "between")
      x = z + builder.pointwise(y, "next", to: 4)
    }
    #expect(text(later.withJoinedExpansions()) == "sdedpc")
    let other = program { builder, x in
      let y = builder.expansionUnit(x, "unit", to: 8)
      x = y + builder.pointwise(x, "next", to: 4)
    }
    #expect(text(other.withJoinedExpansions()) == "sdepc")
  }

  // MARK: Outputs that are computed again

  private func recomputed(_ program: Program) -> [Int] {
    let program = program.fused()
    return program.outputs.indices.filter { program.outputs[$0].isRecomputed }
  }

  @Test func depthwiseOutputsOfKeptInputsAreNotKept() {
    #expect(recomputed(TinySample.depthwise.make().program) == [1])
    #expect(recomputed(TinySample.depthwiseTwice.make().program) == [1])
    #expect(recomputed(TinySample.pointwise.make().program) == [])
  }

  @Test func shortSumsInFrontOfAMatrixAreNotKept() {
    func sums(of terms: Int, _ kind: ShuffleKind, isReadTwice: Bool = false) -> Program {
      program(kind, stem: terms) { builder, x in
        let narrow = builder.pointwise(x, "narrow", to: 4)
        x = builder.shuffle(narrow, "shuffle", groups: 2) + (isReadTwice ? narrow : [])
      }
    }
    #expect(recomputed(sums(of: 24, .learned)) == [1])
    #expect(recomputed(sums(of: 25, .learned)) == [])
    #expect(recomputed(sums(of: 24, .fixed)) == [])
    #expect(recomputed(sums(of: 24, .learned, isReadTwice: true)) == [])
    // Its inputs are not kept themselves.
    #expect(
      recomputed(
        program(.learned) { builder, x in
          x = builder.pointwise(builder.depthwise(x, "unit"), "narrow", to: 4)
          x = builder.shuffle(x, "shuffle", groups: 2)
        }) == [1])
  }

  // MARK: Gradients

  /// The first reader on the way back starts a gradient, the last one finishes it.
  @Test func eachGradientIsStartedAndFinishedOnce() {
    let program = TinySample.severalReaders.make().program.fused()
    let plan = RowPlan(program, images: TinyNetwork.grid)
    #expect(text(program) == "sppc")
    let (only, first) = (
      RowPlan.Use(isAccumulating: false, isFinishing: true),
      RowPlan.Use(isAccumulating: false, isFinishing: false)
    )
    let (later, last) = (
      RowPlan.Use(isAccumulating: true, isFinishing: false),
      RowPlan.Use(isAccumulating: true, isFinishing: true)
    )
    #expect(
      plan.uses == [
        [], Array(repeating: last, count: 4), Array(repeating: later, count: 4),
        Array(repeating: first, count: 4) + Array(repeating: only, count: 8),
      ])
  }

  /// A residual's gradient is that of the sum, at the same place.
  @Test func aResidualSharesTheGradientOfTheSum() {
    let program = TinySample.residual.make().program.fused()
    let plan = RowPlan(program, images: TinyNetwork.grid)
    #expect(text(program) == "sdedec")
    #expect(plan.gradients[2] == plan.gradients[4] && plan.gradients[2].allSatisfy { $0 != nil })
  }
}
