import RandomStreams

/// The permutations of fixed shuffles; as text `manual`, `random`, `staying-X` or `given`.
///
/// What is drawn comes from the seed of the network and the name of the shuffle.
package enum FixedPermutations: Equatable, Sendable {
  /// The transpose shuffle of the papers.
  case manual
  /// Uniformly random permutations.
  case random
  /// Random permutations that keep the fraction X in 0...1 of each group of channels in its group,
  /// to the nearest number of channels, and spread the others over the other groups as evenly as
  /// can be.
  ///
  /// In ShuffleNet v2 the groups are the half that passes and the half that is read next: 0 swaps
  /// them (a feature passes once, then is read), 1 keeps them (new features are read at once), 1/2
  /// is the table of the transpose shuffle at its first unit. In v1 1 is the table of the identity,
  /// and the table of the transpose shuffle the most even one, X = 1 / groups.
  case staying(Double)
  /// Those of a file.
  case given

  /// Returns for each output channel the input it takes; for given ones the transpose shuffle,
  /// which is to be replaced.
  func permutation(size: Int, groups: Int, stream: inout RandomStream) -> [Int] {
    switch self {
    case .manual, .given: ChannelShuffle.fixedPermutation(size: size, groups: groups)
    case .random: stream.shuffled(0..<size)
    case .staying(let share):
      Self.permutation(staying: share, size: size, groups: groups, stream: &stream)
    }
  }

  private static func permutation(
    staying share: Double, size: Int, groups: Int, stream: inout RandomStream
  ) -> [Int] {
    let width = size / groups
    let staying = groups == 1 ? width : Int((share * Double(width)).rounded())
    let others = max(groups - 1, 1)
    var outputs = [[Int]](repeating: [], count: groups)
    for group in 0..<groups {
      var inputs = stream.shuffled((group * width)..<((group + 1) * width))[...]
      outputs[group] += inputs.prefix(staying)
      inputs = inputs.dropFirst(staying)
      // The next group gets the first of the rest, and so on round: the same in each group, so that
      // all outputs become equally wide.
      for (turn, input) in inputs.enumerated() {
        outputs[(group + 1 + turn % others) % groups].append(input)
      }
    }
    return outputs.flatMap { stream.shuffled($0) }
  }
}

extension FixedPermutations: LosslessStringConvertible {
  private static let stayingPrefix = "staying-"

  package var description: String {
    switch self {
    case .manual: "manual"
    case .random: "random"
    case .staying(let share): Self.stayingPrefix + "\(share)"
    case .given: "given"
    }
  }

  /// Reads the text of a kind; nil for any other.
  package init?(_ description: String) {
    switch description {
    case "manual": self = .manual
    case "random": self = .random
    case "given": self = .given
    default:
      guard description.hasPrefix(Self.stayingPrefix),
        let share = Double(description.dropFirst(Self.stayingPrefix.count)),
        (0...1).contains(share)
      else { return nil }
      self = .staying(share)
    }
  }
}

extension FixedPermutations: NamedSetting {
  static var values: String { "manual, random, staying-X, X in 0...1, and given" }
}
