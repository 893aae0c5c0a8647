import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct BirkhoffDecompositionTests {
  /// e - 2N + k + 1 for e positive entries in k connected components.
  private static func termBound(_ m: RationalMatrix) -> Int {
    let n = m.order
    // Lines 0..<n are rows, the others columns; components by propagating the smallest label.
    var label = Array(0..<(2 * n))
    var entries = 0
    for _ in 0..<(2 * n) {
      entries = 0
      for i in 0..<n {
        for j in 0..<n where m[i, j].sign > 0 {
          entries += 1
          let least = min(label[i], label[n + j])
          label[i] = least
          label[n + j] = least
        }
      }
    }
    return entries - 2 * n + Set(label).count + 1
  }

  private static func expectDecomposed(_ m: RationalMatrix) throws -> BirkhoffDecomposition {
    let n = m.order
    let result = try #require(BirkhoffDecomposition(m))
    #expect(result.terms.allSatisfy { $0.weight.sign > 0 && $0.permutation.count == n })
    #expect(result.terms.map(\.weight).reduce(0, +) == 1)
    var sum = RationalMatrix(rows: n, columns: n)
    for term in result.terms {
      for (i, j) in term.permutation.images.enumerated() { sum[i, j] = sum[i, j] + term.weight }
    }
    #expect(sum == m)
    #expect(Set(result.terms.map(\.permutation)).count == result.terms.count)
    #expect(result.terms.count <= min(termBound(m), (n - 1) * (n - 1) + 1))
    return result
  }

  @Test(arguments: DoublyStochasticSampler.allCases)
  func everySampleIsDecomposed(sampler: DoublyStochasticSampler) throws {
    var stream = RandomStream(root: 3, name: sampler.rawValue)
    for n in 1...7 {
      let m = sampler.sample(order: n, from: &stream)
      let first = try Self.expectDecomposed(m)
      #expect(BirkhoffDecomposition(m)?.terms == first.terms)
    }
  }

  @Test func knownDecompositions() throws {
    let p = try #require(Permutation([2, 0, 1]))
    let vertex = try Self.expectDecomposed(p.matrix).terms
    #expect(vertex.map(\.weight) == [1] && vertex.map(\.permutation) == [p])
    let uniform = RationalMatrix(rows: 6, columns: 6) { _, _ in Rational(1, 6) }
    #expect(try Self.expectDecomposed(uniform).terms.count == 6)
    let two = Rational(1, 7) * RationalMatrix([[4, 3], [3, 4]])
    #expect(try Self.expectDecomposed(two).terms.map(\.weight) == [Rational(4, 7), Rational(3, 7)])
    let empty = try #require(BirkhoffDecomposition(RationalMatrix(rows: 0, columns: 0)))
    #expect(empty.terms.map(\.weight) == [1])
    #expect(empty.terms.map(\.permutation) == [Permutation(identity: 0)])
  }

  /// A dense matrix without coincidences needs all (N - 1)^2 + 1 terms.
  @Test func theBoundIsReached() throws {
    var stream = RandomStream(seed: 5)
    for n in 2...6 {
      let m = try #require(
        RationalMatrix(exactly: (0..<(n * n)).map { _ in stream.uniform() }, rows: n, columns: n))
      let repaired = SparseRepair(m).applied(to: m)
      #expect(try Self.expectDecomposed(repaired).terms.count == Self.termBound(repaired))
    }
  }

  /// One word of columns, and two.
  @Test(arguments: [63, 64, 65])
  func ordersAroundAWord(order n: Int) throws {
    var stream = RandomStream(seed: UInt64(n))
    for sampler in [DoublyStochasticSampler.regular, .convexCombination] {
      let m = sampler.sample(order: n, from: &stream)
      _ = try Self.expectDecomposed(m)
    }
  }

  @Test func numbersBeyond128BitsAreDecomposed() throws {
    var stream = RandomStream(seed: 9)
    for n in 2...5 {
      let vertex = DoublyStochasticSampler.permutation.sample(order: n, from: &stream)
      let other = DoublyStochasticSampler.scaledPositive.sample(order: n, from: &stream)
      let weight = Rational.powerOfTwo(-150)
      let m = (1 - weight) * vertex + weight * other
      #expect(m.commonNumerators(fittingIn: 120) == nil)
      _ = try Self.expectDecomposed(m)
    }
  }

  @Test func whatIsNotDoublyStochasticIsRefused() {
    let half = Rational(1, 2)
    #expect(BirkhoffDecomposition(RationalMatrix([[1, 0], [1, 0]])) == nil)
    #expect(BirkhoffDecomposition(RationalMatrix([[1, 1], [0, 0]])) == nil)
    #expect(BirkhoffDecomposition(RationalMatrix([[2, -1], [-1, 2]])) == nil)
    #expect(BirkhoffDecomposition(half * RationalMatrix([[1, 0], [0, 1]])) == nil)
    let off = RationalMatrix([[half, half], [half, half + .powerOfTwo(-200)]])
    #expect(BirkhoffDecomposition(off) == nil)
  }

  @Test func productsAndTransposesStayDoublyStochastic() throws {
    var stream = RandomStream(seed: 6)
    for n in 1...4 {
      for first in DoublyStochasticSampler.allCases {
        let second = stream.element(of: DoublyStochasticSampler.allCases)
        let a = first.sample(order: n, from: &stream)
        let b = second.sample(order: n, from: &stream)
        _ = try Self.expectDecomposed(a * b)
        let transposed = try Self.expectDecomposed(a.transposed)
        #expect(transposed.terms.count <= Self.termBound(a))
      }
    }
  }
}
