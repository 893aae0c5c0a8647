import Birkhoff
import Exact

/// A graph matching problem together with what is claimed of it.
///
/// The claim: rounding the relaxed minimiser gives `rounding`, the best permutation is `best`, and
/// their losses are the ones given, the first one larger.
package struct MatchingInstance: Sendable {
  /// The name in Proofs/paper, file 10.
  package let id: String
  /// The two matrices.
  package let problem: GraphMatching
  /// The permutation that rounding the relaxed minimiser is claimed to give, and its loss.
  package let rounding: MatchedPermutation
  /// The permutation that is claimed to be the only best one, and its loss.
  package let best: MatchedPermutation

  /// The claim that `problem` has this wrong rounding and this best permutation.
  package init(
    id: String, problem: GraphMatching, rounding: MatchedPermutation, best: MatchedPermutation
  ) {
    self.id = id
    self.problem = problem
    self.rounding = rounding
    self.best = best
  }
}

/// A permutation with its loss.
package struct MatchedPermutation: Codable, Equatable, Sendable, CustomStringConvertible {
  /// The image of each row, from 0.
  package let images: [Int]
  /// The exact loss f1 = f2, `p` or `p/q`.
  package let loss: String

  /// The permutation with these images and this loss.
  package init(_ images: [Int], loss: String) {
    self.images = images
    self.loss = loss
  }

  package var description: String {
    "(\(images.map(String.init).joined(separator: ", "))) with loss \(loss)"
  }
}

extension MatchingInstance {
  /// The instances of Proofs/paper, file 10, whose relaxed minimisers round to a wrong permutation.
  package static let all: [MatchingInstance] = [gm3a, gm3b, gm3d, gm3e, gm4a, gm4Star]

  /// GM3a, order 3.
  static let gm3a = make(
    "GM3a", [[0, 0, 0], [0, 1, 2], [0, 2, 3]], [[2, 3, 0], [3, 1, 3], [0, 3, 1]],
    rounding: [2, 0, 1], 26, best: [2, 1, 0], 22)

  /// GM3b, order 3.
  package static let gm3b = make(
    "GM3b", [[3, 1, 1], [1, 1, 0], [1, 0, 3]], [[1, 3, 3], [3, 1, 1], [3, 1, 2]],
    rounding: [2, 1, 0], 31, best: [0, 1, 2], 23)

  /// GM3d, order 3, with a large gap between the two losses.
  package static let gm3d = make(
    "GM3d", [[4, 4, 1], [4, 0, 1], [1, 1, 3]], [[3, 2, 0], [2, 0, 3], [0, 3, 1]],
    rounding: [1, 0, 2], 47, best: [2, 1, 0], 15)

  /// GM3e, order 3, with a large gap between the two losses.
  static let gm3e = make(
    "GM3e", [[0, 4, 4], [4, 3, 2], [4, 2, 1]], [[3, 1, 3], [1, 4, 4], [3, 4, 0]],
    rounding: [0, 1, 2], 39, best: [2, 1, 0], 9)

  /// GM4a, two simple weighted graphs on 4 vertices.
  static let gm4a = make(
    "GM4a", [[0, 0, 1, 2], [0, 0, 3, 3], [1, 3, 0, 0], [2, 3, 0, 0]],
    [[0, 2, 3, 3], [2, 0, 2, 1], [3, 2, 0, 0], [3, 1, 0, 0]],
    rounding: [3, 0, 1, 2], 36, best: [1, 0, 3, 2], 8)

  /// GM4*, two simple weighted graphs on 4 vertices.
  static let gm4Star = make(
    "GM4*", [[0, 0, 1, 3], [0, 0, 3, 0], [1, 3, 0, 2], [3, 0, 2, 0]],
    [[0, 1, 3, 0], [1, 0, 2, 1], [3, 2, 0, 0], [0, 1, 0, 0]],
    rounding: [0, 3, 2, 1], 36, best: [0, 3, 1, 2], 8)

  private static func make(
    _ id: String, _ a: [[Rational]], _ b: [[Rational]], rounding: [Int], _ roundingLoss: Int,
    best: [Int], _ bestLoss: Int
  ) -> MatchingInstance {
    MatchingInstance(
      id: id, problem: GraphMatching(RationalMatrix(a), RationalMatrix(b)),
      rounding: MatchedPermutation(rounding, loss: String(roundingLoss)),
      best: MatchedPermutation(best, loss: String(bestLoss)))
  }
}
