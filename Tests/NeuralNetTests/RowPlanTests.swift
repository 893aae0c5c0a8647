import Tensor
import Testing

@testable import NeuralNet

/// Where gradients and outputs that are computed again lie: a training step is played through on a map
/// of the memory that says what each cache line holds.
@Suite struct RowPlanTests {
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.fixed), (.v2(width: .half), .learned),
    (.v1(groups: 3), .fixed), (.v1(groups: 3), .learned),
  ])
  func nothingIsOverwrittenThatIsStillNeeded(
    architecture: Architecture, kind: ShuffleKind
  ) throws {
    let network = architecture.network(kind)
    // Images that shrink to one pixel on the way, and images that cannot shrink.
    for grid in [(2, 8, 8), (2, 1, 1)].map(ImageGrid.init) {
      expectNoProblems(network, grid)
    }
  }

  @Test(arguments: TinySample.allCases)
  func nothingIsOverwrittenInTinyNetworks(sample: TinySample) {
    expectNoProblems(sample.make().network, TinyNetwork.grid)
  }

  private func expectNoProblems(_ network: Network, _ grid: ImageGrid) {
    let log = StepLog()
    // The rows live as long as the graph.
    let graph = TrainingGraph(network.recorded(in: log), grid: grid)
    var memory = MemoryMap(log)
    memory.runForward()
    memory.runBackward()
    #expect(memory.problems.isEmpty, "\(memory.problems.prefix(3))")
    #expect(memory.readings > 3 * log.steps.count)
    withExtendedLifetime(graph) {}
  }

  /// Most gradients lie in the memory of activations that are done with.
  @Test func gradientsNeedLittleMemory() {
    let log = StepLog()
    let graph = TrainingGraph(
      Architecture.v2(width: .half).network(.fixed).recorded(in: log),
      grid: ImageGrid(images: 128, height: 32, width: 32))
    let outputs = log.steps.flatMap(\.activations)
    func bytes(_ outputs: [Activations]) -> Int {
      outputs.reduce(0) { $0 + 4 * $1.rows.count * $1.rows.grid.count }
    }
    let (all, kept) = (bytes(outputs), bytes(outputs.filter { $0.rows.places == nil }))
    // Not all activations are kept, either. Scratch, tiled weights and what is left of large pages
    // count on top.
    #expect(kept < all * 4 / 5, "\(kept) of \(all)")
    #expect(graph.bytes < kept * 13 / 10, "\(graph.bytes) for \(kept)")
  }
}

/// What each cache line of the rows of a training graph holds.
private struct MemoryMap {
  /// Channels are numbered.
  private enum Content: Hashable {
    case row(Int)
    /// The sum of so many readers' contributions.
    case gradient(Int, readers: Int)
  }

  /// A row of floats.
  private struct Place {
    let start: UnsafeMutablePointer<Float>
    let count: Int

    var lines: [Int] {
      let first = Int(bitPattern: start) / 64
      return Array(first...((Int(bitPattern: start + count) - 1) / 64))
    }

    /// Whether there is a float in both.
    func overlaps(_ other: Place) -> Bool {
      start < other.start + other.count && other.start < start + count
    }
  }

  private let steps: [StepLog.Step]
  private var contents: [Int: Content] = [:]
  private(set) var problems: [String] = []
  private(set) var readings = 0
  private let numbers: [ObjectIdentifier: Int]
  private let readers: [Int: Int]

  init(_ log: StepLog) {
    steps = log.steps
    // Each output's channels have consecutive numbers.
    var (numbers, next) = ([ObjectIdentifier: Int](), 0)
    for activations in log.steps.flatMap(\.activations) {
      numbers[ObjectIdentifier(activations)] = next
      next += activations.rows.count
    }
    self.numbers = numbers
    var readers: [Int: Int] = [:]
    for step in log.steps {
      for channel in step.inputs + step.residual {
        readers[Self.number(channel, numbers), default: 0] += 1
      }
    }
    self.readers = readers
  }

