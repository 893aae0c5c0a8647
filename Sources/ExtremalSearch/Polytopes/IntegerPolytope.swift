/// A bounded polytope { x : b_k + <a_k, x> >= 0 for every k } with integer data.
///
/// Its algorithms compute on machine integers. Swift stops the program when one overflows, so a
/// result that is returned has no wrapped number in it; the cells enumerated here stay below 2^20.
package struct IntegerPolytope: Sendable {
  /// The number of coordinates.
  package let dimension: Int
  /// The inequalities, each as [b, a_1, ..., a_dimension].
  let inequalities: [[Int]]

  /// The polytope of the given inequalities; they must bound it, which is not checked here.
  package init(dimension: Int, inequalities: [[Int]]) {
    precondition(
      inequalities.allSatisfy { $0.count == dimension + 1 },
      "an inequality needs a constant and \(dimension) coefficients")
    // Sets of inequalities are bits of one word, one bit is kept for the algorithms.
    precondition(inequalities.count < 64, "\(inequalities.count) inequalities; 63 are supported")
    self.dimension = dimension
    self.inequalities = inequalities
  }

  /// The value of inequality `k` at a point times its positive denominator.
  package func slack(_ k: Int, at point: IntegerPoint) -> Int {
    var total = 0
    for (a, y) in zip(inequalities[k], point.coordinates) { total += a * y }
    return total
  }

  /// Whether a point is in the polytope and the only one that its tight inequalities allow.
  ///
  /// That is the definition of a vertex: feasible, with tight inequalities of full rank. Exact, and
  /// independent of how the point was found.
  func isVertex(_ point: IntegerPoint) -> Bool {
    let slacks = inequalities.indices.map { slack($0, at: point) }
    guard slacks.allSatisfy({ $0 >= 0 }) else { return false }
    let tight = inequalities.indices.filter { slacks[$0] == 0 }
    return IntegerRank.rank(of: tight.map { Array(inequalities[$0].dropFirst()) }) == dimension
  }
}

/// A point with rational coordinates, as the primitive integer vector [d, d x_1, ..., d x_n], d >
/// 0.
package struct IntegerPoint: Hashable, Sendable, Comparable {
  /// The common denominator d, then the numerators; together without a common factor.
  package let coordinates: [Int]

  /// The point of a vector whose first entry is positive; a common factor is removed.
  package init(_ vector: [Int]) {
    precondition((vector.first ?? 0) > 0, "a point needs a positive denominator")
    coordinates = Self.primitive(vector)
  }

  package static func < (a: IntegerPoint, b: IntegerPoint) -> Bool {
    a.coordinates.lexicographicallyPrecedes(b.coordinates)
  }

  /// A nonzero integer vector over the greatest common divisor of its entries.
  static func primitive(_ vector: [Int]) -> [Int] {
    let divisor = vector.reduce(0, greatestCommonDivisor)
    precondition(divisor > 0, "the zero vector has no direction")
    return divisor == 1 ? vector : vector.map { $0 / divisor }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
