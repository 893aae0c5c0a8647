import Tensor

/// Exact values, with bounds on what a float32 computation of them can miss.
///
/// The bounds are first-order: products of two errors are covered where the sizes of factors
/// include their errors, and else by the factor of 1.01 of batch norms, since every relative error
/// is far below 1e-3 here.
struct Approximation {
  let values: [Double]
  let errors: [Double]

  init(_ values: [Double], errors: [Double]) {
    precondition(values.count == errors.count, "each value has its error")
    self.values = values
    self.errors = errors
  }

  /// Values that are given, not computed.
  init(exactly tensor: Tensor) {
    self.init(exactly: tensor.values)
  }

  /// The same.
  init(exactly values: [Float]) {
    self.init(
      values.map(Double.init), errors: [Double](repeating: 0, count: values.count))
  }

  /// Several of them, one after another.
  init(joining parts: [Approximation]) {
    self.init(parts.flatMap(\.values), errors: parts.flatMap(\.errors))
  }

  /// The largest magnitudes that the computation can meet.
  var sizes: [Double] { zip(values, errors).map { abs($0) + $1 } }

  /// Some of them.
  func part(_ range: Range<Int>) -> Approximation {
    Approximation(Array(values[range]), errors: Array(errors[range]))
  }

  /// Equal parts.
  func split(into count: Int) -> [Approximation] {
    let length = values.count / count
    return (0..<count).map { part(($0 * length)..<(($0 + 1) * length)) }
  }

  /// The sum, rounded once.
  func adding(_ other: Approximation) -> Approximation {
    Approximation(
      zip(values, other.values).map { $0 + $1 },
      errors: zip(zip(errors, other.errors), zip(sizes, other.sizes)).map {
        $0.0 + $0.1 + ErrorBound.gamma(1) * ($1.0 + $1.1)
      })
  }

  /// A linear map without negative entries, whose result carries so many roundings.
  func mapped(roundings: Int, _ map: ([Double]) -> [Double]) -> Approximation {
    Approximation(
      map(values),
      errors: zip(map(errors), map(sizes)).map { $0 + ErrorBound.gamma(roundings) * $1 })
  }

  /// The values behind a rectifier.
  var rectified: Approximation { Approximation(values.map { max($0, 0) }, errors: errors) }

  /// A gradient in front of the rectifier of these values.
  ///
  /// Where a value is within its error of 0, the rectifier may be open or closed, and the whole
  /// gradient counts as error.
  func mask(_ gradient: Approximation) -> Approximation {
    let sizes = gradient.sizes
    return Approximation(
      values.indices.map { values[$0] > 0 ? gradient.values[$0] : 0 },
      errors: values.indices.map {
        if errors[$0] > 0 && abs(values[$0]) <= errors[$0] { return sizes[$0] }
        return values[$0] > 0 ? gradient.errors[$0] : 0
      })
  }
}
