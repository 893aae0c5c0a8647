import Tensor

/// Turns images into normalised CNHW batches.
package struct BatchWriter: Sendable {
  private let images: ImageSet
  private let table: [Float]

  /// Normalises `images` by the given statistics, usually those of the training set.
  package init(images: ImageSet, statistics: ChannelStatistics) {
    self.images = images
    table = statistics.normalisationTable()
  }

  /// Writes the images of the given indices, as they are, into a tensor `[3, N, 32, 32]`.
  package func write(_ indices: Range<Int>, to batch: Tensor) {
    write(indices.map { ($0, Augmentation()) }, to: batch)
  }

  /// Writes augmented images into a tensor `[3, N, 32, 32]`, the threads sharing them evenly.
  func write(_ images: [(image: Int, augmentation: Augmentation)], to batch: Tensor) {
    precondition(
      batch.shape == [ImageSet.channels, images.count, ImageSet.side, ImageSet.side],
      "a batch of \(images.count) images has the shape [3, \(images.count), 32, 32]")
    precondition(
      images.allSatisfy { (0..<self.images.count).contains($0.image) }, "there is no such image")
    withExtendedLifetime(batch) {
      Parallel.forEachChunk(count: images.count) { slots, _ in
        for slot in slots {
          write(
            images[slot].image, images[slot].augmentation,
            to: batch.pointer + slot * ImageSet.planeSize,
            planeStride: images.count * ImageSet.planeSize)
        }
      }
    }
  }

  private func write(
    _ image: Int, _ augmentation: Augmentation, to target: UnsafeMutablePointer<Float>,
    planeStride: Int
  ) {
    images.pixels.withUnsafeBufferPointer { pixels in
      table.withUnsafeBufferPointer { table in
        guard let pixels = pixels.baseAddress, let table = table.baseAddress else { return }
        for channel in 0..<ImageSet.channels {
          augmentation.write(
            plane: pixels + image * ImageSet.imageSize + channel * ImageSet.planeSize,
            table: table + channel * 256, to: target + channel * planeStride)
        }
      }
    }
  }
}