  /// Each step reads its inputs and writes its outputs.
  mutating func runForward() {
    for step in steps {
      for channel in step.inputs + step.residual { read(row(channel), .row(number(channel))) }
      for channel in step.outputs { write(row(channel), .row(number(channel))) }
    }
  }

  mutating func runBackward() {
    for step in steps.reversed() {
      recompute(step)
      let gradients = step.outputs.map(gradient)
      let targets = step.inputs.map(gradient)
      // Of the outputs the complete gradients are read, and the raw rows if there is a norm.
      for (channel, place) in zip(step.outputs, gradients) {
        let number = number(channel)
        read(place, .gradient(number, readers: readers[number] ?? 0))
        if channel.activations.norm != nil { read(row(channel), .row(number)) }
      }
      for channel in step.inputs { read(row(channel), .row(number(channel))) }
      checkOrder(step, gradients, targets)
      for (channel, place) in zip(step.residual, gradients) {
        contribute(to: channel, place)
      }
      for (channel, place) in zip(step.inputs, targets) { contribute(to: channel, place) }
      // What else this step has read must not have been written meanwhile.
      let raw = step.outputs.filter { $0.activations.norm != nil }
      for channel in raw + step.inputs { read(row(channel), .row(number(channel))) }
    }
  }

  /// Writes those inputs of the step again that are not kept.
  private mutating func recompute(_ step: StepLog.Step) {
    for source in steps where source.outputs.contains(where: { $0.activations.recompute != nil }) {
      let activations = source.outputs[0].activations
      guard step.inputs.contains(where: { $0.activations === activations }) else { continue }
      for channel in source.inputs { read(row(channel), .row(number(channel))) }
      for channel in source.outputs { write(row(channel), .row(number(channel))) }
    }
  }

  /// Targets may lie where gradients are read only if these are read before.
  private mutating func checkOrder(
    _ step: StepLog.Step, _ gradients: [Place], _ targets: [Place]
  ) {
    for (i, target) in targets.enumerated() {
      for (j, gradient) in gradients.enumerated() where target.overlaps(gradient) {
        let isSameRow = target.start == gradient.start && target.count == gradient.count
        switch step.kind {
        case .pixels where isSameRow && step.residual.isEmpty: break
        case .channels where isSameRow && i == j: break
        default: problems.append("target \(i) lies on gradient \(j) of \(step.kind)")
        }
      }
    }
  }

  /// Adds to the channel's gradient if there is one, or else starts it.
  private mutating func contribute(to channel: TrainingChannel, _ place: Place) {
    let number = number(channel)
    var readers = 0
    if case .gradient(number, let count) = contents[place.lines[0]] { readers = count }
    if readers > 0 { read(place, .gradient(number, readers: readers)) }
    write(place, .gradient(number, readers: readers + 1))
  }

  private mutating func read(_ place: Place, _ content: Content) {
    readings += 1
    for line in place.lines where contents[line] != content {
      problems.append("\(content) is not there, but \(String(describing: contents[line]))")
    }
  }

  private mutating func write(_ place: Place, _ content: Content) {
    for line in place.lines { contents[line] = content }
  }

  private func row(_ channel: TrainingChannel) -> Place {
    let rows = channel.activations.rows
    return Place(start: rows.row(channel.index), count: rows.grid.count)
  }

  private func gradient(_ channel: TrainingChannel) -> Place {
    Place(
      start: channel.activations.gradientPointers[channel.index],
      count: channel.activations.rows.grid.count)
  }

  private func number(_ channel: TrainingChannel) -> Int { Self.number(channel, numbers) }

  private static func number(
    _ channel: TrainingChannel, _ numbers: [ObjectIdentifier: Int]
  ) -> Int {
    (numbers[ObjectIdentifier(channel.activations)] ?? -1) + channel.index
  }
}

extension Architecture {
  /// The structure of a network.
  func network(_ kind: ShuffleKind, classes: Int = 10) -> Network {
    var builder = NetworkBuilder(kind, seed: 1)
    switch self {
    case .v1(let groups): return builder.shuffleNetV1(groups: groups, classes: classes)
    case .v2(let width): return builder.shuffleNetV2(width: width, classes: classes)
    }
  }
}
