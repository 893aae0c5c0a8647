import RandomStreams
import Tensor

/// Deals out a training set in random batches, each image at most once an epoch.
///
/// An epoch is `batchesPerEpoch` batches of exactly `batchSize` images in a fresh random order; the
/// images that do not fill a batch sit that epoch out.
package struct BatchSampler {
  /// Everything that later batches depend on, apart from the images themselves.
  package struct State: Codable, Equatable, Sendable {
    /// The stream of orders, as it was before the order of this epoch was drawn.
    fileprivate var order: RandomStream
    /// The stream of crops and flips.
    fileprivate var augmentation: RandomStream
    /// The batches of this epoch that have been dealt out.
    fileprivate var dealt: Int

    /// The start of the first epoch for a root seed.
    package init(seed: UInt64) {
      order = RandomStream(root: seed, name: "batch-order")
      augmentation = RandomStream(root: seed, name: "augmentation")
      dealt = 0
    }

    /// Whether no batch of the present epoch has been dealt out yet.
    package var isAtStartOfEpoch: Bool { dealt == 0 }
  }

  /// Images of a batch.
  package let batchSize: Int
  /// Batches of an epoch, at least 1.
  package let batchesPerEpoch: Int
  /// The state between two batches; a sampler made from it deals out the same ones.
  package private(set) var state: State

  private let labels: [UInt8]
  private let writer: BatchWriter
  private let isAugmenting: Bool
  private var orderAfter: RandomStream
  private var order: [Int]

  /// Samples `images`, normalised by `statistics`, from a state.
  ///
  /// Traps unless 1 <= `batchSize` <= number of images.
  package init(
    images: ImageSet, statistics: ChannelStatistics, batchSize: Int, isAugmenting: Bool,
    state: State
  ) {
    precondition((1...max(images.count, 1)).contains(batchSize), "a batch needs 1...count images")
    self.batchSize = batchSize
    self.isAugmenting = isAugmenting
    self.state = state
    batchesPerEpoch = images.count / batchSize
    precondition((0..<batchesPerEpoch).contains(state.dealt), "the state is of a larger set")
    labels = images.labels
    writer = BatchWriter(images: images, statistics: statistics)
    orderAfter = state.order
    order = orderAfter.shuffled(0..<images.count)
  }

  /// Writes the next batch into a tensor `[3, batchSize, 32, 32]` and returns its labels.
  package mutating func nextBatch(into batch: Tensor) -> [UInt8] {
    let start = state.dealt * batchSize
    let chosen = order[start..<(start + batchSize)]
    // All random numbers are drawn in order before the threads share the work.
    let images = chosen.map { image in
      (image, isAugmenting ? Augmentation(stream: &state.augmentation) : Augmentation())
    }
    writer.write(images, to: batch)
    let batchLabels = chosen.map { labels[$0] }
    state.dealt += 1
    if state.dealt == batchesPerEpoch {
      state.dealt = 0
      state.order = orderAfter
      order = orderAfter.shuffled(0..<labels.count)
    }
    return batchLabels
  }
}
