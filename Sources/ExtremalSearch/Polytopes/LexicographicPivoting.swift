/// The vertices of a polytope by pivoting from basis to basis.
///
/// Every inequality is relaxed by its own infinitesimal, s_k + eps_k >= 0 with each eps far smaller
/// than the one before. The relaxed polytope is simple: a vertex is one basis and has `dimension`
/// edges, and every vertex of the polytope is the limit of at least one of them; so a walk along
/// all edges from one start reaches every vertex. Shares nothing with `DoubleDescription` but the
/// data.
///
/// Source: lexicographic perturbation (Dantzig, Orden, Wolfe 1955, doi 10.2140/pjm.1955.5.183), the
/// walk of Avis and Fukuda 1992 (doi 10.1007/BF02293050) with a set of visited bases in place of
/// their reverse search.
struct LexicographicPivoting {
  /// What a walk found.
  struct Result: Sendable {
    /// The vertices in lexicographic order of their integer vectors, each once.
    let vertices: [IntegerPoint]
    /// The number of bases of the relaxed polytope.
    let bases: Int
  }

  private let polytope: IntegerPolytope
  /// The inequalities in the order of their infinitesimals, the largest first.
  private let order: [Int]

  /// Walks from `start`, which must be a vertex.
  ///
  /// - Complexity: for B bases, m inequalities and d dimensions, O(B m d^2) integer operations.
  static func vertices(of polytope: IntegerPolytope, from start: IntegerPoint) -> Result {
    precondition(polytope.isVertex(start), "the walk must start at a vertex")
    let first = basis(of: polytope, at: start)
    // A basic slack that is 0 at the start is, to leading order, its own infinitesimal, if those of
    // the basic ones are larger than those of the nonbasic ones; so the first basis is feasible.
    let all = Array(polytope.inequalities.indices)
    let method = LexicographicPivoting(
      polytope: polytope,
      order: all.filter { first & bit($0) == 0 } + all.filter { first & bit($0) != 0 })
    var visited: Set<UInt64> = [first]
    var open = [first]
    var found: Set<IntegerPoint> = []
    while let current = open.popLast() {
      let dictionary = IntegerDictionary(polytope, nonbasic: current)
      found.insert(dictionary.point)
      for column in 1...polytope.dimension {
        let leaving = method.leavingInequality(dictionary, entering: column, basis: current)
        let next = current & ~bit(dictionary.nonbasic[column - 1]) | bit(leaving)
        if visited.insert(next).inserted { open.append(next) }
      }
    }
    return Result(vertices: found.sorted(), bases: visited.count)
  }

  private static func bit(_ k: Int) -> UInt64 { 1 << UInt64(k) }

  private static func basis(of polytope: IntegerPolytope, at start: IntegerPoint) -> UInt64 {
    let tight = polytope.inequalities.indices.filter { polytope.slack($0, at: start) == 0 }
    let rows = tight.map { Array(polytope.inequalities[$0].dropFirst()) }
    return IntegerRank.independentRows(of: rows).reduce(0) { $0 | bit(tight[$1]) }
  }

  /// The inequality that becomes tight first when the slack of `column` grows.
  private func leavingInequality(
    _ dictionary: IntegerDictionary, entering column: Int, basis: UInt64
  ) -> Int {
    var best = -1
    for k in polytope.inequalities.indices
    where basis & Self.bit(k) == 0 && dictionary.entry(k, column) < 0 {
      if best < 0 || isTighter(dictionary, k, than: best, column) { best = k }
    }
    precondition(best >= 0, "the polytope is not bounded")
    return best
  }

  /// Whether `k` limits the growth of `column` more than `other`, infinitesimals included.
  ///
  /// The relaxed slack is entry(k, 0) + denominator eps_k - sum_j entry(k, j) eps_j plus its part
  /// in the relaxed nonbasic slacks; two of them never have the same ratio, as each has an eps of
  /// its own.
  private func isTighter(
    _ dictionary: IntegerDictionary, _ k: Int, than other: Int, _ column: Int
  ) -> Bool {
    let a = -dictionary.entry(k, column)
    let b = -dictionary.entry(other, column)
    let difference = dictionary.entry(k, 0) * b - dictionary.entry(other, 0) * a
    if difference != 0 { return difference < 0 }
    for index in order {
      func coefficient(_ row: Int) -> Int {
        if index == row { return dictionary.denominator }
        guard let j = dictionary.nonbasic.firstIndex(of: index) else { return 0 }
        return -dictionary.entry(row, j + 1)
      }
      let difference = coefficient(k) * b - coefficient(other) * a
      if difference != 0 { return difference < 0 }
    }
    preconditionFailure("two inequalities with the same infinitesimals")
  }
}
