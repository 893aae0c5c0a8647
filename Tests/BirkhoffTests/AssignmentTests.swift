import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct AssignmentTests {
  private static func value(_ p: Permutation, _ m: RationalMatrix) -> Rational {
    (0..<p.count).map { m[$0, p[$0]] }.reduce(0, +)
  }

  private static func matrix(_ n: Int, _ entry: () -> Rational) -> RationalMatrix {
    RationalMatrix(rows: n, columns: n) { _, _ in entry() }
  }

  /// The dual proof, the primal value and the proof of uniqueness, in full.
  private static func expectProved(_ result: Assignment, _ m: RationalMatrix) {
    let n = m.order
    for i in 0..<n {
      for j in 0..<n {
        #expect(result.rowPotentials[i] + result.columnPotentials[j] >= m[i, j])
      }
    }
    let dual = (result.rowPotentials + result.columnPotentials).reduce(0, +)
    #expect(dual == result.value && value(result.permutation, m) == result.value)
    switch result.uniqueness {
    case .tied(let other):
      #expect(other != result.permutation && value(other, m) == result.value)
    case .unique(let order):
      #expect(order.sorted() == Array(0..<n))
      for (k, i) in order.enumerated() {
        for later in order[(k + 1)...] {
          let j = result.permutation[later]
          #expect(result.rowPotentials[i] + result.columnPotentials[j] > m[i, j])
        }
      }
    }
  }

  /// The proofs, and the first of all optimal permutations in lexicographic order.
  private static func expectOptimal(_ m: RationalMatrix) {
    let result = Assignment(maximising: m)
    expectProved(result, m)
    let all = Permutation.all(m.order)
    let values = all.map { value($0, m) }
    #expect(values.max() == result.value)
    let optima = zip(all, values).filter { $0.1 == result.value }.map(\.0)
    #expect(result.permutation == optima.first)
    #expect(result.isUnique == (optima.count == 1))
  }

  @Test func agreesWithBruteForce() {
    var stream = RandomStream(seed: 1)
    for n in 1...5 {
      for round in 0..<20 {
        // Small ranges make ties common.
        let range = [0...1, -2...2, -1000...1000][round % 3]
        Self.expectOptimal(
          Self.matrix(n) { Rational(stream.int(in: range), stream.int(in: 1...(round % 2 + 2))) })
        Self.expectOptimal(Self.matrix(n) { Rational(stream.int(in: range)) })
      }
    }
  }

  /// Small integers at scales far apart: the first level decides on the high ones alone.
  @Test func refinementAgreesWithBruteForce() {
    var stream = RandomStream(seed: 3)
    for n in 1...5 {
      for round in 0..<20 {
        let high = 35 + 4 * (round % 17)
        let m = Self.matrix(n) {
          Rational(stream.int(in: -1...1)) * .powerOfTwo(high)
            + Rational(stream.int(in: 0...1)) * .powerOfTwo(high / 2)
            + Rational(stream.int(in: 0...2))
        }
        #expect(m.commonNumerators(fittingIn: 110) != nil)
        Self.expectOptimal(m)
      }
    }
  }

  @Test func entriesBeyond128BitsTakeTheRationalPath() {
    var stream = RandomStream(seed: 2)
    for round in 0..<10 {
      let m = Self.matrix(4) {
        round % 2 == 0
          ? Rational(stream.int(in: -9...9)) * .powerOfTwo(stream.int(in: -200...200))
          : Rational(stream.int(in: 0...1)) * .powerOfTwo(200) + Rational(stream.int(in: 0...1))
      }
      #expect(m.commonNumerators(fittingIn: 117) == nil)
      Self.expectOptimal(m)
    }
  }

  /// A number added to a row or a column is worth the same to all permutations, whatever its size:
  /// words, refinement and rationals must choose the same one.
  @Test(arguments: [1, 2, 9, 33, 65, 70])
  func arithmeticDoesNotMatter(order n: Int) {
    var stream = RandomStream(seed: UInt64(n))
    for top in [1, 40, 1 << 24] {
      let m = Self.matrix(n) { Rational(stream.int(in: 0...top), 1 << 24) }
      let plain = Assignment(maximising: m)
      Self.expectProved(plain, m)
      for size in [60, 300] {
        let rows = (0..<n).map { _ in Rational(stream.int(in: -9...9)) * .powerOfTwo(size) }
        let columns = (0..<n).map { _ in Rational(stream.int(in: -9...9)) * .powerOfTwo(size) }
        let moved = RationalMatrix(rows: n, columns: n) { m[$0, $1] + rows[$0] + columns[$1] }
        let other = Assignment(maximising: moved)
        #expect(other.permutation == plain.permutation && other.isUnique == plain.isUnique)
        #expect(other.value == plain.value + (rows + columns).reduce(0, +))
      }
    }
  }

  /// Structures that leave each phase of the method its own work.
  @Test func structuredMatricesAreProved() {
    var stream = RandomStream(seed: 6)
    let n = 40
    let permutation = DoublyStochasticSampler.randomPermutation(n, &stream)
    let perturbed = RationalMatrix(rows: n, columns: n) { i, j in
      Rational(stream.int(in: 0...99), 1 << 30) + (permutation[i] == j ? 1 : 0)
    }
    #expect(Assignment(maximising: perturbed).permutation == permutation)
    Self.expectProved(Assignment(maximising: perturbed), perturbed)
    // All rows want the same columns: products (i + 1)(j + 1), maximal on the diagonal only.
    let products = RationalMatrix(rows: n, columns: n) { Rational(($0 + 1) * ($1 + 1)) }
    let diagonal = Assignment(maximising: products)
    #expect(diagonal.permutation == Permutation(identity: n) && diagonal.isUnique)
    Self.expectProved(diagonal, products)
    // The negative ones are minimal there: the reversal wins.
    let reversed = Assignment(maximising: -1 * products)
    #expect(reversed.permutation.images == (0..<n).reversed() && reversed.isUnique)
    // Three rows and two good columns, with a price war in unit steps if nobody stopped it.
    let far = -(1 << 40)
    let war = RationalMatrix([
      [1, 0, Rational(far)], [0, 1, Rational(far)], [1, 1, Rational(far)],
    ])
    Self.expectOptimal(war)
  }

  @Test func tiesGoToTheSmallestImages() {
    for n in [1, 3, 64, 65] {
      let uniform = Assignment(
        maximising: RationalMatrix(rows: n, columns: n) { _, _ in Rational(1, n) })
      #expect(uniform.permutation == Permutation(identity: n))
      #expect(uniform.isUnique == (n == 1))
    }
    // Two rows per pair of columns, in reverse: each pair can be exchanged on its own.
    let n = 70
    let blocks = RationalMatrix(rows: n, columns: n) { $0 / 2 == (n - 1 - $1) / 2 ? 1 : 0 }
    let smallest = Assignment(maximising: blocks)
    #expect(smallest.permutation.images == (0..<n).map { n - 2 - 2 * ($0 / 2) + $0 % 2 })
    #expect(!smallest.isUnique)
    // A cycle through all rows and the identity are the only optima.
    let cycle = RationalMatrix(rows: n, columns: n) { $1 == $0 || $1 == ($0 + 1) % n ? 1 : 0 }
    #expect(Assignment(maximising: cycle).permutation == Permutation(identity: n))
    #expect(!Assignment(maximising: cycle).isUnique)
    #expect(Assignment(maximising: Permutation(identity: 3).matrix).isUnique)
  }

  @Test func aMatrixWithoutEntriesHasTheEmptyAssignment() {
    let empty = Assignment(maximising: RationalMatrix(rows: 0, columns: 0))
    #expect(empty.permutation.count == 0 && empty.value == 0 && empty.isUnique)
  }
}
