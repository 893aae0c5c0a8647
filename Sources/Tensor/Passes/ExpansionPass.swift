import CTensorKernels

/// The 1x1 convolution, in groups, from few normalised channels to many, with a batch norm behind
/// it whose input is never stored.
///
/// With `z` the centred sources, which are linear (not rectified), the convolution's centred output
/// is `W z`. Its variance is `w^T C w` for each row `w` of `W`, where `C` is the covariance of `z`;
/// the gradients need, beside `C`, only the products `h z^T` with the gradient `h` of the norm's
/// output. All of these are small, so the wide output exists only once, normalised and with the
/// residual added.
package final class ExpansionPass {
  private let groups: Int
  private let outputs: Int
  private let inputs: Int
  private let forwardMatrix: TiledMatrix
  private let backwardMatrix: TiledMatrix
  private let scratch: PassScratch

  /// Describes the convolution and plans its scratch.
  package init(groups: Int, outputs: Int, inputs: Int, scratch: PassScratch) {
    precondition(outputs % groups == 0 && inputs % groups == 0, "groups must divide the channels")
    self.groups = groups
    self.outputs = outputs
    self.inputs = inputs
    self.scratch = scratch
    forwardMatrix = TiledMatrix(
      groups: groups, rows: outputs / groups, inner: inputs / groups, in: scratch.expansionTiles)
    backwardMatrix = TiledMatrix(
      groups: groups, rows: inputs / groups, inner: (outputs + inputs) / groups,
      in: scratch.expansionTiles)
    scratch.sources.plan(count: sourceRows * blockSize)
    scratch.gradients.plan(count: PanelInput.panelRows(outputs + inputs) * blockSize)
    scratch.products.plan(count: outputs * (inputs / groups))
  }

  private var sourceRows: Int { PanelInput.panelRows(inputs) }

  private var blockSize: Int { PixelBlock.size(packedRows: inputs + outputs) }

  /// Returns the mean products of the sources with each other, group by group: `[inputs, inputs /
  /// groups]`, row `i` with the rows of its own group.
  ///
  /// Sums run in float32 over blocks of at most 512 pixels for each worker, one after another.
  package func covariance(_ sources: [ChannelSource], length: Int) -> [Double] {
    products(nil, rows: inputs, sources, length).run().map { $0 / Double(length) }
  }

  /// The pass that returns the sums over pixels of the products `h z^T`: `[outputs, inputs /
  /// groups]`.
  package func products(
    of gradients: [ChannelGradient], with sources: [ChannelSource], length: Int
  ) -> BlockPass<[Double]> {
    products(gradients, rows: outputs, sources, length)
  }

  /// The pass that writes `max(W z + shift + residual, 0)`; the caller has scaled the rows of the
  /// weights.
  package func forward(
    _ sources: [ChannelSource], weights: Tensor, shifts: [Float],
    residuals: [UnsafePointer<Float>]?, into output: ChannelRows
  ) -> BlockPass<Void> {
    precondition(
      sources.count == inputs && output.count == outputs && shifts.count == outputs
        && weights.count == outputs * inputs / groups && residuals?.count ?? outputs == outputs,
      "the expansion's shapes disagree")
    let activations = output.pointers.enumerated().map { row, y in
      asn_activation(
        residual: residuals?[row], y: y, shift: shifts[row], floor: Activation.rectifier.floor)
    }
    let upcoming = UpcomingRows(activations, packed: sources)
    prepare()
    forwardMatrix.store(weights, transposed: false)
    return BlockPass(length: output.grid.count, blockSize: blockSize) {
      [forwardMatrix, scratch, sourceRows] block, worker in
      let panels = scratch.sources.pointer(worker: worker)
      PanelInput.pack(sources[...], block, panelRows: sourceRows, into: panels)
      forwardMatrix.multiply(
        panels, panelRows: sourceRows, block: block, to: .activations(activations),
        upcoming: upcoming)
    } finish: {
      withExtendedLifetime(output) {}
    }
  }

  /// The pass that brings `W^T g + Q z` to the targets, where `g` are the gradients, and returns
  /// the targets' sums.
  ///
  /// `matrix` is, group by group, the transpose of `[W^T, Q]`: `outputs / groups` rows of `W`, then
  /// `inputs / groups` rows of `Q^T`.
  package func backward(
    _ gradients: [ChannelGradient], _ sources: [ChannelSource], matrix: Tensor,
    targets: [GradientTarget], length: Int
  ) -> BlockPass<[GradientSums]> {
    let (rows, columns) = (outputs / groups, inputs / groups)
    precondition(
      gradients.count == outputs && sources.count == inputs && targets.count == inputs
        && matrix.count == (outputs + inputs) * columns, "the expansion's shapes disagree")
    let sums = WorkerValues(count: inputs, zero: asn_gradient_sums())
    let panelRows = PanelInput.panelRows(outputs + inputs)
    let (targetSources, targetRows) = (targets.map(\.source.kernel), targets.map(\.kernel))
    let upcoming = UpcomingRows(written: targetRows.map(\.h), packed: sources, gradients)
    prepare()
    backwardMatrix.store(matrix, transposed: true)
    return BlockPass(length: length, blockSize: blockSize) {
      [groups, backwardMatrix, scratch] block, worker in
      let panels = scratch.gradients.pointer(worker: worker)
      for group in 0..<groups {
        let start = panels + group * (rows + columns) * PixelBlock.panel
        PanelInput.pack(
          gradients[(group * rows)..<((group + 1) * rows)], block,
          panelRows: panelRows, into: start)
        PanelInput.pack(
          sources[(group * columns)..<((group + 1) * columns)], block,
          panelRows: panelRows, into: start + rows * PixelBlock.panel)
      }
      backwardMatrix.multiply(
        panels, panelRows: panelRows, block: block,
        to: .gradients(targetSources, targetRows, sums.pointer(worker: worker)),
        upcoming: upcoming)
    } finish: {
      sums.totals
    }
  }

  /// The pass that sums the products of gradients, or of the sources themselves, with the sources.
  private func products(
    _ gradients: [ChannelGradient]?, rows total: Int, _ sources: [ChannelSource], _ length: Int
  ) -> BlockPass<[Double]> {
    precondition(
      gradients?.count ?? total == total && sources.count == inputs,
      "the expansion's shapes disagree")
    let (rows, columns) = (total / groups, inputs / groups)
    let leftRows = PanelInput.panelRows(total)
    prepare()
    return BlockPass(length: length, blockSize: blockSize) {
      [groups, scratch, sourceRows] block, worker in
      let right = scratch.sources.pointer(worker: worker)
      PanelInput.pack(sources[...], block, panelRows: sourceRows, into: right)
      var left = right
      if let gradients {
        left = scratch.gradients.pointer(worker: worker)
        PanelInput.pack(gradients[...], block, panelRows: leftRows, into: left)
      }
      let sums = scratch.products.pointer(worker: worker)
      if block.isFirst { sums.update(repeating: 0, count: total * columns) }
      for group in 0..<groups {
        asn_outer(
          left + group * rows * PixelBlock.panel, leftRows * PixelBlock.panel, Int32(rows),
          right + group * columns * PixelBlock.panel, sourceRows * PixelBlock.panel, Int32(columns),
          block.panels, sums + group * rows * columns, columns)
      }
    } finish: { [scratch] in
      scratch.products.sums(
        workers: PixelBlock.workers(length: length), count: total * columns)
    }
  }

  private func prepare() {
    scratch.sources.prepare(count: sourceRows * blockSize)
    scratch.gradients.prepare(count: PanelInput.panelRows(outputs + inputs) * blockSize)
    scratch.products.prepare(count: outputs * (inputs / groups))
  }
}
