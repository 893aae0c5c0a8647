import CTensorKernels

/// The mean of all pixels of each image and channel.
package enum GlobalAveragePool {
  /// Writes `[C, N]` from `[C, N, H, W]`.
  package static func forward(_ x: Tensor, into y: Tensor) {
    let grid = ImageGrid(x.shape)
    precondition(y.shape == [x.rows, grid.images], "the output of pooling is [C, N]")
    withExtendedLifetime((x, y)) {
      Parallel.forEachChunk(count: x.rows) { range, _ in
        asn_image_means(
          x.pointer + range.lowerBound * grid.count, Int32(range.count * grid.images),
          Int32(grid.pixels), y.pointer + range.lowerBound * grid.images)
      }
    }
  }

  /// Writes the gradient `[C, N, H, W]` of the input from that of the output.
  package static func inputGradient(_ gradient: Tensor, into dx: Tensor) {
    let grid = ImageGrid(dx.shape)
    precondition(gradient.shape == [dx.rows, grid.images], "the output of pooling is [C, N]")
    withExtendedLifetime((gradient, dx)) {
      Parallel.forEachChunk(count: dx.rows) { range, _ in
        asn_image_means_gradient(
          gradient.pointer + range.lowerBound * grid.images, Int32(range.count * grid.images),
          Int32(grid.pixels), dx.pointer + range.lowerBound * grid.count)
      }
    }
  }
}
