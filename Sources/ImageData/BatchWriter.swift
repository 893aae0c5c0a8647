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
    for (slot, image) in indices.enumerated() {
      write(image: image, slot: slot, of: indices.count, to: batch, augmentation: Augmentation())
    }
  }

  /// Writes one image into slot `slot` of a tensor `[3, size, 32, 32]`.
  func write(image: Int, slot: Int, of size: Int, to batch: Tensor, augmentation: Augmentation) {
    precondition(
      batch.shape == [ImageSet.channels, size, ImageSet.side, ImageSet.side],
      "a batch of \(size) images has the shape [3, \(size), 32, 32]")
    precondition((0..<images.count).contains(image) && slot < size, "there is no such image")
    images.pixels.withUnsafeBufferPointer { pixels in
      table.withUnsafeBufferPointer { table in
        guard let pixels = pixels.baseAddress, let table = table.baseAddress else { return }
        for channel in 0..<ImageSet.channels {
          augmentation.write(
            plane: pixels + image * ImageSet.imageSize + channel * ImageSet.planeSize,
            table: table + channel * 256,
            to: batch.pointer + (channel * size + slot) * ImageSet.planeSize)
        }
      }
    }
  }
}
