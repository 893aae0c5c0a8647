import RandomStreams
import Tensor

/// Seeded starts of training; each tensor draws from the stream of its own name.
enum InitialValues {
  /// Returns a convolution weight `[out, in / groups, kh, kw]`, normal with variance `2 / fan-in`,
  /// the fan-in being `in / groups * kh * kw` (He et al., ICCV 2015, arXiv 1502.01852).
  static func convolution(name: String, shape: [Int], seed: UInt64) -> Parameter {
    var stream = RandomStream(root: seed, name: name)
    let value = Tensor(shape: shape)
    let deviation = (2 / Float(value.columns)).squareRoot()
    for i in 0..<value.count { value.pointer[i] = deviation * stream.normal() }
    return Parameter(name: name, kind: .weight, value: value)
  }

  /// Returns a parameter uniform in `[-limit, limit)`.
  static func uniform(
    name: String, kind: Parameter.Kind, shape: [Int], limit: Float, seed: UInt64
  ) -> Parameter {
    var stream = RandomStream(root: seed, name: name)
    let value = Tensor(shape: shape)
    for i in 0..<value.count { value.pointer[i] = limit * (2 * stream.uniform() - 1) }
    return Parameter(name: name, kind: kind, value: value)
  }
}
