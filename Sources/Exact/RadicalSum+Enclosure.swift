extension RadicalSum {
  /// An interval with ends on the grid 2^-bits that contains the number.
  ///
  /// Every term is rounded down and up by less than one grid step, so with m terms the width is at
  /// most (m + 1) 2^-bits; it is 0 when every part lies on the grid.
  ///
  /// - Complexity: one integer square root a term.
  package func enclosure(bits: Int) -> RationalInterval {
    var lower = Rational()
    var upper = Rational()
    add(scaled(rational, bits: bits), to: &lower, &upper)
    for term in terms {
      // c sqrt(a) = +-sqrt(c^2 a): one root per term, with no product to round.
      let square = term.coefficient.squared * term.radicand
      let root = SquareRoot.scaledFloor(square, bits: bits)
      let above = root.exact ? root.floor : root.floor + 1
      if term.coefficient.sign > 0 {
        add((root.floor, above), to: &lower, &upper)
      } else {
        add((-above, -root.floor), to: &lower, &upper)
      }
    }
    let unit = Rational.powerOfTwo(-bits)
    return RationalInterval(lower * unit, upper * unit)
  }

  /// An interval of width at most `width` that contains the number; `width` must be positive.
  package func enclosure(width: Rational) -> RationalInterval {
    precondition(width.sign > 0, "an enclosure needs a positive width")
    var bits = 64
    while true {
      let interval = enclosure(bits: bits)
      if interval.width <= width { return interval }
      bits *= 2
    }
  }

  private func scaled(_ value: Rational, bits: Int) -> (Rational, Rational) {
    let product = value * Rational.powerOfTwo(bits)
    return (product.rounded(up: false), product.rounded(up: true))
  }

  private func add(
    _ ends: (Rational, Rational), to lower: inout Rational, _ upper: inout Rational
  ) {
    lower += ends.0
    upper += ends.1
  }
}
