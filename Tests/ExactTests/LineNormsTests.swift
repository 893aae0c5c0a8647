import Exact
import RandomStreams
import Testing

@Suite struct LineNormsTests {
  /// The three ways to add, chosen by the size of the common denominator, agree with sums of
  /// rationals entry by entry.
  @Test(arguments: [EntryKind.float, .smallFraction, .wideFloat, .unrelated])
  func normsAndSumsAreThoseOfTheEntries(kind: EntryKind) {
    var stream = RandomStream(root: 21, name: "\(kind)")
    for (rows, columns) in [(1, 1), (3, 5), (6, 6)] {
      let matrix = RationalMatrix(rows: rows, columns: columns) { _, _ in
        stream.oneIn(5) ? 0 : kind.sample(from: &stream)
      }
      let lines = matrix.rows
      let norms = LineNorms(matrix)
      #expect(norms.magnitude == lines.joined().reduce(0) { $0 + $1.magnitude })
      #expect(
        norms.rowSquares.map(\.value) == lines.map { $0.reduce(0) { $0 + $1.squared } })
      let columnsOfEntries = matrix.transposed.rows
      #expect(
        norms.columnSquares.map(\.value)
          == columnsOfEntries.map { $0.reduce(0) { $0 + $1.squared } })
      #expect(matrix.rowSums() == lines.map { $0.reduce(0, +) })
      #expect(matrix.columnSums() == columnsOfEntries.map { $0.reduce(0, +) })
      #expect(
        matrix.columnSums(of: .magnitude)
          == columnsOfEntries.map { $0.reduce(0) { $0 + $1.magnitude } })
      #expect(matrix.rowSums(of: .square) == norms.rowSquares.map(\.value))
    }
  }

  @Test(arguments: [EntryKind.float, .smallFraction, .wideFloat, .unrelated])
  func dotProductsAreSumsOfProducts(kind: EntryKind) {
    var stream = RandomStream(root: 22, name: "\(kind)")
    for count in [0, 1, 2, 40] {
      let x = (0..<count).map { _ in stream.oneIn(5) ? 0 : kind.sample(from: &stream) }
      let y = (0..<count).map { _ in kind.sample(from: &stream) }
      let sum = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(Rational.dotProduct(x, y) == sum)
      #expect(Rational.dotProduct(y, x) == sum)
    }
  }

  /// At the largest numerators that are squared in fixed size, and just beyond.
  @Test func theLargestWordsDoNotOverflow() {
    for bits in [62, 63, 64, 65, 102, 103, 104, 110] {
      let largest = Rational.powerOfTwo(bits) - 1
      let step = Rational.powerOfTwo(-7)
      let matrix = RationalMatrix(rows: 2, columns: 3) { i, j in
        (i + j) % 2 == 0 ? largest * step : -largest * step
      }
      let norms = LineNorms(matrix)
      let square = (largest * step).squared
      #expect(norms.magnitude == 6 * largest * step)
      #expect(norms.rowSquares.map(\.value) == [3 * square, 3 * square])
      #expect(norms.columnSquares.map(\.value) == [2 * square, 2 * square, 2 * square])
    }
  }

  /// A short entry beside one whose denominator has two limbs.
  @Test func entriesOfVeryDifferentSizes() {
    let tiny = Rational.powerOfTwo(-75)
    let norms = LineNorms(RationalMatrix([[3, tiny], [-tiny, Rational(-1, 8)]]))
    #expect(norms.magnitude == Rational(25, 8) + 2 * tiny)
    #expect(norms.rowSquares.map(\.value) == [9 + tiny.squared, Rational(1, 64) + tiny.squared])
    #expect(norms.columnSquares.map(\.value) == norms.rowSquares.map(\.value))
  }

  /// Radicands that are not in lowest terms enclose, compare and print like reduced ones.
  @Test func unreducedRadicandsAreTheSameNumbers() {
    var stream = RandomStream(seed: 23)
    for kind in [EntryKind.float, .smallFraction, .wideFloat] {
      let matrix = RationalMatrix(rows: 4, columns: 4) { _, _ in kind.sample(from: &stream) }
      var unreduced = RadicalSum(1)
      var reduced = RadicalSum(1)
      for square in LineNorms(matrix).rowSquares {
        let coefficient = Rational(stream.int(in: -4...4), stream.int(in: 1...4))
        unreduced.addRoot(square, times: coefficient)
        reduced.addRoot(square.value, times: coefficient)
      }
      for bits in [0, 7, 64, 130] {
        let (a, b) = (unreduced.enclosure(bits: bits), reduced.enclosure(bits: bits))
        #expect(a == b && (unreduced - reduced).sign() == 0)
      }
      #expect(unreduced.terms.map(\.radicand) == reduced.terms.map(\.radicand))
      #expect(unreduced.filteredSign == reduced.filteredSign)
    }
  }
}

/// Kinds of numbers with different common denominators.
enum EntryKind: Sendable {
  /// 24 bits, exponents in a narrow range: numerators of fixed size.
  case float
  /// Denominators up to 12: small common denominators that are no powers of two.
  case smallFraction
  /// Floats from 2^-900 to 2^900: numerators of any size.
  case wideFloat
  /// Denominators with no common multiple of reasonable size.
  case unrelated

  func sample(from stream: inout RandomStream) -> Rational {
    let mantissa = Rational(stream.int(in: -0xff_ffff...0xff_ffff))
    switch self {
    case .float: return mantissa * .powerOfTwo(stream.int(in: -40...0))
    case .smallFraction: return Rational(stream.int(in: -50...50), stream.int(in: 1...12))
    case .wideFloat: return mantissa * .powerOfTwo(stream.int(in: -900...900))
    case .unrelated:
      return mantissa / (.powerOfTwo(700) + Rational(stream.int(in: 1...1_000_000)))
    }
  }
}
