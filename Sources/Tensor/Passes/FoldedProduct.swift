import CTensorKernels

/// A 1x1 or patch convolution in groups for inference: batch norm folded into weights and shifts,
/// then a residual and an activation.
///
/// It runs in the calling thread, so that a worker can take its images through a whole network.
package final class FoldedProduct {
  private let matrix: TiledMatrix
  private let shifts: [Float]
  private let activation: Activation

  /// Folds: row `i` of the weights, `[outputs, inputs / groups]`, has been scaled already.
  package init(weights: Tensor, groups: Int, shifts: [Float], activation: Activation) {
    precondition(
      weights.rows % groups == 0 && shifts.count == weights.rows, "one shift for each output")
    let matrix = TiledMatrix(
      groups: groups, rows: weights.rows / groups, inner: weights.columns)
    matrix.store(weights, transposed: false)
    self.matrix = matrix
    self.shifts = shifts
    self.activation = activation
  }

  /// The number of output channels.
  package var outputs: Int { shifts.count }

  /// The floats of scratch that `apply` needs.
  package var scratchCount: Int {
    PanelInput.panelRows(matrix.groups * matrix.inner) * blockSize
  }

  private var blockSize: Int {
    PixelBlock.size(packedRows: matrix.groups * (matrix.inner + matrix.rows))
  }

  /// Writes pixels `0..<count` of the outputs from pixels `start..<(start + count)` of the input.
  package func apply(
    _ input: PanelInput, start: Int, count: Int, residuals: [UnsafePointer<Float>]? = nil,
    into outputs: [UnsafeMutablePointer<Float>], scratch: UnsafeMutablePointer<Float>
  ) {
    let rows = matrix.groups * matrix.inner
    precondition(
      input.rows == rows && outputs.count == shifts.count
        && residuals?.count ?? outputs.count == outputs.count, "the product's shapes disagree")
    let activations = outputs.indices.map {
      asn_activation(
        residual: residuals?[$0], y: outputs[$0], shift: shifts[$0], floor: activation.floor)
    }
    let panelRows = PanelInput.panelRows(rows)
    for first in stride(from: 0, to: count, by: blockSize) {
      let size = min(blockSize, count - first)
      input.pack(
        PixelBlock(start: start + first, count: size, isFirst: first == 0), into: scratch)
      matrix.multiply(
        scratch, panelRows: panelRows,
        block: PixelBlock(start: first, count: size, isFirst: first == 0),
        to: .activations(activations), upcoming: nil)
    }
  }
}
