import Birkhoff
import Exact
import Testing

@Suite struct PermutationTests {
  @Test func onlyBijectionsAreAccepted() {
    #expect(Permutation([1, 0, 2]) != nil)
    #expect(Permutation([1, 1, 2]) == nil)
    #expect(Permutation([0, 3, 1]) == nil)
    #expect(Permutation([0, -1]) == nil)
  }

  @Test func allPermutationsAreListedOnceInOrder() {
    let all = Permutation.all(5)
    #expect(all.count == 120 && Set(all).count == 120)
    #expect(all.first == Permutation(identity: 5) && all.last?.images == [4, 3, 2, 1, 0])
  }

  /// The matrix has its 1 at (i, pi(i)), so it sends the input channel pi(i) to the output i.
  @Test func theMatrixConvention() throws {
    let p = try #require(Permutation([2, 0, 1]))
    let column = RationalMatrix([[10], [20], [30]])
    #expect((p.matrix * column).rows.map { $0[0] } == [30, 10, 20])
    #expect(p.matrix * p.inverse.matrix == Permutation(identity: 3).matrix)
    #expect(p.matrix.transposed == p.inverse.matrix)
  }
}
