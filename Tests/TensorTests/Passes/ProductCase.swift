import RandomStreams
import Tensor
import Testing

/// A product in groups on one row of pixels: random sources, weights and gradients, with what must
/// come out.
struct ProductCase {
  let convolution: Reference.Convolution
  let groups: Int
  let sources: [RandomSource]
  let weights: Tensor
  let gradients: [RandomGradient]

  init(groups: Int, outputs: Int, inputs: Int, length: Int, random: inout RandomValues) {
    self.groups = groups
    convolution = Reference.Convolution(
      inputs: inputs, outputs: outputs, groups: groups, kernel: 1, stride: 1, padding: 0,
      grid: ImageGrid(images: 1, height: 1, width: length))
    sources = (0..<inputs).map {
      RandomSource(row: random.tensor([length]), rectified: $0 % 3 > 0, random: &random)
    }
    weights = random.tensor([outputs, inputs / groups])
    gradients = (0..<outputs).map {
      RandomGradient(count: length, withRow: $0 % 4 > 0, random: &random)
    }
  }

  var outputs: Int { convolution.outputs }
  var inputs: Int { convolution.inputs }
  var length: Int { convolution.grid.count }

  /// One group, several, and groups of more rows than a tile has; pixels of less than a panel, of
  /// one block and of several blocks a worker.
  static let shapes = [
    (groups: 1, outputs: 1, inputs: 1, length: 1), (1, 13, 5, 31), (2, 6, 10, 33), (3, 9, 27, 100),
    (1, 29, 31, 530), (2, 26, 4, 1099), (1, 5, 7, 3141),
  ]

  /// The output: dot products of sources with the errors of their readers.
  var output: ExpectedGradient {
    let sizes = convolution.forward(sources.flatMap(\.largest), weights: weights.magnitudes)
    let slack = convolution.forward(sources.flatMap(\.bounds), weights: weights.magnitudes)
    return ExpectedGradient(
      values: convolution.forward(sources.flatMap(\.values), weights: weights.doubles),
      bounds: zip(sizes, slack).map {
        ErrorBound.dot(terms: inputs / groups, absoluteSum: $0) + $1
      })
  }

  /// The weights' gradient: sums over all pixels, in any order.
  var weightGradient: ExpectedGradient {
    let (x, g) = (sources.flatMap(\.largest), gradients.flatMap(\.largest))
    let sizes = convolution.weightGradient(x, gradient: g)
    let fromSources = convolution.weightGradient(sources.flatMap(\.bounds), gradient: g)
    let fromGradients = convolution.weightGradient(x, gradient: gradients.flatMap(\.bounds))
    return ExpectedGradient(
      values: convolution.weightGradient(
        sources.flatMap(\.values), gradient: gradients.flatMap(\.values)),
      bounds: sizes.indices.map {
        ErrorBound.dot(terms: length, absoluteSum: sizes[$0]) + fromSources[$0] + fromGradients[$0]
      })
  }

  /// The sources' gradients before their rectifiers, on top of what was there.
  func inputGradients(onto before: [Double]) -> [ExpectedGradient] {
    let sizes = convolution.inputGradient(
      gradients.flatMap(\.largest), weights: weights.magnitudes)
    let slack = convolution.inputGradient(
      gradients.flatMap(\.bounds), weights: weights.magnitudes)
    let exact = convolution.inputGradient(gradients.flatMap(\.values), weights: weights.doubles)
    return (0..<inputs).map { row in
      let range = (row * length)..<((row + 1) * length)
      return ExpectedGradient(
        values: range.map { exact[$0] + before[$0] },
        bounds: range.map {
          ErrorBound.dot(terms: outputs / groups + 1, absoluteSum: sizes[$0] + abs(before[$0]))
            + slack[$0]
        })
    }
  }

  /// How the gradient of each source is stored: all four ways, in turn.
  func isAccumulating(_ row: Int) -> Bool { row % 2 == 1 }
  func isFinishing(_ row: Int) -> Bool { row % 4 < 2 }

  /// The targets of all sources in these rows.
  func targets(_ rows: [UnsafeMutablePointer<Float>]) -> [GradientTarget] {
    rows.enumerated().map { index, row in
      GradientTarget(
        of: sources[index].channel, h: row, accumulating: isAccumulating(index),
        finishing: isFinishing(index))
    }
  }
}
