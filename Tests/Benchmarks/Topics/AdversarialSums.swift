import Exact
import RandomStreams

/// Sums of roots made to be hard for a float filter.
enum AdversarialSums: String, CaseIterable {
  /// A few roots of small fractions.
  case generic
  /// A sum less a rational that is near it, by 2^-30 to 2^-140.
  case nearCancelling
  /// Terms that cancel, much larger than what remains.
  case hiddenSmall
  /// Magnitudes from 2^-520 to 2^520, which the filter must partly refuse.
  case hugeOrTiny
  /// Roots of perfect squares against their roots: zero, or nearly.
  case perfectSquares
  /// sqrt(n^2 + k) - n for n of up to 400 bits.
  case nextToSquares
  /// Dependent roots that cancel, with or without a remainder.
  case dependent
  /// Numbers whose binary digits are all ones, the worst for truncation.
  case allOnes
  /// P(M) - d1(M) for matrices next to a permutation, as claims compare them.
  case nearPermutation
  /// Some hundred terms.
  case long

  /// Draws a sum.
  func sample(from stream: inout RandomStream) -> RadicalSum {
    switch self {
    case .generic:
      return Self.random(terms: stream.int(in: 0...8), &stream)
    case .nearCancelling:
      return Self.shifted(Self.random(terms: stream.int(in: 1...8), &stream), &stream)
    case .hiddenSmall:
      let large = Rational.powerOfTwo(stream.int(in: 20...120)) * Self.random(terms: 3, &stream)
      return large + Self.random(terms: 2, &stream) - large
    case .hugeOrTiny:
      let scale = Rational.powerOfTwo(stream.int(in: -520...520))
      let sum = scale * Self.random(terms: stream.int(in: 1...4), &stream)
      return stream.oneIn(2) ? Self.shifted(sum, &stream) : sum
    case .perfectSquares:
      let root = Self.fraction(&stream).magnitude
      let miss = stream.oneIn(2) ? Rational(0) : Self.tiny(&stream)
      return .root((root.squared + miss).magnitude) - RadicalSum(root)
    case .nextToSquares:
      let n = Rational.powerOfTwo(stream.int(in: 1...400)) + Rational(stream.int(in: 0...9))
      return .root(n.squared + Rational(stream.int(in: 0...3))) - RadicalSum(n)
    case .dependent:
      let base = Self.fraction(&stream).magnitude + 1
      let factor = Rational(stream.int(in: 1...9))
      let sum = RadicalSum.root(factor.squared * base) - .root(base, times: factor)
      return stream.oneIn(3) ? sum : sum + RadicalSum(Self.tiny(&stream)) * .root(3)
    case .allOnes:
      let widths = [52, 53, 54, 63, 64, 65, 105, 106, 107, 116, 117, 127, 128, 129]
      var sum = RadicalSum()
      for _ in 0..<stream.int(in: 1...4) {
        let ones = Rational.powerOfTwo(stream.element(of: widths)) - 1
        let other = Rational.powerOfTwo(stream.element(of: widths)) - 1
        sum.addRoot(ones / other, times: (stream.oneIn(2) ? -1 : 1) * other / ones)
      }
      return Self.shifted(sum, &stream)
    case .nearPermutation:
      let weight = Self.tiny(&stream).magnitude
      let rows = Rational(stream.int(in: 2...9))
      let square = (1 - weight).squared + weight.squared
      // P - d1 and half of it for a transposition of that weight, off by a little.
      let scale = Rational(1, stream.int(in: 1...2))
      let penalty = 2 * rows * (RadicalSum(1) - .root(square))
      return penalty - RadicalSum(scale * 4 * weight)
    case .long:
      return Self.shifted(Self.random(terms: stream.int(in: 60...160), &stream), &stream)
    }
  }

  private static func random(terms: Int, _ stream: inout RandomStream) -> RadicalSum {
    var sum = RadicalSum(fraction(&stream))
    for _ in 0..<terms {
      sum.addRoot(fraction(&stream).magnitude, times: fraction(&stream))
    }
    return sum
  }

  /// The sum less its enclosure's lower end and a tiny number of either sign.
  private static func shifted(_ sum: RadicalSum, _ stream: inout RandomStream) -> RadicalSum {
    let center = sum.enclosure(bits: stream.int(in: 30...140)).lower
    return sum - RadicalSum(center + tiny(&stream))
  }

  private static func fraction(_ stream: inout RandomStream) -> Rational {
    Rational(stream.int(in: -900...900), stream.int(in: 1...90))
  }

  /// A number from 2^-1 to 2^-140 in size.
  private static func tiny(_ stream: inout RandomStream) -> Rational {
    Rational(stream.int(in: -1000...1000)) * .powerOfTwo(-stream.int(in: 11...140))
  }
}
