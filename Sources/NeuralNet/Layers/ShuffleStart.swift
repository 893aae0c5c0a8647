import Foundation
import RandomStreams

/// Where the matrix of a learned shuffle starts; as text `manual`, `log-normal` or `mixture-K`.
///
/// At the sizes of the networks no entry exceeds 1/2: the aligned repair refills entries above 1/2
/// first (T9e), so that a row would be held where it starts. Up to rounding all are doubly
/// stochastic but `manual`, whose columns nearly sum to 1.
package enum ShuffleStart: Equatable, Sendable {
  /// 0.4 of the fixed shuffle, the rest dense noise.
  ///
  /// The noise is gone within some tens of steps of a penalty that is on from the first step, and
  /// what is left is the fixed shuffle: this start knows the answer that it finds.
  case manual
  /// The mean of K random permutations, K in `mixtureCounts`, no two of which share an entry.
  case mixture(Int)
  /// exp(2 z) with independent standard normal z, scaled by Sinkhorn's iteration to be doubly
  /// stochastic, and averaged with the uniform matrix as far as an entry exceeds 1/2.
  case logNormal

  /// The numbers of permutations that can be mixed: one would be a permutation already, and the
  /// smallest shuffle has 48 channels.
  static let mixtureCounts = 2...16

  /// Returns the matrix, row-major, for a place where the fixed shuffle has so many groups.
  func matrix(size: Int, groups: Int, stream: inout RandomStream) -> [Float] {
    switch self {
    case .manual: Self.nearFixed(size: size, groups: groups, stream: &stream)
    case .mixture(let count): Self.mixture(of: count, size: size, stream: &stream)
    case .logNormal: Self.logNormal(size: size, stream: &stream)
    }
  }

  /// The share of the fixed shuffle in the start near it, below 1/2.
  static let manualShare = 0.4

  /// `manualShare` of the fixed shuffle, and noise uniform in (0, 1] whose columns and then rows
  /// are divided by their sums once; no entry is 0.
  private static func nearFixed(
    size: Int, groups: Int, stream: inout RandomStream
  ) -> [Float] {
    var noise = (0..<(size * size)).map { _ in Double(1 - stream.uniform()) }
    scale(&noise, size: size)
    var start = noise.map { (1 - manualShare) * $0 }
    for (row, column) in ChannelShuffle.fixedPermutation(size: size, groups: groups).enumerated() {
      start[row * size + column] += manualShare
    }
    return start.map(Float.init)
  }

  private static func mixture(
    of count: Int, size: Int, stream: inout RandomStream
  ) -> [Float] {
    precondition(2 * count <= size, "\(size) channels are too few for \(count) permutations")
    var sum = [Int](repeating: 0, count: size * size)
    for _ in 0..<count {
      var permutation = stream.shuffled(0..<size)
      func isTaken(_ row: Int) -> Bool { sum[row * size + permutation[row]] > 0 }
      // A row whose entry is taken changes places with a random one, until none is.
      while let row = (0..<size).first(where: isTaken) {
        permutation.swapAt(row, stream.index(below: size))
      }
      for (row, column) in permutation.enumerated() { sum[row * size + column] += 1 }
    }
    return sum.map { Float($0) / Float(count) }
  }

  private static func logNormal(size: Int, stream: inout RandomStream) -> [Float] {
    var matrix = (0..<(size * size)).map { _ in exp(2 * Double(stream.normal())) }
    // Each pass shrinks the defect by a factor; this many leave less than a rounding to float32.
    for _ in 0..<sinkhornPasses { scale(&matrix, size: size) }
    let (largest, uniform) = (matrix.max() ?? 0, 1 / Double(size))
    let share = largest > 0.5 ? (largest - 0.5) / (largest - uniform) : 0
    return matrix.map { Float((1 - share) * $0 + share * uniform) }
  }

  /// Measured: of 240 matrices of orders 48 to 464 the columns are off by at most 2e-15 then; after
  /// 60 passes by 2e-7.
  private static let sinkhornPasses = 120

  /// Divides columns, then rows, by their sums.
  private static func scale(_ matrix: inout [Double], size: Int) {
    var sums = [Double](repeating: 0, count: size)
    for row in 0..<size {
      for column in 0..<size { sums[column] += matrix[row * size + column] }
    }
    for row in 0..<size {
      let range = (row * size)..<((row + 1) * size)
      for column in 0..<size { matrix[row * size + column] /= sums[column] }
      let sum = matrix[range].reduce(0, +)
      for index in range { matrix[index] /= sum }
    }
  }
}

extension ShuffleStart: LosslessStringConvertible {
  private static let mixturePrefix = "mixture-"

  package var description: String {
    switch self {
    case .manual: "manual"
    case .mixture(let count): Self.mixturePrefix + "\(count)"
    case .logNormal: "log-normal"
    }
  }

  /// Reads the text of a start; nil for any other.
  package init?(_ description: String) {
    switch description {
    case "manual": self = .manual
    case "log-normal": self = .logNormal
    default:
      guard description.hasPrefix(Self.mixturePrefix),
        let count = Int(description.dropFirst(Self.mixturePrefix.count)),
        Self.mixtureCounts.contains(count)
      else { return nil }
      self = .mixture(count)
    }
  }
}

extension ShuffleStart: NamedSetting {
  static var values: String {
    "manual, log-normal and mixture-K, K in \(mixtureCounts.lowerBound)...\(mixtureCounts.upperBound)"
  }
}
