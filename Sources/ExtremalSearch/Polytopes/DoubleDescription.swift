import Exact

/// The vertices of a polytope by the double description method.
///
/// The polytope is the slice y_0 = 1 of a cone. The cone grows tighter one inequality at a time;
/// the rays on the wrong side go, and each pair of adjacent rays on opposite sides gives a new one.
///
/// Source: Motzkin et al. 1953; Fukuda and Prodon, "Double description method revisited", 1996,
/// doi 10.1007/3-540-61576-8_77.
struct DoubleDescription {
  private struct Ray {
    let vector: [Int]
    /// The bits of the processed inequalities that hold with equality.
    var tight: UInt64
  }

  private let rows: [[Int]]
  private let size: Int
  private var rays: [Ray] = []
  private var processed: [Int] = []

  /// The vertices in lexicographic order of their integer vectors, each once.
  ///
  /// The inequalities must determine at least one vertex, and bound the polytope.
  ///
  /// - Complexity: for R rays at the widest, O(R^3) word operations, an early exit in nearly all.
  static func vertices(of polytope: IntegerPolytope) -> [IntegerPoint] {
    var method = DoubleDescription(polytope)
    method.startWithSimplicialCone()
    let waiting = method.rows.indices.filter { !method.processed.contains($0) }
    for row in waiting { method.cut(with: row) }
    return method.rays.map { IntegerPoint($0.vector) }.sorted()
  }

  private init(_ polytope: IntegerPolytope) {
    size = polytope.dimension + 1
    // y_0 >= 0 first, then b y_0 + <a, y> >= 0.
    rows = [[1] + [Int](repeating: 0, count: polytope.dimension)] + polytope.inequalities
  }

  /// The rays of the cone of the first independent inequalities: columns of the inverse matrix.
  private mutating func startWithSimplicialCone() {
    processed = IntegerRank.independentRows(of: rows)
    precondition(processed.count == size, "the inequalities do not determine a vertex")
    let matrix = RationalMatrix(rows: size, columns: size) { i, j in
      Rational(rows[processed[i]][j])
    }
    for k in 0..<size {
      let unit = (0..<size).map { Rational($0 == k ? 1 : 0) }
      guard
        let solution = try? matrix.solve(unit).solution,
        let numerators = RationalMatrix([solution]).commonNumerators(fittingIn: 62)?.numerators
      else { preconditionFailure("a system of independent small inequalities has a solution") }
      appendRay(numerators.map { Int($0) })
    }
  }

  private mutating func appendRay(_ vector: [Int]) {
    let primitive = IntegerPoint.primitive(vector)
    var tight: UInt64 = 0
    for row in processed where value(row, primitive) == 0 { tight |= 1 << UInt64(row) }
    rays.append(Ray(vector: primitive, tight: tight))
  }

  private func value(_ row: Int, _ vector: [Int]) -> Int {
    var total = 0
    for j in 0..<size { total += rows[row][j] * vector[j] }
    return total
  }

  private mutating func cut(with row: Int) {
    let values = rays.map { value(row, $0.vector) }
    let tight = rays.map(\.tight)
    let positive = rays.indices.filter { values[$0] > 0 }
    let negative = rays.indices.filter { values[$0] < 0 }
    var new: [[Int]] = []
    for p in positive {
      for q in negative where Self.areAdjacent(p, q, tight: tight, size: size) {
        // The point of the edge from p to q where the inequality is tight.
        new.append(
          zip(rays[p].vector, rays[q].vector).map { values[p] * $1 - values[q] * $0 })
      }
    }
    rays = rays.indices.filter { values[$0] >= 0 }.map { k in
      var ray = rays[k]
      if values[k] == 0 { ray.tight |= 1 << UInt64(row) }
      return ray
    }
    processed.append(row)
    for vector in new { appendRay(vector) }
  }

  /// The combinatorial test: two rays span an edge iff no third one has all their common
  /// equalities.
  ///
  /// An edge of a pointed cone has at least `size - 2` of them, which rules out most pairs at once.
  private static func areAdjacent(_ p: Int, _ q: Int, tight: [UInt64], size: Int) -> Bool {
    let common = tight[p] & tight[q]
    guard common.nonzeroBitCount >= size - 2 else { return false }
    return tight.withUnsafeBufferPointer { tight in
      for k in 0..<tight.count where tight[k] & common == common && k != p && k != q {
        return false
      }
      return true
    }
  }
}
