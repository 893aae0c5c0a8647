/// Why permutations are not those of a network.
package enum RouteError: Error, Equatable, Sendable {
  /// A shuffle of the network has no permutation.
  case missing(shuffle: String)
  /// A permutation is that of no shuffle.
  case unknown(shuffle: String)
  /// What a shuffle is given is no permutation of its channels.
  case notAPermutation(shuffle: String, channels: Int)
  /// Two lists of permutations that should be equivalent route a part of the network differently.
  case otherTable(part: String)
}

extension RouteError: CustomStringConvertible {
  /// One sentence: what is wrong, and where.
  package var description: String {
    switch self {
    case .missing(let shuffle): "The shuffle \(shuffle) of the network has no permutation."
    case .unknown(let shuffle): "The network has no shuffle \(shuffle)."
    case .notAPermutation(let shuffle, let channels):
      "What is given for \(shuffle) is not a permutation of its \(channels) channels, from 0."
    case .otherTable(let part): "The permutations route \(part) differently."
    }
  }
}
