import Tensor

/// Channelwise layers that run one after another on each channel, as one layer.
///
/// A channel's row passes through all of them while it is in the cache. What a pointwise layer
/// hands to the next is not kept but computed again on the way back. A chain has at most one layer
/// that is not pointwise, and no two pointwise layers in a row.
final class ChannelwiseChain: Layer {
  private let layers: [any ChannelwiseLayer]
  private let outputs: [TensorBuffer]
  private let workspace: Workspace
  private var input: Tensor?

  init(_ layers: [any ChannelwiseLayer], workspace: Workspace) {
    precondition(
      layers.filter { !$0.isPointwise }.count <= 1
        && zip(layers, layers.dropFirst()).allSatisfy { !$0.isPointwise || !$1.isPointwise },
      "a chain alternates pointwise layers with at most one other layer")
    self.layers = layers
    self.workspace = workspace
    outputs = layers.map { _ in TensorBuffer() }
  }

  var parameters: [Parameter] { layers.flatMap(\.parameters) }

  var buffers: [(name: String, tensor: Tensor)] { layers.flatMap(\.buffers) }

  func outputShape(_ input: [Int]) -> [Int] {
    precondition(input[0] == layers[0].channels, "a chain got \(input[0]) channels")
    let grid = grids(input).output
    return [input[0], grid.images, grid.height, grid.width]
  }

  func multiplyAdds(_ input: [Int]) -> Int {
    zip(layers, grids(input).inputs).reduce(0) { $0 + $1.0.multiplyAdds($1.1) }
  }

  func forward(_ input: Tensor, into output: Tensor, training: Bool) {
    precondition(output.shape == outputShape(input.shape), "not the output shape of the chain")
    self.input = input
    let grids = grids(input.shape)
    let kept = keptOutputs(grids: grids)
    let rowOffset = prepareScratch(grids: grids.inputs)
    withExtendedLifetime((input, kept, output)) {
      Parallel.forEachChunk(count: input.rows) { range, worker in
        let scratch = workspace.kernels.pointer(worker: worker)
        for channel in range {
          var source = UnsafePointer(input.pointer + channel * input.columns)
          for (index, layer) in layers.enumerated() {
            let row = ChannelRow(
              channel: channel, pointer: source, grid: grids.inputs[index], scratch: scratch)
            let target: UnsafeMutablePointer<Float>
            if index == layers.count - 1 {
              target = output.pointer + channel * output.columns
            } else if let tensor = kept[index] {
              target = tensor.pointer + channel * tensor.columns
            } else {
              target = scratch + rowOffset
            }
            layer.forward(row, into: target, training: training)
            source = UnsafePointer(target)
          }
        }
      }
    }
  }

  func backward(_ gradient: Tensor, into inputGradient: Tensor?, accumulating: Bool) {
    precondition(!accumulating, "a chain does not accumulate gradients")
    guard let input, let inputGradient else {
      preconditionFailure("a chain needs a forward pass and a place for its input's gradient")
    }
    let grids = grids(input.shape)
    let kept = keptOutputs(grids: grids)
    let rowOffset = prepareScratch(grids: grids.inputs)
    withExtendedLifetime((input, kept, gradient, inputGradient)) {
      Parallel.forEachChunk(count: input.rows) { range, worker in
        let scratch = workspace.kernels.pointer(worker: worker)
        for channel in range {
          let inputRow = UnsafePointer(input.pointer + channel * input.columns)
          let result = inputGradient.pointer + channel * inputGradient.columns
          var current = gradient.pointer + channel * gradient.columns

          /// The row that entered a layer: kept, or computed again by the pointwise layer before.
          func source(_ index: Int) -> UnsafePointer<Float> {
            guard index > 0 else { return inputRow }
            if let tensor = kept[index - 1] {
              return UnsafePointer(tensor.pointer + channel * tensor.columns)
            }
            let before = ChannelRow(
              channel: channel, pointer: source(index - 1), grid: grids.inputs[index - 1],
              scratch: scratch)
            layers[index - 1].recompute(before, into: scratch + rowOffset)
            return UnsafePointer(scratch + rowOffset)
          }

          for (index, layer) in layers.enumerated().reversed() {
            let row = ChannelRow(
              channel: channel, pointer: source(index), grid: grids.inputs[index], scratch: scratch)
            let target = index == 0 || !layer.isPointwise ? result : current
            layer.backward(row, gradient: UnsafePointer(current), into: target)
            current = target
          }
        }
      }
    }
  }

  private func grids(_ input: [Int]) -> (inputs: [ImageGrid], output: ImageGrid) {
    var grid = ImageGrid(input)
    var inputs: [ImageGrid] = []
    for layer in layers {
      inputs.append(grid)
      grid = layer.outputGrid(grid)
    }
    return (inputs, grid)
  }

  /// The tensors between the layers, nil where the row is computed again and behind the last layer.
  private func keptOutputs(grids: (inputs: [ImageGrid], output: ImageGrid)) -> [Tensor?] {
    layers.indices.map { index in
      guard index < layers.count - 1, !layers[index].isPointwise else { return nil }
      let grid = grids.inputs[index + 1]
      return outputs[index].tensor(
        shape: [layers[index].channels, grid.images, grid.height, grid.width])
    }
  }

  /// Provides the kernels' scratch with one row behind it; returns where the row starts.
  private func prepareScratch(grids: [ImageGrid]) -> Int {
    let kernels = zip(layers, grids).map { $0.scratchCount($1) }.max() ?? 0
    let offset = (kernels + 15) / 16 * 16
    let row = layers.count > 1 ? grids.map(\.count).max() ?? 0 : 0
    workspace.kernels.prepare(count: offset + row)
    return offset
  }
}
