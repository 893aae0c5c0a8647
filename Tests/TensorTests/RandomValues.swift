import RandomStreams
import Tensor

/// Random kernel inputs: float32 values, and the same values in Double.
struct RandomValues {
  var stream: RandomStream

  init(_ name: String) {
    stream = RandomStream(root: 20_190_124, name: name)
  }

  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in stream.normal() }
  }

  mutating func tensor(_ shape: [Int]) -> Tensor {
    Tensor(shape: shape, values: floats(shape.reduce(1, *)))
  }

  mutating func doubles(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(stream.normal()) }
  }

  mutating func grid() -> ImageGrid {
    ImageGrid(
      images: stream.int(in: 1...5), height: stream.int(in: 1...9), width: stream.int(in: 1...9))
  }
}

extension Tensor {
  /// The elements, exactly, in Double.
  var doubles: [Double] { values.map(Double.init) }

  /// The absolute values of the elements.
  var magnitudes: [Double] { values.map { abs(Double($0)) } }
}

/// Returns the largest ratio of error to bound; at most 1 when every element is within its bound.
///
/// A result that is not a number, or differs where the bound is 0, counts as infinitely far out.
func worstRatio(_ computed: [Float], _ exact: [Double], bounds: [Double]) -> Double {
  guard computed.count == exact.count, exact.count == bounds.count else { return .infinity }
  var worst = 0.0
  for i in exact.indices {
    let error = abs(Double(computed[i]) - exact[i])
    guard error != 0 else { continue }
    let ratio = error / bounds[i]
    worst = ratio.isNaN ? .infinity : max(worst, ratio)
  }
  return worst
}

/// The dot product of two vectors.
func inner(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}

/// `a + t b`.
func moved(_ a: [Double], _ t: Double, _ b: [Double]) -> [Double] {
  zip(a, b).map { $0 + t * $1 }
}
