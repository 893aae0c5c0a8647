import Claims
import Exact
import Routes

/// A unit of ShuffleNet v1 at one pixel: a grouped 1x1 convolution, norm, rectifier, the shuffle,
/// the depthwise convolution, norm, and a grouped 1x1 convolution with its norm.
///
/// Every group of the first convolution reads two inputs and every group of the last one makes two
/// outputs. What the unit adds to them, or puts beside them, sees no shuffle and is left out.
struct UnitNetwork: ShuffledNetwork {
  let part: RoutePart
  let p: [[Int]]
  let q: [[Int]]
  /// `first`, two weights, scale and shift for each channel; `depthwise`, weight, scale and shift
  /// for each; `last`, a row of C weights for each output, of which those of its group count;
  /// `norm`, scale and shift for each output.
  let parameters: [RationalMatrix]
  let functional: [Rational]
  /// The inputs, a row of two for each group.
  let inputs: RationalMatrix
  /// The step size, the momentum and the weight decay of training.
  let training: [Rational]

  /// Takes an instance of `UnitClass`.
  init(_ instance: ClaimInstance) {
    let lists = instance.integers
    part = RoutePart(
      shuffle: "shuffle", from: ChannelGroups(lists[0]), to: ChannelGroups(lists[1]))
    (p, q) = ([lists[2]], [lists[3]])
    parameters = Array(instance.matrices[..<4])
    inputs = instance.matrices[4]
    functional = instance.matrices[5].rows.flatMap { $0 }
    training = instance.numbers
  }

  func outputs(
    _ theta: [[[RationalTape.Number]]], _ shuffles: [[Int]], on tape: inout RationalTape
  ) -> [RationalTape.Number] {
    let x = inputs.rows.map { $0.map { tape.variable($0) } }
    let narrow = part.sources.groups.enumerated().map { channel, group in
      let row = theta[0][channel]
      let sum = tape.dot(Array(row[..<2]), x[group])
      let normed = tape.affine(sum, scale: row[2], shift: row[3])
      return tape.rectified(normed)
    }
    let filtered = shuffles[0].enumerated().map { channel, source in
      let row = theta[1][channel]
      let product = tape.product(row[0], narrow[source])
      return tape.affine(product, scale: row[1], shift: row[2])
    }
    return theta[2].indices.map { output in
      let group = part.readers.members[output / 2]
      let sum = tape.dot(Array(theta[2][output][group]), Array(filtered[group]))
      return tape.affine(sum, scale: theta[3][output][0], shift: theta[3][output][1])
    }
  }

  func moves(_ names: Relabelling) -> [(rows: [Int]?, columns: [Int]?)] {
    [(names.inputs, nil), (names.outputs, nil), (nil, names.outputs), (nil, nil)]
  }

  /// Whether weight decay acts on a column of a parameter.
  static func decays(_ parameter: Int, column: Int) -> Bool {
    [2, 1, Int.max, 0][parameter] > column
  }
}
