import ImageData
import Tensor
import Testing

@Suite struct BatchSamplerTests {
  private static let images = SyntheticImages.split(seed: 4, trainingCount: 7, testCount: 1)
    .training
  private static let statistics = ChannelStatistics(of: images)

  private func sampler(
    batch: Int, augmented: Bool, state: BatchSampler.State = .init(seed: 9)
  ) -> BatchSampler {
    BatchSampler(
      images: Self.images, statistics: Self.statistics, batchSize: batch, isAugmenting: augmented,
      state: state)
  }

  private func normalised(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Float {
    let byte = Self.images.pixels[image * 3072 + channel * 1024 + row * 32 + column]
    return Float(
      (Double(byte) / 255 - Self.statistics.means[channel]) / Self.statistics.deviations[channel])
  }

  @Test func batchesAreNormalisedAndLaidOutCNHW() {
    let batch = Tensor(shape: [3, 2, 32, 32])
    BatchWriter(images: Self.images, statistics: Self.statistics).write(3..<5, to: batch)
    let values = batch.values
    for channel in 0..<3 {
      for slot in 0..<2 {
        for (row, column) in [(0, 0), (3, 30), (31, 31)] {
          let place = ((channel * 2 + slot) * 32 + row) * 32 + column
          #expect(values[place] == normalised(3 + slot, channel, row, column))
        }
      }
    }
  }

  @Test func anEpochShowsEachImageAtMostOnce() {
    var sampler = sampler(batch: 3, augmented: false)
    #expect(sampler.batchesPerEpoch == 2)
    let batch = Tensor(shape: [3, 3, 32, 32])
    var orders: [[Int]] = []
    for _ in 0..<3 {
      var seen: [Int] = []
      for _ in 0..<2 {
        let labels = sampler.nextBatch(into: batch)
        let values = batch.values
        for slot in 0..<3 {
          // With seven images of ten classes the label tells the image.
          let image = Int(labels[slot])
          #expect(values[(slot * 32 + 5) * 32 + 6] == normalised(image, 0, 5, 6))
          seen.append(image)
        }
      }
      #expect(Set(seen).count == 6)
      orders.append(seen)
    }
    #expect(Set(orders).count == 3)
  }

  @Test func aSamplerRebuiltFromItsStateGoesOnAlike() {
    var first = sampler(batch: 2, augmented: true)
    let (a, b) = (Tensor(shape: [3, 2, 32, 32]), Tensor(shape: [3, 2, 32, 32]))
    for step in 0..<7 {
      var second = sampler(batch: 2, augmented: true, state: first.state)
      let labels = first.nextBatch(into: a)
      #expect(second.nextBatch(into: b) == labels, "step \(step)")
      #expect(a.values == b.values && second.state == first.state)
    }
  }

  @Test func augmentationShiftsPadsAndFlips() {
    let batch = Tensor(shape: [3, 7, 32, 32])
    var sampler = sampler(batch: 7, augmented: true)
    var seen = Set<String>()
    for _ in 0..<4 {
      let labels = sampler.nextBatch(into: batch)
      let values = batch.values
      for slot in 0..<7 {
        let image = Int(labels[slot])
        // Exactly one of the 162 crops explains the whole image.
        var explanations: [String] = []
        for flip in [false, true] {
          for dy in -4...4 {
            for dx in -4...4 where matches(values, slot, image, dy, dx, flip) {
              explanations.append("\(dy) \(dx) \(flip)")
            }
          }
        }
        #expect(explanations.count == 1)
        seen.formUnion(explanations)
      }
    }
    #expect(seen.count > 14)
    #expect(seen.contains { $0.hasSuffix("true") } && seen.contains { $0.hasSuffix("false") })
  }

  private func matches(
    _ values: [Float], _ slot: Int, _ image: Int, _ dy: Int, _ dx: Int, _ flip: Bool
  ) -> Bool {
    let black = Float(-Self.statistics.means[1] / Self.statistics.deviations[1])
    for row in 0..<32 {
      for column in 0..<32 {
        let (y, x) = (row + dy, (flip ? 31 - column : column) + dx)
        let inside = (0..<32).contains(y) && (0..<32).contains(x)
        let expected = inside ? normalised(image, 1, y, x) : black
        if values[((7 + slot) * 32 + row) * 32 + column] != expected { return false }
      }
    }
    return true
  }
}
