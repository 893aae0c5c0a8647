import Tensor

/// A network laid out for inference on images of one size.
final class InferenceGraph: NetworkGraph {
  /// One channel of the output of a step.
  struct Channel {
    fileprivate let output: Output
    fileprivate let index: Int
  }

  /// The output of a step; its places are known once the whole network is laid out.
  fileprivate final class Output {
    let height: Int
    let width: Int
    var readers: [Int]
    var slots: [InferencePlan.Slot] = []

    init(_ count: Int, height: Int, width: Int) {
      self.height = height
      self.width = width
      readers = [Int](repeating: 0, count: count)
    }

    var channels: [Channel] { readers.indices.map { Channel(output: self, index: $0) } }
  }

  /// A step before it has memory.
  private struct Draft {
    let inputs: [Channel]
    let output: Output?
    /// The floats of scratch for blocks of so many images.
    let scratchCount: (_ images: Int) -> Int
    let make: (InferenceMemory) -> any InferenceStep
  }

  let permutations: [String: [Int]]
  private let height: Int
  private let width: Int
  private let plan = InferencePlan()
  private var drafts: [Draft] = []
  private var workers: [[any InferenceStep]] = []
  /// What the steps point to.
  private var memories: [InferenceMemory] = []

  init(_ network: Network, rounding permutations: [String: [Int]], height: Int, width: Int) {
    self.permutations = permutations
    self.height = height
    self.width = width
    network.connect(in: self)
    for draft in drafts {
      if let output = draft.output {
        output.slots = plan.take(
          output.readers.count, height: output.height, width: output.width)
      }
      for channel in draft.inputs {
        channel.output.readers[channel.index] -= 1
        if channel.output.readers[channel.index] == 0 { plan.giveBack(channel.slot) }
      }
    }
  }

  /// Returns the steps of so many workers for blocks of so many images, each with memory of its own,
  /// which is allocated when first wanted.
  func steps(workers count: Int, images: Int) -> [[any InferenceStep]] {
    let scratchCount = drafts.map { $0.scratchCount(images) }.max() ?? 0
    while workers.count < count {
      let memory = plan.makeMemory(images: images, scratchCount: scratchCount)
      workers.append(drafts.map { $0.make(memory) })
      memories.append(memory)
    }
    return workers
  }

  func stem(_ layer: StemLayer, _ norm: BatchNorm) -> [Channel] {
    let output = Output(layer.weight.value.rows, height: height, width: width)
    let product = Self.fold(layer.weight, norm, rectified: true)
    return add([], output, scratchCount: { _ in product.scratchCount }) { memory in
      StemInference(
        product: product, layer: layer, output: memory.pointers(output.slots),
        scratch: memory.scratch)
    }
  }

  func pointwise(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, rectified: Bool
  ) -> [Channel] {
    pointwise(x, Self.fold(layer.weight, groups: layer.groups, norm, rectified: rectified), nil)
  }

  func depthwise(_ x: [Channel], _ layer: DepthwiseLayer, _ norm: BatchNorm) -> [Channel] {
    let (weights, shifts) = Self.scaled(layer.weight, norm)
    return depthwise(
      x, FoldedDepthwise(weights: weights, shifts: shifts, stride: layer.stride),
      stride: layer.stride)
  }

  func expansion(
    _ x: [Channel], _ layer: PointwiseLayer, _ norm: BatchNorm, adding residual: [Channel]?
  ) -> [Channel] {
    pointwise(
      x, Self.fold(layer.weight, groups: layer.groups, norm, rectified: true), residual)
  }

  func averagePool(_ x: [Channel]) -> [Channel] {
    let pool = FoldedDepthwise(
      weights: AveragePoolStep.weights(channels: x.count),
      shifts: [Float](repeating: 0, count: x.count), stride: AveragePoolStep.stride)
    return depthwise(x, pool, stride: AveragePoolStep.stride)
  }

  func product(_ matrix: Parameter, _ x: [Channel]) -> [Channel] {
    let product = FoldedProduct(
      weights: matrix.value, groups: 1, shifts: [Float](repeating: 0, count: matrix.value.rows),
      rectified: false)
    return pointwise(x, product, nil)
  }

  func classify(_ x: [Channel], _ layer: LinearLayer) {
    let pixels = x[0].output.height * x[0].output.width
    _ = add(x, nil, scratchCount: { $0 * x.count }) { memory in
      ClassifierInference(
        layer: layer, pixels: pixels, input: memory.sources(x.map(\.slot)),
        scratch: memory.scratch)
    }
  }

  private func pointwise(
    _ x: [Channel], _ product: FoldedProduct, _ residual: [Channel]?
  ) -> [Channel] {
    let (height, width) = (x[0].output.height, x[0].output.width)
    let output = Output(product.outputs, height: height, width: width)
    return add(x + (residual ?? []), output, scratchCount: { _ in product.scratchCount }) {
      memory in
      PointwiseInference(
        product: product, pixels: height * width, input: memory.sources(x.map(\.slot)),
        residual: residual.map { memory.pointers($0.map(\.slot)).map { UnsafePointer($0) } },
        output: memory.pointers(output.slots), scratch: memory.scratch)
    }
  }

  private func depthwise(
    _ x: [Channel], _ convolution: FoldedDepthwise, stride: Int
  ) -> [Channel] {
    let (height, width) = (x[0].output.height, x[0].output.width)
    let grid = ImageGrid(images: 1, height: height, width: width).strided(by: stride)
    let output = Output(x.count, height: grid.height, width: grid.width)
    func scratchCount(images: Int) -> Int {
      convolution.scratchCount(ImageGrid(images: images, height: height, width: width))
    }
    return add(x, output, scratchCount: scratchCount) { memory in
      DepthwiseInference(
        convolution: convolution, height: height, width: width,
        input: memory.sources(x.map(\.slot)), output: memory.pointers(output.slots),
        scratch: memory.scratch)
    }
  }

  private func add(
    _ inputs: [Channel], _ output: Output?, scratchCount: @escaping (_ images: Int) -> Int,
    _ make: @escaping (InferenceMemory) -> any InferenceStep
  ) -> [Channel] {
    for channel in inputs { channel.output.readers[channel.index] += 1 }
    drafts.append(
      Draft(inputs: inputs, output: output, scratchCount: scratchCount, make: make))
    return output?.channels ?? []
  }

  private static func fold(
    _ weight: Parameter, groups: Int = 1, _ norm: BatchNorm, rectified: Bool
  ) -> FoldedProduct {
    let (weights, shifts) = scaled(weight, norm)
    return FoldedProduct(weights: weights, groups: groups, shifts: shifts, rectified: rectified)
  }

  /// Weights `[outputs, ...]` times the norm's factors, and its shifts.
  private static func scaled(
    _ weight: Parameter, _ norm: BatchNorm
  ) -> (weights: Tensor, shifts: [Float]) {
    let weights = Tensor(shape: [weight.value.rows, weight.value.columns])
    let maps = (0..<weights.rows).map(norm.runningMap)
    for (row, map) in maps.enumerated() {
      for i in (row * weights.columns)..<((row + 1) * weights.columns) {
        weights.pointer[i] = Float(map.factor * Double(weight.value.pointer[i]))
      }
    }
    return (weights, maps.map { Float($0.shift) })
  }
}

extension InferenceGraph.Channel {
  fileprivate var slot: InferencePlan.Slot { output.slots[index] }
}
