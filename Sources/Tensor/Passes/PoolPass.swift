import CTensorKernels

/// The mean of all pixels of each image, channel by channel.
package enum PoolPass {
  /// Writes `means`, `[C, N]`, of sources of this grid.
  package static func forward(_ sources: [ChannelSource], grid: ImageGrid, into means: Tensor) {
    precondition(means.shape == [sources.count, grid.images], "the output of pooling is [C, N]")
    withExtendedLifetime(means) {
      Parallel.forEachChunk(count: sources.count) { range, _ in
        for channel in range {
          Self.means(
            sources[channel], images: grid.images, pixels: grid.pixels,
            into: means.pointer + channel * grid.images)
        }
      }
    }
  }

  /// Writes the means of the images of one source, in the calling thread.
  package static func means(
    _ source: ChannelSource, images: Int, pixels: Int, into means: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: source.kernel) { source in
      asn_pool_forward(source, Int32(images), Int32(pixels), means)
    }
  }

  /// Brings the gradient of the sources to their targets, from that of the means; returns the
  /// targets' sums.
  package static func backward(
    _ gradient: Tensor, grid: ImageGrid, targets: [GradientTarget]
  ) -> [GradientSums] {
    precondition(gradient.shape == [targets.count, grid.images], "the output of pooling is [C, N]")
    let sums = WorkerValues(count: targets.count, zero: asn_gradient_sums())
    withExtendedLifetime(gradient) {
      Parallel.forEachChunk(count: targets.count) { range, worker in
        for channel in range {
          withUnsafePointer(to: targets[channel].source.kernel) { source in
            withUnsafePointer(to: targets[channel].kernel) { target in
              asn_pool_backward(
                gradient.pointer + channel * grid.images, source, Int32(grid.images),
                Int32(grid.pixels), target, sums.pointer(worker: worker) + channel)
            }
          }
        }
      }
    }
    return sums.totals
  }
}
