/// The scratch memory that all passes of a network share, since they run one after another.
package final class PassScratch {
  /// Packed sources.
  let sources = WorkerScratch()

  /// Packed gradients.
  let gradients = WorkerScratch()

  /// Blocks of a channel of a depthwise convolution.
  let depthwise = WorkerScratch()

  /// Partial sums of weight gradients.
  package let partials = WorkerScratch()

  /// The weights of a product, in tiles.
  let tiles = SharedMemory()

  /// Those of an expansion, which may run together with a product.
  let expansionTiles = SharedMemory()

  /// Partial sums of products that a pass takes on the blocks of another one.
  let products = WorkerScratch()

  /// Makes empty scratch.
  package init() {}

  /// The bytes for the present number of threads.
  package var bytes: Int {
    [sources, gradients, depthwise, partials, products].reduce(0) { $0 + $1.bytes }
      + tiles.bytes + expansionTiles.bytes
  }
}
