/// A pass over pixels: what is done with each block of them, and what has come of it in the end.
package struct BlockPass<Result> {
  /// The pixels of the whole pass.
  let length: Int

  /// The pixels of a block, at most.
  let blockSize: Int

  /// What a worker does with a block.
  let body: (_ block: PixelBlock, _ worker: Int) -> Void

  /// Gathers what the workers have found.
  let finish: () -> Result

  /// Runs the pass.
  @discardableResult
  package func run() -> Result {
    PixelBlock.forEach(length: length, size: blockSize, body)
    return finish()
  }

  /// Runs the pass and, on each block right after it, while it is in the cache, another one.
  ///
  /// The other pass may read, of what this one writes, the same pixels only.
  package func run<Next>(followedBy next: BlockPass<Next>) -> (Result, Next) {
    precondition(length == next.length, "the passes have different pixels")
    PixelBlock.forEach(length: length, size: min(blockSize, next.blockSize)) { block, worker in
      body(block, worker)
      next.body(block, worker)
    }
    return (finish(), next.finish())
  }
}
