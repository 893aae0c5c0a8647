import Birkhoff
import Exact
import RandomStreams

/// Gradients of the loss that try to keep M away from the identity, each within the bounds that the
/// theorems about training steps assume: at least -Gam off the diagonal, at most Gam on it.
enum StepGradient: CaseIterable {
  /// No gradient.
  case none
  /// -Gam off the diagonal, Gam on it: the worst for one step.
  case adverse
  /// -Gam on the nonzero entries off the diagonal, where mass is, and Gam elsewhere.
  case protectingSupport
  /// -Gam off the diagonal, and Gam and -Gam in turn on it.
  case alternating
  /// Gam or -Gam at random.
  case randomSigns
  /// At random, far beyond Gam on the sides that the theorems leave free.
  case oneSided

  /// The gradient at `matrix` with the bound Gam = `bound`.
  func matrix(
    at matrix: RationalMatrix, bound: Rational, from choices: inout some ChoiceSource
  ) -> RationalMatrix {
    RationalMatrix(rows: matrix.rowCount, columns: matrix.columnCount) { i, j in
      let isOn = i == j
      switch self {
      case .none: return 0
      case .adverse: return isOn ? bound : -bound
      case .protectingSupport: return !isOn && matrix[i, j].sign != 0 ? -bound : bound
      case .alternating: return isOn && i % 2 == 0 ? bound : -bound
      case .randomSigns: return choices.oneIn(2) ? bound : -bound
      case .oneSided:
        let beyond = Rational(choices.int(in: 0...8)) * bound
        return isOn ? bound - beyond : beyond - bound
      }
    }
  }
}

/// The numbers that samplers of training steps draw.
extension ChoiceSource {
  /// A number in (0, 1]: 1, a simple fraction, or a tiny one.
  mutating func fraction() -> Rational {
    switch index(below: 4) {
    case 0: 1
    case 1, 2: Rational(int(in: 1...12), 12)
    default: .powerOfTwo(-int(in: 1...40))
    }
  }

  /// A number just below 1, or a fraction.
  mutating func nearlyOne() -> Rational {
    oneIn(2) ? 1 - .powerOfTwo(-int(in: 2...40)) : fraction()
  }

  /// A bound of gradients: 0 rarely, else from tiny to large.
  mutating func gradientBound() -> Rational {
    switch index(below: 6) {
    case 0: 1
    case 1: 0
    case 2: .powerOfTwo(int(in: 0...40) - 20)
    default: Rational(int(in: 1...12), 4)
    }
  }

  /// A number above `threshold`: by a little, or by a factor up to 4; at threshold 0 any of these.
  ///
  /// One in eight is just below, where a theorem with the threshold does not apply.
  mutating func weight(above threshold: Rational) -> Rational {
    guard threshold.sign > 0 else { return fraction() }
    let closeness = Rational.powerOfTwo(-int(in: 1...40))
    switch index(below: 8) {
    case 0...3: return threshold.short * (1 + closeness)
    case 4: return threshold.short * (1 - closeness)
    default: return threshold.short * Rational(int(in: 5...16), 4)
    }
  }
}

extension Rational {
  /// A dyadic number at most this positive one by a factor of 1 - 2^-52, with a short numerator.
  ///
  /// Samplers shorten numbers whose digits do not matter, so that matrices stay small.
  var short: Rational {
    // Beyond the range of doubles nothing is shortened.
    let double = truncatedDouble
    return double.isNormal ? Rational(exactly: double) ?? self : self
  }
}
