/// Index shuffles of channel rows.
package enum ChannelPermutation {
  /// Writes `y_i = x_p(i)`: row `i` of the output is row `p(i)` of the input.
  package static func gather(_ x: Tensor, _ permutation: [Int], into y: Tensor) {
    move(x, into: y, permutation) { (from: $1, to: $0) }
  }

  /// Writes `y_p(i) = x_i`, the inverse and transpose of `gather`, which carries gradients back.
  package static func scatter(_ x: Tensor, _ permutation: [Int], into y: Tensor) {
    move(x, into: y, permutation) { (from: $0, to: $1) }
  }

  private static func move(
    _ x: Tensor, into y: Tensor, _ permutation: [Int],
    _ ends: (_ index: Int, _ image: Int) -> (from: Int, to: Int)
  ) {
    precondition(
      x.shape == y.shape && permutation.count == x.rows, "the permutation is not of these channels")
    let columns = x.columns
    withExtendedLifetime((x, y)) {
      Parallel.forEachChunk(count: permutation.count) { range, _ in
        for index in range {
          let (from, to) = ends(index, permutation[index])
          (y.pointer + to * columns).update(from: x.pointer + from * columns, count: columns)
        }
      }
    }
  }
}
