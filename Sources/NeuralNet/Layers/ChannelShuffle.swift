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

  /// What the channels are multiplied with while the matrix is learned: the matrix itself, or what
  /// its gain makes of it, `[C, C]`.
  var mixing: Parameter {
    guard let stretched = stretched ?? matrix else {
      preconditionFailure("\(name) is an index shuffle")
    }
    return stretched
  }

  /// What the gain makes of the matrix, unless it is 0.
  private var stretched: Parameter?

  /// The index permutation `p`; nil while the matrix is learned.
  package private(set) var permutation: [Int]?

  private let gain: RowGain

  /// Makes a fixed shuffle, or a learned one at its seeded initial matrix.
  init(
    name: String, size: Int, groups: Int, settings: ShuffleSettings, seed: UInt64
  ) {
    gain = RowGain(exponent: settings.gain)
    self.name = name
    self.size = size
    self.groups = groups
    switch settings.kind {
    case .fixed:
      var stream = RandomStream(root: seed, name: name + ".permutation")
      permutation = settings.permutations.permutation(
        size: size, groups: groups, stream: &stream)
    case .learned, .relaxed:
      var stream = RandomStream(root: seed, name: name + ".matrix")
      let start = settings.start.matrix(size: size, groups: groups, stream: &stream)
      let matrix = Parameter(
        name: name + ".matrix", kind: .shuffle, value: Tensor(shape: [size, size], values: start))
      self.matrix = matrix
      if settings.gain > 0 {
        stretched = Parameter(
          name: name + ".mixing", kind: .shuffle, value: Tensor(shape: [size, size]))
      }
    }
  }

  var parameters: [Parameter] { matrix.map { [$0] } ?? [] }

  /// Brings what the channels are multiplied with up to date with the matrix, before a pass.
  func updateMixing() {
    guard let matrix, let stretched else { return }
    gain.apply(to: matrix.value, into: stretched.value)
  }

  /// Overwrites the gradient of the matrix, given that of what the channels are multiplied with.
  func updateGradient() {
    guard let matrix, let stretched else { return }
    gain.pullBack(stretched.gradient, of: matrix.value, into: matrix.gradient)
  }

  /// Turns the shuffle into the index shuffle `y_i = x_p(i)` for good and drops the matrix.
  package func freeze(to permutation: [Int]) {
    precondition(
      permutation.sorted() == Array(0..<size), "\(name) needs a permutation of 0..<\(size)")
    self.permutation = permutation
    matrix = nil
    stretched = nil
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
}
