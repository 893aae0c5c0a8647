import RandomStreams
import Tensor

/// A channel shuffle: an index permutation, or a dense matrix `M` that is being learned.
///
/// Output channel `i` is `y_i = sum_j M_ij x_j`. The matrix of a permutation `p` has its ones at
/// `(i, p(i))`, so as an index shuffle `y_i = x_p(i)`: output `i` takes input channel `p(i)`.
package final class ChannelShuffle: Layer {
  /// The path of the shuffle in its network, such as `stage2.unit1.shuffle`.
  package let name: String

  /// The number of channels `C`.
  package let size: Int

  /// The groups of the fixed shuffle at this place.
  package let groups: Int

  /// The matrix `M`, `[C, C]`, named `<name>.matrix`; nil when the shuffle is fixed or frozen.
  package private(set) var matrix: Parameter?

  /// The index permutation `p`; nil while the matrix is learned.
  package private(set) var permutation: [Int]?

  /// Called when the shuffle becomes an index shuffle.
  var onFreeze: (() -> Void)?

  /// Makes a fixed shuffle, or a learned one at its seeded initial matrix.
  init(name: String, size: Int, groups: Int, kind: ShuffleKind, seed: UInt64) {
    self.name = name
    self.size = size
    self.groups = groups
    switch kind {
    case .fixed:
      permutation = ChannelShuffle.fixedPermutation(size: size, groups: groups)
    case .learned, .relaxed:
      var stream = RandomStream(root: seed, name: name + ".matrix")
      let start = ChannelShuffle.initialMatrix(size: size, groups: groups, stream: &stream)
      matrix = Parameter(
        name: name + ".matrix", kind: .shuffle, value: Tensor(shape: [size, size], values: start))
    }
  }

  var parameters: [Parameter] { matrix.map { [$0] } ?? [] }

  /// Turns the shuffle into the index shuffle `y_i = x_p(i)` for good and drops the matrix.
  package func freeze(to permutation: [Int]) {
    precondition(
      permutation.sorted() == Array(0..<size), "\(name) needs a permutation of 0..<\(size)")
    self.permutation = permutation
    matrix = nil
    onFreeze?()
  }

  /// Returns the transpose shuffle of `groups` groups of `n = size / groups` channels.
  ///
  /// Channels are read as a `(groups, n)` array, transposed and flattened: input `g*n + k` goes to
  /// output `k*groups + g`, and the result lists for each output the input it takes. For 6 channels
  /// in 2 groups that is 0, 3, 1, 4, 2, 5. The published ShuffleNet v1 code of megvii reshapes to
  /// `(n, groups)`, which is the inverse shuffle.
  package static func fixedPermutation(size: Int, groups: Int) -> [Int] {
    precondition(
      groups > 0 && size % groups == 0, "\(size) channels do not make \(groups) groups")
    let width = size / groups
    return (0..<size).map { output in (output % groups) * width + output / groups }
  }

  /// The share of the fixed shuffle in the start of a learned one, below 1/2.
  ///
  /// The aligned repair refills entries above 1/2 first (T9e): a start above 1/2 would hold every
  /// row at its manual channel, and what is learned would be the manual shuffle. A dense start
  /// without it averages all channels and learns slowly.
  static let manualShare = 0.4

  /// Returns the start of training: `manualShare` of the fixed shuffle, the rest positive noise.
  ///
  /// The noise is uniform in (0, 1], its columns and then its rows divided by their sums once, so
  /// the rows of the result sum to 1 up to rounding and the columns nearly do. No entry is 0, and
  /// the noise breaks the symmetry that would make the uniform matrix a stationary point.
  static func initialMatrix(size: Int, groups: Int, stream: inout RandomStream) -> [Float] {
    var noise = (0..<(size * size)).map { _ in Double(1 - stream.uniform()) }
    for column in 0..<size {
      let sum = (0..<size).reduce(0) { $0 + noise[$1 * size + column] }
      for row in 0..<size { noise[row * size + column] /= sum }
    }
    for row in 0..<size {
      let sum = (0..<size).reduce(0) { $0 + noise[row * size + $1] }
      for column in 0..<size { noise[row * size + column] /= sum }
    }
    var start = noise.map { (1 - manualShare) * $0 }
    for (row, column) in fixedPermutation(size: size, groups: groups).enumerated() {
      start[row * size + column] += manualShare
    }
    return start.map(Float.init)
  }
}
