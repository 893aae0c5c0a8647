/// Products of a small matrix with activations `[C, L]`, split over threads along the long `L`.
package enum MatrixProduct {
  /// Computes `y = W x + beta y`, or with the transpose of `W`, for `W` `[m, k]`, `x` and `y` of
  /// `L` columns.
  package static func apply(
    _ w: Tensor, transposed: Bool = false, to x: Tensor, into y: Tensor, beta: Float = 0
  ) {
    let length = x.columns
    let (rows, inner) = transposed ? (w.columns, w.rows) : (w.rows, w.columns)
    precondition(
      x.rows == inner && y.rows == rows && y.columns == length, "the product's shapes disagree")
    withExtendedLifetime((w, x, y)) {
      Parallel.forEachChunk(count: length) { range, _ in
        BLAS.multiply(
          BLAS.Operand(w.pointer, rowStride: w.columns, transposed: transposed),
          BLAS.Operand(x.pointer + range.lowerBound, rowStride: length),
          into: y.pointer + range.lowerBound, rowStride: length,
          extents: BLAS.Extents(rows: rows, columns: range.count, inner: inner), beta: beta)
      }
    }
  }

  /// Computes the gradient `dW = g x^T` of `y = W x`, given that of `y`.
  ///
  /// Each worker sums over its range of columns; the partial sums are added in the order of the
  /// workers.
  package static func weightGradient(
    _ g: Tensor, _ x: Tensor, into dw: Tensor, scratch: WorkerScratch
  ) {
    let length = x.columns
    let (rows, columns) = (g.rows, x.rows)
    precondition(
      g.columns == length && dw.count == rows * columns, "the product's shapes disagree")
    scratch.prepare(count: dw.count)
    withExtendedLifetime((g, x, dw)) {
      Parallel.forEachChunk(count: length) { range, worker in
        BLAS.multiply(
          BLAS.Operand(g.pointer + range.lowerBound, rowStride: length),
          BLAS.Operand(x.pointer + range.lowerBound, rowStride: length, transposed: true),
          into: scratch.part(worker: worker, of: dw), rowStride: columns,
          extents: BLAS.Extents(rows: rows, columns: columns, inner: range.count))
      }
      scratch.addParts(workers: min(Parallel.threads, length), to: dw)
    }
  }
}
