import CTensorKernels
import Tensor

/// The product of a tile and panels.
struct TileProduct {
  let rows: Int
  private let inner: Int
  private let tile: Tensor
  private let panels: Tensor
  private let panelRows: Int
  private let length: Int

  /// The product of weights `[rows, inner]`, at most twelve rows, and as many rows as `inner`.
  init(_ w: Tensor, _ b: [[Float]], panelRows: Int? = nil) {
    (rows, inner, length) = (w.rows, w.columns, b[0].count)
    self.panelRows = panelRows ?? inner
    tile = Tensor(shape: [12 * inner])
    asn_tile_matrix(w.pointer, Int32(rows), Int32(inner), inner, 1, tile.pointer)
    panels = Panels.pack(b, rows: self.panelRows)
  }

  /// The product with the identity, which is exact: the rows themselves.
  init(rows b: [[Float]]) {
    let identity = Tensor(shape: [b.count, b.count])
    for i in 0..<b.count { identity.pointer[i * b.count + i] = 1 }
    self.init(identity, b)
  }

  /// Stores the rows in those of `y`, from element `start` on, and adds their moments.
  func store(
    in y: Tensor, start: Int = 0, _ moments: inout [asn_moments], _ kernels: asn_kernels,
    fetching next: [UnsafePointer<Float>?] = []
  ) {
    kernels.multiply_moments(
      tile.pointer, Int32(rows), Int32(inner), panels.pointer, panelRows * 32, length,
      (0..<rows).map { y.pointer + $0 * y.columns }, start, &moments, next, Int32(next.count))
  }

  /// Brings the rows to targets.
  func store(
    _ sources: [asn_source], _ targets: [asn_gradient_target], start: Int,
    _ sums: inout [asn_gradient_sums], _ kernels: asn_kernels
  ) {
    kernels.multiply_gradient(
      tile.pointer, Int32(rows), Int32(inner), panels.pointer, panelRows * 32, length, sources,
      targets, start, &sums, nil, 0)
  }

  /// Brings the rows to activations.
  func store(
    in activations: [asn_activation], start: Int = 0, _ kernels: asn_kernels,
    fetching next: [UnsafePointer<Float>?] = []
  ) {
    kernels.multiply_activation(
      tile.pointer, Int32(rows), Int32(inner), panels.pointer, panelRows * 32, length, activations,
      start, next, Int32(next.count))
  }
}
