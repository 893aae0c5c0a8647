import CTensorKernels

/// The dense 3x3 convolution with padding 1, for the first layer and its few input channels.
///
/// Each worker copies the patches of a few images at a time to a matrix `[9 * in, pixels]` and
/// multiplies. Weights are `[out, in, 3, 3]`.
package enum PatchConvolution {
  /// Output pixels whose patches are held at once: for 3 channels the matrix then fits the L2 cache.
  private static let blockPixels = 4096

  /// Writes `y`, `[out, N, H, W]`, from `x`, `[in, N, H, W]`.
  package static func forward(
    _ x: Tensor, weights: Tensor, into y: Tensor, scratch: WorkerScratch
  ) {
    let length = y.columns
    forEachBlock(x, weights, y, scratch) { patches, patchStride, inner, pixels, start, _, _ in
      BLAS.multiply(
        BLAS.Operand(weights.pointer, rowStride: inner),
        BLAS.Operand(patches, rowStride: patchStride), into: y.pointer + start, rowStride: length,
        extents: BLAS.Extents(rows: y.rows, columns: pixels, inner: inner))
    }
  }

  /// Writes the gradient of the weights from the input and the output's gradient.
  ///
  /// Each worker sums over its images, block by block; the partial sums are added in the order of
  /// the workers.
  package static func weightGradient(
    _ x: Tensor, gradient: Tensor, into dw: Tensor, scratch: WorkerScratch, partials: WorkerScratch
  ) {
    let length = gradient.columns
    partials.prepare(count: dw.count)
    forEachBlock(x, dw, gradient, scratch) {
      patches, patchStride, inner, pixels, start, worker, isFirst in
      BLAS.multiply(
        BLAS.Operand(gradient.pointer + start, rowStride: length),
        BLAS.Operand(patches, rowStride: patchStride, transposed: true),
        into: worker == 0 ? dw.pointer : partials.pointer(worker: worker), rowStride: inner,
        extents: BLAS.Extents(rows: gradient.rows, columns: inner, inner: pixels),
        beta: isFirst ? 0 : 1)
    }
    withExtendedLifetime(dw) {
      for worker in 1..<max(1, min(Parallel.threads, x.shape[1])) {
        let partial = partials.pointer(worker: worker)
        for i in 0..<dw.count { dw.pointer[i] += partial[i] }
      }
    }
  }

  private static func forEachBlock(
    _ x: Tensor, _ weights: Tensor, _ y: Tensor, _ scratch: WorkerScratch,
    _ body: (
      _ patches: UnsafeMutablePointer<Float>, _ patchStride: Int, _ inner: Int, _ pixels: Int,
      _ start: Int, _ worker: Int, _ isFirst: Bool
    ) -> Void
  ) {
    let grid = ImageGrid(x.shape)
    precondition(
      weights.shape == [y.rows, x.rows, 3, 3] && ImageGrid(y.shape) == grid,
      "weights \(weights.shape) do not map \(x.shape) to \(y.shape)")
    let inner = 9 * x.rows
    let blockImages = max(1, blockPixels / grid.pixels)
    let patchStride = blockImages * grid.pixels
    scratch.prepare(count: inner * patchStride)
    withExtendedLifetime((x, weights, y)) {
      Parallel.forEachChunk(count: grid.images) { range, worker in
        let patches = scratch.pointer(worker: worker)
        for image in stride(from: range.lowerBound, to: range.upperBound, by: blockImages) {
          let images = min(blockImages, range.upperBound - image)
          for channel in 0..<x.rows {
            asn_patches(
              x.pointer + channel * grid.count + image * grid.pixels, Int32(images),
              Int32(grid.height), Int32(grid.width), patches + 9 * channel * patchStride,
              patchStride)
          }
          body(
            patches, patchStride, inner, images * grid.pixels, image * grid.pixels, worker,
            image == range.lowerBound)
        }
      }
    }
  }
}
