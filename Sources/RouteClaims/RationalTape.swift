import Exact

/// A computation over Q with its exact gradient by reverse accumulation.
///
/// The rectifier has the derivative 0 at 0, as in training. Source: Griewank, Walther, Evaluating
/// Derivatives, SIAM 2008, section 3.2.
struct RationalTape {
  /// A number of the computation.
  struct Number {
    /// Its value.
    let value: Rational
    fileprivate let place: Int
  }

  /// For each number those it was computed from, with the partial derivatives.
  private var edges: [[(place: Int, partial: Rational)]] = []

  /// A variable.
  mutating func variable(_ value: Rational) -> Number { append(value, []) }

  /// x y.
  mutating func product(_ x: Number, _ y: Number) -> Number {
    append(x.value * y.value, [(x.place, y.value), (y.place, x.value)])
  }

  /// scale x + shift: a batch norm with given statistics.
  mutating func affine(_ x: Number, scale: Number, shift: Number) -> Number {
    append(
      x.value * scale.value + shift.value,
      [(x.place, scale.value), (scale.place, x.value), (shift.place, 1)])
  }

  /// max(x, 0).
  mutating func rectified(_ x: Number) -> Number {
    x.value.sign > 0 ? append(x.value, [(x.place, 1)]) : append(0, [])
  }

  /// The sum of x_k y_k.
  mutating func dot(_ x: [Number], _ y: [Number]) -> Number {
    var total = Rational()
    var partials: [(place: Int, partial: Rational)] = []
    for (a, b) in zip(x, y) {
      total.addProduct(a.value, b.value)
      partials.append((a.place, b.value))
      partials.append((b.place, a.value))
    }
    return append(total, partials)
  }

  /// The derivatives of `result` with respect to `numbers`.
  func gradient(of result: Number, to numbers: [Number]) -> [Rational] {
    var adjoints = [Rational](repeating: 0, count: edges.count)
    adjoints[result.place] = 1
    for place in stride(from: result.place, through: 0, by: -1) where adjoints[place].sign != 0 {
      for edge in edges[place] { adjoints[edge.place].addProduct(edge.partial, adjoints[place]) }
    }
    return numbers.map { adjoints[$0.place] }
  }

  private mutating func append(
    _ value: Rational, _ parents: [(place: Int, partial: Rational)]
  ) -> Number {
    edges.append(parents)
    return Number(value: value, place: edges.count - 1)
  }
}
