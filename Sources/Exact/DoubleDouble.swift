/// An unevaluated sum of two doubles, the second at most half a unit in the last place of the
/// first.
///
/// The algorithms and bounds are those of Joldes, Muller, Popescu, "Tight and rigorous error bounds
/// for basic building blocks of double-word arithmetic", ACM TOMS 44, 2017, doi 10.1145/3121432,
/// and for the root of Lefevre, Louvet, Muller, Picot, Rideau, "Accurate calculation of Euclidean
/// norms using double-word arithmetic", ACM TOMS 49, 2023, doi 10.1145/3568672. With u = 2^-53 the
/// relative errors are at most 3 u^2 + 13 u^3 (sum), 5 u^2 (product), 15 u^2 + 56 u^3 (quotient)
/// and 25/8 u^2 (root), all below 2^-102, as long as nothing overflows or underflows.
struct DoubleDouble {
  /// The sum rounded to a double.
  let high: Double
  /// The rest.
  let low: Double

  /// The sum of `high` and a number that is not larger, without error.
  init(_ high: Double, plusSmaller low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  /// The sum of any two doubles, without error.
  private init(sumOf a: Double, _ b: Double) {
    high = a + b
    let part = high - a
    low = (a - (high - part)) + (b - part)
  }

  /// The product of two doubles, without error.
  private init(productOf a: Double, _ b: Double) {
    high = a * b
    low = (-high).addingProduct(a, b)
  }

  static func + (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let s = DoubleDouble(sumOf: x.high, y.high)
    let t = DoubleDouble(sumOf: x.low, y.low)
    let v = DoubleDouble(s.high, plusSmaller: s.low + t.high)
    return DoubleDouble(v.high, plusSmaller: t.low + v.low)
  }

  static func * (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let c = DoubleDouble(productOf: x.high, y.high)
    let cross = (x.high * y.low).addingProduct(x.low, y.high)
    return DoubleDouble(c.high, plusSmaller: c.low + cross)
  }

  static func / (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let quotient = x.high / y.high
    let back = y.product(with: quotient)
    let rest = (x.high - back.high) + (x.low - back.low)
    return DoubleDouble(quotient, plusSmaller: rest / y.high)
  }

  private func product(with factor: Double) -> DoubleDouble {
    let c = DoubleDouble(productOf: high, factor)
    let t = DoubleDouble(c.high, plusSmaller: low * factor)
    return DoubleDouble(t.high, plusSmaller: t.low + c.low)
  }

  /// The square root of a positive number.
  func squareRoot() -> DoubleDouble {
    let root = high.squareRoot()
    let rest = low + high.addingProduct(-root, root)
    return DoubleDouble(root, plusSmaller: rest / (2 * root))
  }

  /// The number times a power of two, without error inside the range of doubles.
  func scaled(by power: Double) -> DoubleDouble {
    DoubleDouble(high * power, plusSmaller: low * power)
  }
}
