import Birkhoff
import Exact
import Matching
import RandomStreams
import Testing

@Suite struct RelaxedMinimiserTests {
  /// The numbers of an independent computation (Python fractions).
  @Test func theMinimiserOfGM3b() throws {
    let relaxed = try RelaxedMinimiser(of: MatchingInstance.gm3b.problem)
    let numerators: [[Rational]] = [
      [65871, 16687, 93967], [50397, 102_753, 23375], [60257, 57085, 59183],
    ]
    #expect(relaxed.matrix == Rational(1, 176_525) * RationalMatrix(numerators))
    #expect(relaxed.loss == Rational(1_250_761, 176_525))
    #expect(relaxed.pivots.count == 4 && relaxed.pivots.allSatisfy { $0.sign > 0 })
  }

  /// Doubly stochastic, a gradient of the form u_i + v_j (orthogonal to every tangent), and a
  /// larger loss at every other sample: by the closed form of the gradient, not by the normal
  /// equations.
  @Test(arguments: MatchingInstance.all)
  func theMinimiserIsStationaryAndLowest(_ instance: MatchingInstance) throws {
    let relaxed = try RelaxedMinimiser(of: instance.problem)
    #expect(StochasticDefects(relaxed.matrix).isDoublyStochastic)
    let g = instance.problem.convexGradient(relaxed.matrix)
    let last = instance.problem.order - 1
    for i in 0..<last {
      for j in 0..<last {
        #expect(g[i, j] + g[last, last] == g[i, last] + g[last, j])
      }
    }
    let samples = PenaltySample.matrices(order: last + 1, eachKind: 3, seed: 2)
    for other in samples where other != relaxed.matrix {
      #expect(instance.problem.convexLoss(other) > relaxed.loss)
    }
  }

  /// LAPACK's solution within the bound of LU with partial pivoting.
  ///
  /// |x - y|_inf <= gamma_3n n^2 rho kappa |y|_inf with growth rho <= 2^(n-1) (Higham, Accuracy and
  /// Stability, 2nd ed., theorems 9.4 and 9.5, doi 10.1137/1.9780898718027) for n unknowns and
  /// kappa the condition number in the maximum norm, here exact; the equations themselves are
  /// integers without error. An entry adds up at most n + 1 numbers, which multiplies the error by
  /// n and adds gamma_(n+1) times their sizes.
  @Test(arguments: MatchingInstance.all)
  func doublesAgreeWithinTheSolversBound(_ instance: MatchingInstance) throws {
    let order = instance.problem.order
    let numeric = try #require(NumericGraphMatching(exactly: instance.problem))
    let values = try exact(numeric.relaxedMinimiser(), order: order)
    let truth = try RelaxedMinimiser(of: instance.problem).matrix

    let images = RelaxedMinimiser.tangentBasis(order: order).map(instance.problem.residual)
    let n = images.count
    let hessian = RationalMatrix(rows: n, columns: n) { i, j in
      zip(images[i].rows.joined(), images[j].rows.joined())
        .reduce(into: Rational()) { $0.addProduct($1.0, $1.1) }
    }
    // The columns of the inverse; the Hessian is symmetric, so they are its rows too.
    let inverse = try (0..<n).map { k in
      try hessian.solve((0..<n).map { $0 == k ? 1 : 0 }).solution
    }
    func norm(_ rows: [[Rational]]) -> Rational {
      rows.map { $0.reduce(into: Rational()) { $0 += $1.magnitude } }.max() ?? 0
    }
    let kappa = norm(hessian.rows) * norm(inverse)
    let u = Rational.powerOfTwo(-53)
    let k = Rational(3 * n) * u
    // Steps are differences of entries in [0, 1] and of the identity, so at most 1.
    let solver = k / (1 - k) * Rational(n * n) * Rational.powerOfTwo(n - 1) * kappa
    // The sum's relative factor, gamma_(n+1) <= (n + 2) u, of at most n + 1 numbers below 2.
    let bound = Rational(n) * solver + Rational((n + 2) * 2 * (n + 1)) * u
    #expect(bound < Rational(1, 1000))
    for (value, entry) in zip(values.rows.joined(), truth.rows.joined()) {
      #expect((value - entry).magnitude <= bound)
    }
  }

  @Test func orderOneHasOneMatrix() throws {
    let problem = GraphMatching(RationalMatrix([[3]]), RationalMatrix([[5]]))
    let relaxed = try RelaxedMinimiser(of: problem)
    #expect(relaxed.matrix == RationalMatrix([[1]]) && relaxed.loss == 4)
    #expect(try NumericGraphMatching(exactly: problem)?.relaxedMinimiser() == [1])
  }

  /// Two equal regular graphs: J/N and all automorphisms have loss 0.
  @Test func equalRegularGraphsHaveNoUniqueMinimiser() throws {
    let cycle = RationalMatrix([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
    let problem = GraphMatching(cycle, cycle)
    let uniform = RationalMatrix(rows: 4, columns: 4) { _, _ in Rational(1, 4) }
    #expect(problem.convexLoss(uniform) == 0)
    do {
      _ = try RelaxedMinimiser(of: problem)
      Issue.record("a minimiser that is not unique was returned")
    } catch {
      guard case .notStrictlyConvex = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  /// A strictly convex problem whose stationary point lies outside the polytope.
  @Test func minimisersOutsideThePolytopeAreRefused() throws {
    let problem = GraphMatching(
      RationalMatrix([[0, 0, 0], [0, 1, 0], [0, 0, 5]]),
      RationalMatrix([[0, 0, 3], [0, 1, 0], [0, 0, 4]]))
    do {
      let relaxed = try RelaxedMinimiser(of: problem)
      Issue.record("\(relaxed.matrix.rows) was returned")
    } catch {
      guard case .notInterior(let row, let column, let entry) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(entry.sign <= 0)
      // The Double side returns the same point, without the proof.
      let numeric = try #require(NumericGraphMatching(exactly: problem))
      let value = try numeric.relaxedMinimiser()[row * 3 + column]
      #expect(abs(value - entry.truncatedDouble) < 1e-9)
    }
  }
}
