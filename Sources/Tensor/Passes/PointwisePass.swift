import CTensorKernels

/// The product of a weight matrix, in groups, with the pixels of its input: a 1x1 convolution, a
/// learned shuffle, or a convolution with patches.
///
/// Weights are `[outputs, inputs / groups]`; output channels `g*outputs/groups ..<
/// (g+1)*outputs/groups` see input rows `g*inputs/groups ..< (g+1)*inputs/groups` only. Workers
/// take blocks of pixels: a block of the input is packed once, through its batch norms, and
/// multiplied tile by tile while it is in the cache.
package final class PointwisePass {
  private let groups: Int
  private let outputs: Int
  private let inputs: Int
  private let forwardMatrix: TiledMatrix
  private let backwardMatrix: TiledMatrix
  private let scratch: PassScratch

  /// Describes the product and plans its scratch.
  package init(groups: Int, outputs: Int, inputs: Int, scratch: PassScratch) {
    precondition(outputs % groups == 0 && inputs % groups == 0, "groups must divide the channels")
    self.groups = groups
    self.outputs = outputs
    self.inputs = inputs
    self.scratch = scratch
    forwardMatrix = TiledMatrix(
      groups: groups, rows: outputs / groups, inner: inputs / groups, in: scratch.tiles)
    backwardMatrix = TiledMatrix(
      groups: groups, rows: inputs / groups, inner: outputs / groups, in: scratch.tiles)
    scratch.sources.plan(count: sourceRows * blockSize)
    scratch.gradients.plan(count: gradientRows * blockSize)
    scratch.partials.plan(count: outputs * (inputs / groups))
  }

  private var sourceRows: Int { PanelInput.panelRows(inputs) }

  private var gradientRows: Int { PanelInput.panelRows(outputs) }

  private var blockSize: Int { PixelBlock.size(packedRows: inputs + outputs) }

  /// The pass that writes the output rows, those of several outputs one after another, and returns
  /// their moments.
  ///
  /// The weights go into the tiles that passes share now: run it before another is made. Every
  /// element is a dot product of `inputs / groups` terms. Complexity: `outputs * inputs / groups`
  /// multiply-adds a pixel.
  package func forward(
    _ input: PanelInput, weights: Tensor, into output: [ChannelRows]
  ) -> BlockPass<[Moments]> {
    precondition(
      input.rows == inputs && output.reduce(0) { $0 + $1.count } == outputs
        && output.allSatisfy { $0.grid == output[0].grid }
        && weights.count == outputs * inputs / groups,
      "the product's shapes disagree")
    let moments = WorkerValues(count: outputs, zero: asn_moments())
    let rows = output.flatMap(\.pointers)
    // As the kernel takes them; converted here, once, since Swift does it element by element.
    let places = rows.map(Optional.some)
    let upcoming = UpcomingRows(written: rows, packed: input.sources)
    prepare()
    forwardMatrix.store(weights, transposed: false)
    return BlockPass(length: output[0].grid.count, blockSize: blockSize) {
      [forwardMatrix, scratch, sourceRows] block, worker in
      let panels = scratch.sources.pointer(worker: worker)
      input.pack(block, into: panels)
      forwardMatrix.multiply(
        panels, panelRows: sourceRows, block: block,
        to: .moments(places, moments.pointer(worker: worker)), upcoming: upcoming)
    } finish: {
      withExtendedLifetime(output) {
        rows.indices.map { Moments(merging: moments.parts($0)) }
      }
    }
  }

  /// The pass that overwrites the weights' gradient and brings that of the input to its targets, if
  /// there are any, and returns the targets' sums.
  ///
  /// The weights go into the tiles now, as in `forward`. Workers sum the weights' gradient over
  /// their pixels; the sums are added in their order. The targets' rows may be those of the
  /// gradients, in any order.
  package func backward(
    _ input: PanelInput, gradients: [ChannelGradient], weights: Tensor, into dw: Tensor,
    targets: [GradientTarget], length: Int
  ) -> BlockPass<[GradientSums]> {
    precondition(
      input.rows == inputs && gradients.count == outputs
        && weights.count == outputs * inputs / groups && dw.count == weights.count
        && (targets.isEmpty || targets.count == inputs),
      "the product's shapes disagree")
    let sums = WorkerValues(count: targets.count, zero: asn_gradient_sums())
    let (targetSources, targetRows) = (targets.map(\.source.kernel), targets.map(\.kernel))
    let upcoming = UpcomingRows(
      written: targetRows.map(\.h), packed: input.sources, gradients)
    prepare()
    if !targets.isEmpty { backwardMatrix.store(weights, transposed: true) }
    return BlockPass(length: length, blockSize: blockSize) { [self] block, worker in
      let sources = scratch.sources.pointer(worker: worker)
      let raw = scratch.gradients.pointer(worker: worker)
      input.pack(block, into: sources)
      PanelInput.pack(gradients[...], block, panelRows: gradientRows, into: raw)
      addOuterProducts(raw, sources, block, to: scratch.partials.part(worker: worker, of: dw))
      guard !targets.isEmpty else { return }
      backwardMatrix.multiply(
        raw, panelRows: gradientRows, block: block,
        to: .gradients(targetSources, targetRows, sums.pointer(worker: worker)),
        upcoming: upcoming)
    } finish: { [scratch] in
      scratch.partials.addParts(workers: PixelBlock.workers(length: length), to: dw)
      return sums.totals
    }
  }

  private func prepare() {
    scratch.sources.prepare(count: sourceRows * blockSize)
    scratch.gradients.prepare(count: gradientRows * blockSize)
    scratch.partials.prepare(count: outputs * (inputs / groups))
  }

  private func addOuterProducts(
    _ gradients: UnsafePointer<Float>, _ sources: UnsafePointer<Float>, _ block: PixelBlock,
    to sums: UnsafeMutablePointer<Float>
  ) {
    let (rows, columns) = (outputs / groups, inputs / groups)
    if block.isFirst { sums.update(repeating: 0, count: outputs * columns) }
    for group in 0..<groups {
      asn_outer(
        gradients + group * rows * PixelBlock.panel, gradientRows * PixelBlock.panel, Int32(rows),
        sources + group * columns * PixelBlock.panel, sourceRows * PixelBlock.panel, Int32(columns),
        block.panels, sums + group * rows * columns, columns)
    }
  }
}
