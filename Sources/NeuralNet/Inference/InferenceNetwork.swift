import Tensor

/// A network for inference only, as it is when it first gets images of a size.
///
/// Batch norms are folded into the convolutions, in Double with one rounding for each weight. Each
/// worker takes blocks of a few images through the whole network while they are in its cache, so
/// the logits of an image do not depend on the other images or on the number of threads beyond the
/// grouping of sums: blocks are counted from the first image on, whoever takes them.
package final class InferenceNetwork {
  /// Images of a block: few enough for the cache, enough for wide products in the last stages;
  /// measured to be faster than 2 and than 8.
  private static let blockImages = 4

  private let program: Program
  private let permutations: [String: [Int]]
  private var executor: (images: ImageGrid, executor: InferenceExecutor)?

  init(_ program: Program, rounding permutations: [String: [Int]]) {
    self.program = program
    self.permutations = permutations
  }

  /// The number of classes.
  package var classes: Int { program.classes }

  /// Returns the logits `[classes, N]` of images `[3, N, H, W]`.
  ///
  /// Complexity: the multiply-adds of the network for each image, and those of one folding for the
  /// first call with images of a size.
  package func logits(_ images: Tensor) -> Tensor {
    let grid = ImageGrid(images.shape)
    let executor = self.executor(height: grid.height, width: grid.width)
    let logits = Tensor(shape: [classes, grid.images])
    let size = Self.blockImages
    let blocks = (grid.images + size - 1) / size
    let workers = executor.steps(workers: min(Parallel.threads, blocks))
    withExtendedLifetime((images, logits, executor)) {
      Parallel.forEachChunk(count: blocks) { range, worker in
        for block in range {
          let end = min((block + 1) * size, grid.images)
          let block = ImageBlock(images: images, range: (block * size)..<end, logits: logits)
          for step in workers[worker] { step.run(block) }
        }
      }
    }
    return logits
  }

  private func executor(height: Int, width: Int) -> InferenceExecutor {
    let images = ImageGrid(images: Self.blockImages, height: height, width: width)
    if let executor, executor.images == images { return executor.executor }
    let made = InferenceExecutor(program, rounding: permutations, images: images)
    executor = (images, made)
    return made
  }
}
