import Tensor
import Testing

@testable import NeuralNet

/// Where gradients and outputs that are computed again lie: a training step is played through on a
/// map of the memory that says what each cache line holds.
@Suite struct RowPlanTests {
  @Test(arguments: [
    (Architecture.v2(width: .half), ShuffleKind.fixed), (.v2(width: .half), .learned),
    (.v1(groups: 3), .fixed), (.v1(groups: 3), .learned),
  ])
  func nothingIsOverwrittenThatIsStillNeeded(
    architecture: Architecture, kind: ShuffleKind
  ) throws {
    let program = architecture.program(kind)
    // Images that shrink to one pixel on the way, and images that cannot shrink.
    for grid in [(2, 8, 8), (2, 1, 1)].map(ImageGrid.init) {
      expectNoProblems(program, grid)
    }
  }

  @Test(arguments: TinySample.allCases)
  func nothingIsOverwrittenInTinyNetworks(sample: TinySample) {
    expectNoProblems(sample.make().program, TinyNetwork.grid)
  }

  private func expectNoProblems(_ program: Program, _ grid: ImageGrid) {
    let log = StepLog(TrainingExecutor(program, images: grid))
    var memory = MemoryMap(log)
    memory.runForward()
    memory.runBackward()
    #expect(memory.problems.isEmpty, "\(memory.problems.prefix(3))")
    #expect(memory.readings > 3 * log.steps.count)
  }

  /// Most gradients lie in the memory of activations that are done with.
  @Test func gradientsNeedLittleMemory() {
    let executor = TrainingExecutor(
      Architecture.v2(width: .half).program(.fixed),
      images: ImageGrid(images: 128, height: 32, width: 32))
    let outputs = executor.outputs
    func bytes(_ outputs: [Activations]) -> Int {
      outputs.reduce(0) { $0 + 4 * $1.rows.count * $1.rows.grid.count }
    }
    let (all, kept) = (bytes(outputs), bytes(outputs.filter { $0.rows.places == nil }))
    // Not all activations are kept, either. Scratch, tiled weights and what is left of large pages
    // count on top.
    #expect(kept < all * 4 / 5, "\(kept) of \(all)")
    #expect(executor.bytes < kept * 13 / 10, "\(executor.bytes) for \(kept)")
  }
}

/// What each cache line of the rows of training holds.
private struct MemoryMap {
  private enum Content: Hashable {
    case row(Channel)
    /// The sum of so many readers' contributions.
    case gradient(Channel, readers: Int)
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

  private let log: StepLog
  private var contents: [Int: Content] = [:]
  private(set) var problems: [String] = []
  private(set) var readings = 0
  private let readers: [[Int]]

  init(_ log: StepLog) {
    self.log = log
    readers = log.executor.program.readerCounts
  }

  /// Each step reads its inputs and writes its outputs.
  mutating func runForward() {
    for step in log.steps {
      for channel in step.operands { read(row(channel), .row(channel)) }
      for channel in log.written(step) { write(row(channel), .row(channel)) }
    }
  }

  mutating func runBackward() {
    for instruction in log.executor.program.instructions.reversed() {
      recompute(instruction.input)
      for step in instruction.parts.reversed() { runBackward(step) }
    }
  }

  private mutating func runBackward(_ step: Instruction) {
    let outputs = log.written(step)
    let gradients = outputs.map(gradient)
    let targets = step.input.map(gradient)
    // Of the outputs the complete gradients are read, and the raw rows if there is a norm.
    for (channel, place) in zip(outputs, gradients) {
      read(place, .gradient(channel, readers: readers[channel.output][channel.index]))
      if hasNorm(channel) { read(row(channel), .row(channel)) }
    }
    for channel in step.input { read(row(channel), .row(channel)) }
    checkOrder(step, gradients, targets)
    for (channel, place) in zip(step.residual ?? [], gradients) { contribute(to: channel, place) }
    for (channel, place) in zip(step.input, targets) { contribute(to: channel, place) }
    // What else this step has read must not have been written meanwhile.
    for channel in outputs.filter(hasNorm) + step.input { read(row(channel), .row(channel)) }
  }

  /// Writes those channels again that are not kept.
  private mutating func recompute(_ channels: [Channel]) {
    let program = log.executor.program
    let outputs = Set(channels.map(\.output)).filter { program.outputs[$0].isRecomputed }
    for step in log.steps where step.outputs.contains(where: outputs.contains) {
      for channel in step.input { read(row(channel), .row(channel)) }
      for channel in log.written(step) { write(row(channel), .row(channel)) }
    }
  }

  /// Targets may lie where gradients are read only if these are read before.
  private mutating func checkOrder(
    _ step: Instruction, _ gradients: [Place], _ targets: [Place]
  ) {
    for (i, target) in targets.enumerated() {
      for (j, gradient) in gradients.enumerated() where target.overlaps(gradient) {
        let isSameRow = target.start == gradient.start && target.count == gradient.count
        switch step.operation {
        // One channel after the other, in place if the images stay as large.
        case .depthwise where isSameRow && i == j, .averagePool where isSameRow && i == j: break
        case .depthwise, .averagePool:
          problems.append("target \(i) lies on gradient \(j) of a window")
        // Blocks of pixels of all channels.
        case _ where isSameRow && step.residual == nil: break
        default: problems.append("target \(i) lies on gradient \(j) of a product")
        }
      }
    }
  }

  /// Adds to the channel's gradient if there is one, or else starts it.
  private mutating func contribute(to channel: Channel, _ place: Place) {
    var readers = 0
    if case .gradient(channel, let count) = contents[place.lines[0]] { readers = count }
    if readers > 0 { read(place, .gradient(channel, readers: readers)) }
    write(place, .gradient(channel, readers: readers + 1))
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

  private func hasNorm(_ channel: Channel) -> Bool {
    if case .batchNorm = log.executor.program.outputs[channel.output].map { true } else { false }
  }

  private func row(_ channel: Channel) -> Place {
    let rows = log.executor.outputs[channel.output].rows
    return Place(start: rows.row(channel.index), count: rows.grid.count)
  }

  private func gradient(_ channel: Channel) -> Place {
    let activations = log.executor.outputs[channel.output]
    return Place(
      start: activations.gradientPointers[channel.index], count: activations.rows.grid.count)
  }
}

extension Architecture {
  /// The program of a network.
  func program(_ kind: ShuffleKind) -> Program {
    guard let configuration = try? NetworkConfiguration(architecture: self, shuffle: kind) else {
      preconditionFailure("these networks exist")
    }
    return configuration.program(start: .manual, seed: 1)
  }
}
