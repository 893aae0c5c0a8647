import Birkhoff
import Exact
import RandomStreams
import Testing

@Suite struct AssignmentTests {
  private static func value(_ p: Permutation, _ m: RationalMatrix) -> Rational {
    (0..<p.count).map { m[$0, p[$0]] }.reduce(0, +)
  }

  private static func expectOptimal(_ m: RationalMatrix) {
    let n = m.order
    let result = Assignment(maximising: m)
    // The dual proof, and the primal value, in full.
    for i in 0..<n {
      for j in 0..<n {
        #expect(result.rowPotentials[i] + result.columnPotentials[j] >= m[i, j])
      }
    }
    let dual = (result.rowPotentials + result.columnPotentials).reduce(0, +)
    #expect(dual == result.value && value(result.permutation, m) == result.value)
    // Brute force.
    let values = Permutation.all(n).map { value($0, m) }
    #expect(values.max() == result.value)
    #expect(result.isUnique == (values.filter { $0 == result.value }.count == 1))
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

  @Test func agreesWithBruteForce() {
    var stream = RandomStream(seed: 1)
    for n in 1...5 {
      for round in 0..<25 {
        // Small ranges make ties common.
        let range = round % 2 == 0 ? -2...2 : -1000...1000
        Self.expectOptimal(
          RationalMatrix(rows: n, columns: n) { _, _ in
            Rational(stream.int(in: range), stream.int(in: 1...3))
          })
      }
    }
  }

  @Test func entriesBeyond128BitsTakeTheRationalPath() {
    var stream = RandomStream(seed: 2)
    for _ in 0..<10 {
      let m = RationalMatrix(rows: 4, columns: 4) { _, _ in
        Rational(stream.int(in: -9...9)) * .powerOfTwo(stream.int(in: -200...200))
      }
      #expect(m.commonNumerators(fittingIn: 117) == nil)
      Self.expectOptimal(m)
    }
  }

  @Test func aTieIsReported() {
    let uniform = RationalMatrix(rows: 3, columns: 3) { _, _ in Rational(1, 3) }
    #expect(!Assignment(maximising: uniform).isUnique)
    #expect(Assignment(maximising: Permutation(identity: 3).matrix).isUnique)
  }
}
