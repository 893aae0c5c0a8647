import Tensor

/// A network for inference only, as it is when it first gets images of a size.
///
/// Batch norms are folded into the convolutions, in Double with one rounding for each weight. Each
/// worker takes blocks of a few images through the whole network while they are in its cache, so the
/// logits of an image do not depend on the other images or on the number of threads beyond the
/// grouping of sums: blocks are counted from the first image on, whoever takes them.
package final class InferenceNetwork {
  /// Images of a block: few enough for the cache, enough for wide products in the last stages;
  /// measured to be faster than 2 and than 8.
  private static let blockImages = 4

  private let network: Network
  private let permutations: [String: [Int]]
  private var graph: (height: Int, width: Int, graph: InferenceGraph)?

  init(_ network: Network, rounding permutations: [String: [Int]]) {
    self.network = network
    self.permutations = permutations
  }

  /// The number of classes.
  package var classes: Int { network.classifier.outputs }

  /// Returns the logits `[classes, N]` of images `[3, N, H, W]`.
  ///
  /// Complexity: the multiply-adds of the network for each image, and those of one folding for the
  /// first call with images of a size.
  package func logits(_ images: Tensor) -> Tensor {
    let grid = ImageGrid(images.shape)
    let graph = layout(height: grid.height, width: grid.width)
    let logits = Tensor(shape: [classes, grid.images])
    let size = Self.blockImages
    let blocks = (grid.images + size - 1) / size
    let workers = graph.steps(workers: min(Parallel.threads, blocks), images: size)
    withExtendedLifetime((images, logits, graph)) {
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

  private func layout(height: Int, width: Int) -> InferenceGraph {
    if let graph, graph.height == height, graph.width == width { return graph.graph }
    let made = InferenceGraph(
      network, rounding: permutations, height: height, width: width)
    graph = (height, width, made)
    return made
  }
}
